import type { Environment } from '../../src/config/index.ts';
import { batchPipeline } from '../../src/desired/index.ts';
import { allSteps, at } from '../../src/pipeline/lint/helpers/walk.ts';
import { argumentProblems } from '../pipeline/service-model.ts';
import { contextOf, publishedWith } from './configurations.ts';

const config = publishedWith({ transform_step: { key_column: 'orderkey' } });

/** What the loader reads from environments/staging/. */
const environment = {
  name: 'staging',
  region: 'us-east-1',
  batch_transform: {
    model: { package_group: 'mlops-presto', version: 7, artifact_digest: `sha256:${'0'.repeat(64)}` },
    pipeline_name: 'mlops-batch-inference-staging',
    instance_type: 'ml.m5.2xlarge',
    instance_count: 4,
    query: 'SELECT * FROM staging WHERE ts > {start_time_utc}',
    output_prefix: 'predictions/staging',
  },
} as unknown as Environment;

const argumentsOf = (pipeline: ReturnType<typeof batchPipeline>, type: string) =>
  allSteps(pipeline.definition).find(({ step }) => step.Type === type)?.step.Arguments;
const parameter = (pipeline: ReturnType<typeof batchPipeline>, name: string) =>
  pipeline.definition.Parameters.find(({ Name }) => Name === name);

test('the pinned version is in the definition, and no run can take another version', () => {
  const pipeline = batchPipeline(config, environment, contextOf(config));
  expect(at(argumentsOf(pipeline, 'Model'), 'PrimaryContainer')).toEqual({
    ModelPackageName: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/mlops-presto/7',
  });
  expect(parameter(pipeline, 'ModelPackageName')).toBeUndefined();
  expect(argumentProblems(pipeline.definition)).toEqual([]);
});

test('the environment sets the name, the query, the instances and the prefix', () => {
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

test('another pin makes another definition', () => {
  const { batch_transform } = environment;
  const moved = {
    ...environment,
    batch_transform: { ...batch_transform, model: { ...batch_transform.model, version: 8 } },
  };
  expect(batchPipeline(config, moved as Environment, contextOf(config)).hash).not.toBe(
    batchPipeline(config, environment, contextOf(config)).hash,
  );
});

test('a caller can name the package, also that of another account', () => {
  const packageArn = 'arn:aws:sagemaker:us-east-1:999999999999:model-package/shared/3';
  const pipeline = batchPipeline(config, environment, { ...contextOf(config), model: { packageArn } });
  expect(at(argumentsOf(pipeline, 'Model'), 'PrimaryContainer')).toEqual({ ModelPackageName: packageArn });
});

test('without a pin the package is a required parameter', () => {
  const pipeline = batchPipeline(config, undefined, contextOf(config));
  expect(parameter(pipeline, 'ModelPackageName')).toEqual({ Name: 'ModelPackageName', Type: 'String' });
});

test('a window is required exactly when the query has one', () => {
  const withWindow = batchPipeline(config, environment, contextOf(config));
  expect(parameter(withWindow, 'StartTimeUtc')).toEqual({ Name: 'StartTimeUtc', Type: 'String' });
  const withoutWindow = batchPipeline(config, undefined, contextOf(config));
  expect(parameter(withoutWindow, 'StartTimeUtc')).toEqual({
    Name: 'StartTimeUtc',
    Type: 'String',
    DefaultValue: 'none',
  });
});

test('the model gets no key, and the output has the key before the answers', () => {
  const pipeline = batchPipeline(config, undefined, contextOf(config));
  expect(at(argumentsOf(pipeline, 'Transform'), 'DataProcessing')).toEqual({
    InputFilter: '$[1:]',
    JoinSource: 'Input',
    OutputFilter: '$[0,-2,-1]',
  });
  const keyless = publishedWith({});
  const without = batchPipeline(keyless, undefined, contextOf(keyless));
  expect(at(argumentsOf(without, 'Transform'), 'DataProcessing')).toBeUndefined();
});
