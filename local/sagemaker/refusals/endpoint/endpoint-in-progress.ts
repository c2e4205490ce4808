import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

const SETTLED = ['InService', 'UpdateRollbackFailed', 'Failed', 'OutOfService'];

export const endpointInProgress: InstantRefusal = {
  name: 'endpoint-in-progress',
  operations: ['UpdateEndpoint', 'DeleteEndpoint', 'UpdateEndpointWeightsAndCapacities'],
  rule: 'An endpoint that is being created or changed is neither changed nor deleted.',
  source: 'message in public files; aws/amazon-sagemaker-operator-for-k8s, sagemaker_client.go',
  confidence: 'quoted',
  find: (request, context) => {
    const name = request.at('EndpointName');
    const record = name.text === undefined ? undefined : findRecord('endpoint', name.text, context)?.record;
    return record === undefined || SETTLED.includes(record.EndpointStatus)
      ? []
      : [name.refuse(`Cannot update in-progress endpoint "${record.EndpointArn}".`)];
  },
};
