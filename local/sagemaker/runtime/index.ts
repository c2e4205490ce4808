import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Operations, Part } from '../context.ts';
import type { StartModelServer } from '../model-hosting.ts';
import { endpointOperations } from '../resources/endpoints.ts';
import type { Alarms } from './alarms.ts';
import { type CapturedCall, DataCapture } from './data-capture.ts';
import { EndpointRuntime } from './endpoint-runtime.ts';
import { invokeEndpoint } from './invoke.ts';

/** The endpoints: their operations of the control plane, and InvokeEndpoint. */
export class EndpointsPart implements Part {
  readonly operations: Operations;
  readonly #start: StartModelServer;
  readonly #alarms: Alarms;
  #runtime: EndpointRuntime | undefined;
  #capture: DataCapture | undefined;

  constructor(start: StartModelServer, alarms: Alarms) {
    this.#start = start;
    this.#alarms = alarms;
    this.operations = endpointOperations(() => this.#requireRuntime(), alarms);
  }

  async resume(context: Context): Promise<void> {
    this.#capture = new DataCapture(context);
    this.#runtime = new EndpointRuntime(context, this.#start, this.#alarms);
    await this.#runtime.resume();
  }

  async close(): Promise<void> {
    await this.#runtime?.close();
    await this.#capture?.flush();
  }

  async invoke(name: string, request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
    const capture = (call: CapturedCall) => this.#capture?.capture(call);
    await invokeEndpoint({ name, request, context, runtime: this.#requireRuntime(), capture }, response);
  }

  #requireRuntime(): EndpointRuntime {
    if (!this.#runtime) throw new Error('resume must be called before the endpoints are used');
    return this.#runtime;
  }
}
