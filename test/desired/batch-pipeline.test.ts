import type { Environment } from '../../src/config/index.ts';
import { batchPipeline } from '../../src/desired/index.ts';
import { allSteps, at } from '../../src/pipeline/lint/walk.ts';
import { argumentProblems } from '../pipeline/service-model.ts';
import { contextOf, seedWith } from './configurations.ts';

const config = seedWith({ transform_step: { key_column: 'orderkey' } });

/** What the loader makes of environments/staging/. */
const environment = {
  name: 'staging',
  directory: '/environments/staging',
  region: 'us-east-1',
  batch_transform: {
    file: '/environments/staging/batch-transform.yml',
    model: { package_group: 'mlops-presto', version: 7, artifact_digest: `sha256:${'0'.repeat(64)}` },
    pipeline_name: 'mlops-batch-inference-staging',
    instance_type: 'ml.m5.2xlarge',
    instance_count: 4,
    query: 'SELECT * FROM staging WHERE ts > {start_time_utc}',
    query_source: { file: '/environments/staging/batch-transform.yml', line: 3 },
    output_prefix: 'predictions/staging',
    schedule: null,
  },
} as unknown as Environment;

const argumentsOf = (pipeline: ReturnType<typeof batchPipeline>, type: string) =>
  allSteps(pipeline.definition).find(({ step }) => step.Type === type)?.step.Arguments;
const parameter = (pipeline: ReturnType<typeof batchPipeline>, name: string) =>
  pipeline.definition.Parameters.find(({ Name }) => Name === name);

test('the pinned version is in the definition, and no run can take another one', () => {
  const pipeline = batchPipeline(config, environment, contextOf(config));
  expect(at(argumentsOf(pipeline, 'Model'), 'PrimaryContainer')).toEqual({
    ModelPackageName: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/mlops-presto/7',
  });
  expect(parameter(pipeline, 'ModelPackageName')).toBeUndefined();
  expect(argumentProblems(pipeline.definition)).toEqual([]);
});

test('the environment decides the name, the query, the instances and the prefix', () => {
  const pipeline = batchPipeline(config, environment, contextOf(config));
  expect(pipeline.name).toBe('mlops-batch-inference-staging');
  expect(at(argumentsOf(pipeline, 'Transform'), 'TransformResources')).toEqual({
    InstanceType: 'ml.m5.2xlarge',
    InstanceCount: 4,
  });
  expect(parameter(pipeline, 'OutputPrefix')?.DefaultValue).toBe('predictions/staging');
  const query = pipeline.assets.find(({ uri }) => uri.endsWith('/query.sql'));
  expect(Buffer.from(query?.bytes ?? []).toString()).toBe('SELECT * FROM staging WHERE ts > {start_time_utc}\n');
  expect(pipeline.assets.every(({ uri }) => uri.includes('/mlops-batch-inference-staging/'))).toBe(true);
});

test('another pin is another definition', () => {
  const { batch_transform } = environment;
  const moved = {
    ...environment,
    batch_transform: { ...batch_transform, model: { ...batch_transform.model, version: 8 } },
  };
  expect(batchPipeline(config, moved as Environment, contextOf(config)).hash).not.toBe(
    batchPipeline(config, environment, contextOf(config)).hash,
  );
});

test('a caller may name the package, of another account too', () => {
  const packageArn = 'arn:aws:sagemaker:us-east-1:999999999999:model-package/shared/3';
  const pipeline = batchPipeline(config, environment, { ...contextOf(config), model: { packageArn } });
  expect(at(argumentsOf(pipeline, 'Model'), 'PrimaryContainer')).toEqual({ ModelPackageName: packageArn });
});

test('without a pin the package is a parameter that has to be given', () => {
  const pipeline = batchPipeline(config, undefined, contextOf(config));
  expect(parameter(pipeline, 'ModelPackageName')).toEqual({ Name: 'ModelPackageName', Type: 'String' });
});

test('a window has to be given exactly when the query asks for one', () => {
  const asks = batchPipeline(config, environment, contextOf(config));
  expect(parameter(asks, 'StartTimeUtc')).toEqual({ Name: 'StartTimeUtc', Type: 'String' });
  const asksNot = batchPipeline(config, undefined, contextOf(config));
  expect(parameter(asksNot, 'StartTimeUtc')).toEqual({ Name: 'StartTimeUtc', Type: 'String', DefaultValue: 'none' });
});

test('with a key the model sees the features alone, and the key comes out in front of what it said', () => {
  const pipeline = batchPipeline(config, undefined, contextOf(config));
  expect(at(argumentsOf(pipeline, 'Transform'), 'DataProcessing')).toEqual({
    InputFilter: '$[1:]',
    JoinSource: 'Input',
    OutputFilter: '$[0,-2,-1]',
  });
  const keyless = seedWith({});
  const without = batchPipeline(keyless, undefined, contextOf(keyless));
  expect(at(argumentsOf(without, 'Transform'), 'DataProcessing')).toBeUndefined();
});
