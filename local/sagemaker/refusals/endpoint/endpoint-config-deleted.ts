import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const endpointConfigDeleted: AccountRefusal = {
  name: 'endpoint-config-deleted',
  operations: ['UpdateEndpoint'],
  rule: 'The configuration that an endpoint uses is there when the endpoint is updated.',
  source: 'API reference, UpdateEndpoint: do not delete the configuration of an endpoint that is live',
  confidence: 'inferred',
  find: (request, context) => {
    const name = request.at('EndpointName');
    const endpoint = name.text === undefined ? undefined : findRecord('endpoint', name.text, context)?.record;
    const config: string | undefined = endpoint?.EndpointConfigName;
    return config === undefined || findRecord('endpoint-config', config, context)
      ? []
      : [name.refuse(`Could not find endpoint configuration "${arnOf('endpoint-config', config, context)}".`)];
  },
};
