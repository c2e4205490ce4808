import { endpointConfigRequest, endpointUpdateRequest } from '../../src/desired/serving-requests.ts';
import type { EndpointConfigInput } from '../../src/ports/sagemaker.ts';

const config = (variant: EndpointConfigInput['variant']) =>
  endpointConfigRequest({ name: 'config', variant, tags: { team: 'a' } });

test('a variant on instances has a type and a number, and no managed scaling', () => {
  expect(
    config({ name: 'AllTraffic', modelName: 'model', instanceType: 'ml.m5.xlarge', initialInstanceCount: 2 }),
  ).toEqual({
    EndpointConfigName: 'config',
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: 'model',
        InstanceType: 'ml.m5.xlarge',
        InitialInstanceCount: 2,
        InitialVariantWeight: 1,
      },
    ],
    Tags: [{ Key: 'team', Value: 'a' }],
  });
});

test('a serverless variant has its memory and its concurrency, and no instances', () => {
  const variant = (provisionedConcurrency?: number) =>
    config({
      name: 'AllTraffic',
      modelName: 'model',
      serverless: {
        memoryInMb: 2048,
        maxConcurrency: 5,
        ...(provisionedConcurrency === undefined ? {} : { provisionedConcurrency }),
      },
    }).ProductionVariants[0];
  expect(variant()).toEqual({
    VariantName: 'AllTraffic',
    ModelName: 'model',
    InitialVariantWeight: 1,
    ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 },
  });
  expect(variant(1)).toMatchObject({ ServerlessConfig: { ProvisionedConcurrency: 1 } });
});

test('an update keeps the number of instances when it is asked to, but not the data capture of before', () => {
  const update = { name: 'endpoint', configName: 'config', rollout: null };
  expect(endpointUpdateRequest({ ...update, retainInstanceCounts: true })).toEqual({
    EndpointName: 'endpoint',
    EndpointConfigName: 'config',
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
  });
  expect(endpointUpdateRequest({ ...update, retainInstanceCounts: false })).toEqual({
    EndpointName: 'endpoint',
    EndpointConfigName: 'config',
    RetainAllVariantProperties: false,
  });
});

test('a configuration that captures says what, how much and where', () => {
  const request = endpointConfigRequest({
    name: 'config',
    variant: { name: 'AllTraffic', modelName: 'model', instanceType: 'ml.m5.xlarge', initialInstanceCount: 1 },
    capture: { percentage: 20, modes: ['Input', 'Output'], destination: 's3://bucket/captured', kmsKeyId: 'key' },
    tags: {},
  });
  expect(request.DataCaptureConfig).toEqual({
    EnableCapture: true,
    InitialSamplingPercentage: 20,
    DestinationS3Uri: 's3://bucket/captured',
    KmsKeyId: 'key',
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    CaptureContentTypeHeader: {
      CsvContentTypes: ['text/csv'],
      JsonContentTypes: ['application/json', 'application/jsonlines'],
    },
  });
});
