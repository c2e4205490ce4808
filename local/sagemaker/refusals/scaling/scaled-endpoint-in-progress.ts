import type { AccountRefusal } from '../account-refusal.ts';
import { scaledVariant } from '../scaled-variant.ts';

/** Only the end of the message is published. */
export const scaledEndpointInProgress: AccountRefusal = {
  name: 'scaled-endpoint-in-progress',
  operations: ['RegisterScalableTarget'],
  rule: 'An endpoint is InService when a variant of it becomes a scalable target.',
  source: 'aws/amazon-sagemaker-operator-for-k8s, autoscaling_client.go',
  confidence: 'reported',
  find: (request, context) => {
    const endpoint = scaledVariant(request, context)?.endpoint;
    return endpoint === undefined || endpoint.EndpointStatus === 'InService'
      ? []
      : [
          request
            .at('ResourceId')
            .refuse(
              `The endpoint ${endpoint.EndpointName} is in status '${endpoint.EndpointStatus}'. The status should be in 'InService' to register it as a scalable target`,
            ),
        ];
  },
};
