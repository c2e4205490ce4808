import { isBurstable } from '../../../../src/config/instance-families.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { scaledVariant } from '../scaled-variant.ts';

export const scaledBurstableInstances: AccountRefusal = {
  name: 'scaled-burstable-instances',
  operations: ['RegisterScalableTarget'],
  rule: 'A variant on burstable instances, such as ml.t2, is not scaled.',
  source: 'developer guide, endpoint-auto-scaling-add-console; aws-controllers-k8s/community#1633',
  confidence: 'documented',
  settings: ['instance_type'],
  find: (request, context) => {
    const type: string | undefined = scaledVariant(request, context)?.configured?.InstanceType;
    return type !== undefined && isBurstable(type)
      ? [request.at('ResourceId').refuse(`The instance type ${type} is burstable. Its variants cannot be scaled.`)]
      : [];
  },
};
