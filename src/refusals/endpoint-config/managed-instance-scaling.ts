import type { Refusal } from '../refusal.ts';

/** Before about April 2026 the service took the member and did not scale. */
export const managedInstanceScaling: Refusal = {
  name: 'managed-instance-scaling',
  operations: ['CreateEndpointConfig'],
  rule: 'ManagedInstanceScaling is for inference components. A variant with a ModelName cannot have it.',
  source: 'hashicorp/terraform-provider-aws#45926',
  confidence: 'quoted',
  since: '2026-04',
  way_out: 'Leave out ManagedInstanceScaling. Register the variant with Application Auto Scaling instead.',
  find: (request) =>
    request
      .at('ProductionVariants')
      .items.filter((variant) => variant.at('ModelName').exists && variant.at('ManagedInstanceScaling').exists)
      .map((variant) =>
        variant
          .at('ManagedInstanceScaling')
          .refuse('ManagedInstanceScaling is only supported for inference component endpoints.'),
      ),
};
