import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const endpointConfigMissing: AccountRefusal = {
  name: 'endpoint-config-missing',
  operations: ['CreateEndpoint', 'UpdateEndpoint', 'DeleteEndpointConfig'],
  rule: 'The endpoint configuration is there.',
  source: 'aws/amazon-sagemaker-operator-for-k8s, sagemaker_client.go',
  confidence: 'reported',
  find: (request, context) => {
    const name = request.at('EndpointConfigName');
    return name.text === undefined || findRecord('endpoint-config', name.text, context)
      ? []
      : [name.refuse(`Could not find endpoint configuration "${arnOf('endpoint-config', name.text, context)}".`)];
  },
};
