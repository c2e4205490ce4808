import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Part } from '../context.ts';
import { endpointOperations } from '../resources/endpoints.ts';
import type { Alarms } from './alarms.ts';
import { createEndpointRuntime, type EndpointRuntime } from './endpoint-runtime.ts';
import type { StartModelServer } from './fleet.ts';
import { invokeEndpoint } from './invoke.ts';

/** The endpoints: their operations of the control plane, and InvokeEndpoint. */
export interface EndpointsPart extends Part {
  invoke(name: string, request: IncomingMessage, response: ServerResponse, context: Context): Promise<void>;
}

export function createEndpointsPart(start: StartModelServer, alarms: Alarms): EndpointsPart {
  let runtime: EndpointRuntime | undefined;
  const running = (): EndpointRuntime => {
    if (!runtime) throw new Error('The endpoints were not resumed');
    return runtime;
  };
  return {
    operations: endpointOperations(running, alarms),
    async resume(context) {
      runtime = createEndpointRuntime(context, start, alarms);
      await runtime.resume();
    },
    close: async () => runtime?.close(),
    invoke: (name, request, response, context) => invokeEndpoint(name, request, response, context, running()),
  };
}
