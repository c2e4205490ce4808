import type { RefusalCase } from '../refusal-case.ts';

const serverless = (VariantName: string, config: { [name: string]: number } = {}) => ({
  VariantName,
  ModelName: 'model',
  ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5, ...config },
});
const CAPTURE = {
  EnableCapture: true,
  InitialSamplingPercentage: 100,
  DestinationS3Uri: 's3://bucket/capture',
  CaptureOptions: [{ CaptureMode: 'Input' }],
};

export const serverlessCases: readonly RefusalCase[] = [
  {
    rule: 'serverless-instances',
    operation: 'CreateEndpointConfig',
    refused: { 'ProductionVariants.0.ServerlessConfig': { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
    at: 'ProductionVariants.0',
    message: 'Variant AllTraffic cannot have both ServerlessConfig and InstanceType or InitialInstanceCount.',
    taken: { ProductionVariants: [serverless('a')] },
  },
  {
    rule: 'serverless-capture',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [serverless('a')], DataCaptureConfig: CAPTURE },
    at: 'DataCaptureConfig',
    message: 'Data capture is not supported for serverless endpoints.',
    taken: { ProductionVariants: [serverless('a')], DataCaptureConfig: { ...CAPTURE, EnableCapture: false } },
  },
  {
    rule: 'serverless-variants',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [serverless('a'), serverless('b')] },
    at: 'ProductionVariants',
    message: 'Multiple production variants are not supported for serverless endpoints.',
    taken: { ProductionVariants: [serverless('a')] },
  },
  {
    rule: 'serverless-memory',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [serverless('a', { MemorySizeInMB: 1500 })] },
    at: 'ProductionVariants.0.ServerlessConfig.MemorySizeInMB',
    message: 'MemorySizeInMB 1500 must be one of 1024, 2048, 3072, 4096, 5120 and 6144.',
    taken: { ProductionVariants: [serverless('a', { MemorySizeInMB: 6144 })] },
  },
  {
    rule: 'serverless-concurrency',
    operation: 'CreateEndpointConfig',
    refused: { ProductionVariants: [serverless('a', { ProvisionedConcurrency: 6 })] },
    at: 'ProductionVariants.0.ServerlessConfig.ProvisionedConcurrency',
    message: 'ProvisionedConcurrency 6 must be at most MaxConcurrency, which is 5.',
    taken: { ProductionVariants: [serverless('a', { ProvisionedConcurrency: 5 })] },
  },
  {
    rule: 'serverless-concurrency',
    operation: 'UpdateEndpointWeightsAndCapacities',
    refused: {
      'DesiredWeightsAndCapacities.0.ServerlessUpdateConfig': { MaxConcurrency: 2, ProvisionedConcurrency: 3 },
    },
    at: 'DesiredWeightsAndCapacities.0.ServerlessUpdateConfig.ProvisionedConcurrency',
    message: 'ProvisionedConcurrency 3 must be at most MaxConcurrency, which is 2.',
    taken: { 'DesiredWeightsAndCapacities.0.ServerlessUpdateConfig': { ProvisionedConcurrency: 3 } },
  },
];
