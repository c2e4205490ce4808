import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const endpointMissing: AccountRefusal = {
  name: 'endpoint-missing',
  operations: ['UpdateEndpoint', 'DeleteEndpoint', 'UpdateEndpointWeightsAndCapacities'],
  rule: 'The endpoint is there.',
  source: 'aws/amazon-sagemaker-operator-for-k8s, sagemaker_client.go',
  confidence: 'reported',
  find: (request, context) => {
    const name = request.at('EndpointName');
    return name.text === undefined || findRecord('endpoint', name.text, context)
      ? []
      : [name.refuse(`Could not find endpoint "${arnOf('endpoint', name.text, context)}".`)];
  },
};
