import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const endpointConfigNameInUse: InstantRefusal = {
  name: 'endpoint-config-name-in-use',
  operations: ['CreateEndpointConfig'],
  rule: 'The name of an endpoint configuration is unique in the account and region.',
  source: 'awslabs/spot-tagging-bot-for-digital-assets#2',
  confidence: 'quoted',
  find: (request, context) => {
    const name = request.at('EndpointConfigName');
    return name.text !== undefined && findRecord('endpoint-config', name.text, context)
      ? [
          name.refuse(
            `Cannot create already existing endpoint configuration "${arnOf('endpoint-config', name.text, context)}".`,
          ),
        ]
      : [];
  },
};
