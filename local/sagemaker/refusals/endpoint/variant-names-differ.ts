import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate } from '../endpoint-update.ts';

const namesOf = (variants: readonly { VariantName: string }[]): string =>
  variants
    .map((variant) => variant.VariantName)
    .sort()
    .join(', ');

/** An update without a policy shifts all traffic at once, and may add and remove variants. */
export const variantNamesDiffer: AccountRefusal = {
  name: 'variant-names-differ',
  operations: ['UpdateEndpoint'],
  rule: 'With an update policy, the new configuration has variants of the same names as the old one.',
  source: 'developer guide, deployment-guardrails-exclusions',
  confidence: 'documented',
  find: (request, context) => {
    const { before, after, policy } = endpointUpdate(request, context);
    if (!before || !after || (!policy?.BlueGreenUpdatePolicy && !policy?.RollingUpdatePolicy)) return [];
    const [old, wanted] = [namesOf(before.ProductionVariants), namesOf(after.ProductionVariants)];
    return old === wanted
      ? []
      : [
          request
            .at('EndpointConfigName')
            .refuse(
              `The new endpoint configuration must have the variant names of the old one in a blue/green or rolling deployment. The old one has ${old}, the new one ${wanted}.`,
            ),
        ];
  },
};
