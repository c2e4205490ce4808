import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate } from '../endpoint-update.ts';

export const instanceTypeScaled: AccountRefusal = {
  name: 'instance-type-scaled',
  operations: ['UpdateEndpoint'],
  rule: 'A variant that is a scalable target keeps its instance type.',
  source: 'developer guide, endpoint-scaling-update; hashicorp/terraform-provider-aws#14337',
  confidence: 'documented',
  find: async (request, context) => {
    const { endpoint, before, after } = endpointUpdate(request, context);
    const violations = [];
    for (const old of before?.ProductionVariants ?? []) {
      const wanted = after?.ProductionVariants.find((variant) => variant.VariantName === old.VariantName);
      if (wanted === undefined || wanted.InstanceType === old.InstanceType) continue;
      const resource = `endpoint/${endpoint?.EndpointName}/variant/${old.VariantName}`;
      if ((await context.aws.scalableTargets(resource)).length === 0) continue;
      violations.push(
        request
          .at('EndpointConfigName')
          .refuse(
            `The instance type of variant ${old.VariantName} cannot change from ${old.InstanceType} to ${wanted.InstanceType} while the variant is a scalable target. Deregister it first.`,
          ),
      );
    }
    return violations;
  },
};
