import type { RefusalCase } from '../refusal-case.ts';

const SCALING = { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 3 };
const variant = (VariantName: string) => ({
  VariantName,
  ModelName: 'model',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
});
const CROSS_REGION = { MaxInvocationsPerSecondPerInstance: 10, MaxCrossRegionPercentPerEndpoint: 10 };
const ROUTING = 'ProductionVariants.0.RoutingConfig';
const PREFIX = { PrefixLength: 2048, ConcurrencyThreshold: 4 };
const explainer = (baseline: { [name: string]: string }) => ({
  ExplainerConfig: { ClarifyExplainerConfig: { ShapConfig: { ShapBaselineConfig: baseline } } },
});

export const endpointConfigCases: readonly RefusalCase[] = [
  {
    rule: 'managed-instance-scaling',
    operation: 'CreateEndpointConfig',
    refused: { 'ProductionVariants.0.ManagedInstanceScaling': SCALING },
    at: 'ProductionVariants.0.ManagedInstanceScaling',
    message: 'ManagedInstanceScaling is only supported for inference component endpoints.',
    taken: { 'ProductionVariants.0.ModelName': null, 'ProductionVariants.0.ManagedInstanceScaling': SCALING },
  },
  {
    rule: 'variant-name-twice',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [variant('a'), variant('a')] },
    at: 'ProductionVariants.1.VariantName',
    message: 'Variant names must be unique within an endpoint configuration.',
    taken: { ProductionVariants: [variant('a'), variant('b')] },
  },
  {
    rule: 'shadow-variants',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [variant('a'), variant('b')], ShadowProductionVariants: [variant('shadow')] },
    at: 'ProductionVariants',
    message:
      'With ShadowProductionVariants there is one variant of each kind. There are 2 production and 1 shadow variants.',
    taken: { ShadowProductionVariants: [variant('shadow')] },
  },
  {
    rule: 'cross-region-traffic',
    operation: 'CreateEndpointConfig',
    refused: {
      CrossRegionTrafficConfig: CROSS_REGION,
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/async' } },
    },
    at: 'CrossRegionTrafficConfig',
    message: 'CrossRegionTrafficConfig cannot be specified with serverless variants or with AsyncInferenceConfig.',
    taken: { CrossRegionTrafficConfig: CROSS_REGION },
  },
  {
    rule: 'isolation-of-endpoint',
    operation: 'CreateEndpointConfig',
    refused: { EnableNetworkIsolation: true },
    at: 'EnableNetworkIsolation',
    message: 'EnableNetworkIsolation is only supported for inference component endpoints.',
    taken: { EnableNetworkIsolation: true, 'ProductionVariants.0.ModelName': null },
  },
  {
    rule: 'prefix-routing',
    operation: 'CreateEndpointConfig',
    refused: { [ROUTING]: { RoutingStrategy: 'PREFIX_AWARE' } },
    at: `${ROUTING}.PrefixAwareRoutingConfig.PrefixLength`,
    message: 'PrefixLength is required when RoutingStrategy is PREFIX_AWARE.',
    taken: { [ROUTING]: { RoutingStrategy: 'PREFIX_AWARE', PrefixAwareRoutingConfig: PREFIX } },
  },
  {
    rule: 'prefix-config-unused',
    operation: 'CreateEndpointConfig',
    refused: { [ROUTING]: { RoutingStrategy: 'RANDOM', PrefixAwareRoutingConfig: PREFIX } },
    at: `${ROUTING}.PrefixAwareRoutingConfig`,
    message: 'PrefixAwareRoutingConfig can only be specified when RoutingStrategy is PREFIX_AWARE.',
    taken: { [ROUTING]: { RoutingStrategy: 'RANDOM' } },
  },
  {
    rule: 'shap-baseline',
    operation: 'CreateEndpointConfig',
    refused: explainer({ ShapBaseline: '1,2', ShapBaselineUri: 's3://bucket/baseline.csv' }),
    at: 'ExplainerConfig.ClarifyExplainerConfig.ShapConfig.ShapBaselineConfig',
    message: 'One of ShapBaseline and ShapBaselineUri must be specified, and not both.',
    taken: explainer({ ShapBaseline: '1,2' }),
  },
  {
    rule: 'instance-type-missing',
    operation: 'CreateEndpointConfig',
    refused: { 'ProductionVariants.0.InstanceType': null },
    at: 'ProductionVariants.0',
    message: 'Variant AllTraffic needs an InstanceType.',
    taken: {
      'ProductionVariants.0.InstanceType': null,
      'ProductionVariants.0.InstancePools': [{ InstanceType: 'ml.m5.large', Priority: 1 }],
    },
  },
];
