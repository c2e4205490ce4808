import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const endpointFailed: AccountRefusal = {
  name: 'endpoint-failed',
  operations: ['UpdateEndpoint', 'UpdateEndpointWeightsAndCapacities'],
  rule: 'An endpoint that failed can only be deleted.',
  source: 'API reference, DescribeEndpoint.EndpointStatus',
  confidence: 'documented',
  find: (request, context) => {
    const name = request.at('EndpointName');
    const record = name.text === undefined ? undefined : findRecord('endpoint', name.text, context)?.record;
    return record?.EndpointStatus === 'Failed'
      ? [name.refuse(`Cannot update endpoint "${record.EndpointArn}" in status Failed: it can only be deleted.`)]
      : [];
  },
};
