import type { Refusal } from '../refusal.ts';

export const shadowVariants: Refusal = {
  name: 'shadow-variants',
  operations: ['CreateEndpointConfig'],
  rule: 'A shadow test has one production variant and one shadow variant.',
  source: 'API reference, CreateEndpointConfig.ShadowProductionVariants',
  confidence: 'documented',
  way_out: 'Keep one variant of each kind.',
  find: (request) => {
    const [production, shadow] = [request.at('ProductionVariants'), request.at('ShadowProductionVariants')];
    if (shadow.items.length === 0) return [];
    return [production, shadow]
      .filter((variants) => variants.items.length > 1)
      .map((variants) =>
        variants.refuse(
          `With ShadowProductionVariants there is one variant of each kind. There are ${production.items.length} production and ${shadow.items.length} shadow variants.`,
        ),
      );
  },
};
