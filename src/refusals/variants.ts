import type { Member } from './member.ts';

/** The production and shadow variants of a CreateEndpointConfig request. */
export function variantsOf(request: Member): readonly Member[] {
  return [...request.at('ProductionVariants').items, ...request.at('ShadowProductionVariants').items];
}

/** Those of them that run without instances. */
export function serverlessVariants(request: Member): readonly Member[] {
  return variantsOf(request).filter((variant) => variant.at('ServerlessConfig').exists);
}
