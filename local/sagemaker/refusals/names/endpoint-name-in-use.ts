import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const endpointNameInUse: InstantRefusal = {
  name: 'endpoint-name-in-use',
  operations: ['CreateEndpoint'],
  rule: 'The name of an endpoint is unique in the account and region.',
  source: 'hashicorp/terraform-provider-aws#40080; ministryofjustice/modernisation-platform-environments#9383',
  confidence: 'quoted',
  find: (request, context) => {
    const name = request.at('EndpointName');
    return name.text !== undefined && findRecord('endpoint', name.text, context)
      ? [name.refuse(`Cannot create already existing endpoint "${arnOf('endpoint', name.text, context)}".`)]
      : [];
  },
};
