import {
  booleanParameter,
  canonicalJson,
  condition,
  execution,
  fail,
  floatParameter,
  greaterThanOrEqualTo,
  integerParameter,
  join,
  jsonGet,
  lintDefinition,
  model,
  pipelineDefinition,
  processing,
  stringParameter,
  toText,
  training,
  transform,
} from '../../src/pipeline/index.ts';
import { argumentProblems } from './service-model.ts';

const role = 'arn:aws:iam::123456789012:role/r';
const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/image:1';

const prepare = processing({
  name: 'Prepare',
  role,
  image,
  entrypoint: ['python3', '/opt/ml/processing/input/code/run.py'],
  instanceType: 'ml.m5.large',
  instanceCount: 1,
  volumeSizeInGb: 30,
  inputs: [
    {
      name: 'rows',
      s3Uri: 's3://bucket/rows',
      localPath: '/opt/ml/processing/input/rows',
      distribution: 'ShardedByS3Key',
    },
  ],
  outputs: { train: { localPath: '/opt/ml/processing/train', s3Uri: 's3://bucket/train' } },
  propertyFiles: { Report: { output: 'train', path: 'report.json' } },
  maxRuntimeInSeconds: 600,
});

test('the service accepts steps of the types that the two pipelines do not use', () => {
  const seed = integerParameter('Seed', { default: 1 });
  const train = training({
    name: 'Train',
    role,
    image,
    channels: [
      { name: 'train', s3Uri: prepare.output('train'), contentType: 'text/csv', distribution: 'ShardedByS3Key' },
    ],
    hyperparameters: { seed: toText(seed.value) },
    metricDefinitions: [{ Name: 'auc', Regex: 'auc (.*)' }],
    outputPath: 's3://bucket/models',
    outputKmsKeyId: 'alias/key',
    instanceType: 'ml.m5.large',
    instanceCount: 2,
    volumeSizeInGb: 30,
    volumeKmsKeyId: 'alias/key',
    maxRuntimeInSeconds: 3600,
    maximumRetryAttempts: 3,
    environment: { A: 'b' },
    network: {
      isolated: true,
      encryptBetweenInstances: true,
      vpc: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
    },
    tags: [{ Key: 'a', Value: 'b' }],
    dependsOn: [prepare],
  });
  const createModel = model({
    name: 'm',
    role,
    container: { image, modelDataUrl: train.modelArtifacts, environment: { SAGEMAKER_PROGRAM: 'inference.py' } },
    network: { isolated: true },
  });
  const predict = transform({
    name: 'Predict',
    modelName: createModel.modelName,
    inputUri: 's3://bucket/in',
    contentType: 'text/csv',
    splitType: 'Line',
    outputPath: 's3://bucket/out',
    accept: 'text/csv',
    assembleWith: 'Line',
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    strategy: 'SingleRecord',
    dataProcessing: { inputFilter: '$[1:]' },
    cache: { Enabled: true, ExpireAfter: 'P1D' },
  });
  const decide = condition({
    name: 'Decide',
    conditions: [
      { Type: 'Or', Conditions: [{ Type: 'In', QueryValue: execution.pipelineName, Values: ['a', 'b'] }] },
      {
        Type: 'Not',
        Condition: { Type: 'Equals', LeftValue: jsonGet(prepare.propertyFile('Report'), 'x[0].y'), RightValue: 1 },
      },
    ],
    ifTrue: [predict],
    ifFalse: [fail({ name: 'No', message: join(' ', ['not', train.trainingJobName]) })],
  });
  const definition = pipelineDefinition({ parameters: [seed], steps: [prepare, train, createModel, decide] });
  expect(lintDefinition(definition)).toEqual([]);
  expect(argumentProblems(definition)).toEqual([]);
  expect(definition.Steps[1]).toMatchObject({
    DependsOn: ['Prepare'],
    Arguments: {
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      VpcConfig: { Subnets: ['subnet-1'] },
      RetryStrategy: { MaximumRetryAttempts: 3 },
      HyperParameters: { seed: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Seed' }] } } },
    },
  });
});

test('the service model finds a missing member, a wrong type, an enumeration, a pattern and a maximum', () => {
  const broken = (args: object) =>
    argumentProblems(
      pipelineDefinition({
        parameters: [],
        steps: [
          { definition: { Name: 's', Type: 'Processing', Arguments: { ...prepare.definition.Arguments, ...args } } },
        ],
      }),
    );
  const cluster = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 };
  expect(broken({})).toEqual([]);
  expect(broken({ RoleArn: undefined })).toEqual([expect.stringContaining("'roleArn'")]);
  expect(broken({ RoleArn: 'role' })).toEqual([expect.stringContaining('pattern')]);
  expect(broken({ Nonsense: 1 })).toEqual([expect.stringContaining("'nonsense'")]);
  expect(broken({ ProcessingResources: { ClusterConfig: { ...cluster, VolumeSizeInGB: 'thirty' } } })).toEqual([
    expect.stringContaining('Integer'),
  ]);
  expect(broken({ ProcessingResources: { ClusterConfig: { ...cluster, VolumeSizeInGB: 20_000 } } })).toEqual([
    expect.stringContaining('16384'),
  ]);
  expect(broken({ ProcessingResources: { ClusterConfig: { ...cluster, InstanceType: 'ml.m5.tiny' } } })).toEqual([
    expect.stringContaining('enum'),
  ]);
});

test('outputs and property files that a step does not have do not compile', () => {
  // @ts-expect-error there is no such output
  prepare.output('validation');
  // @ts-expect-error there is no such property file
  prepare.propertyFile('Evaluation');
  expect(prepare.output('train')).toEqual({
    Get: "Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri",
  });
});

test('a number where a text is wanted does not compile', () => {
  const number = integerParameter('N', { default: 3 });
  // @ts-expect-error an Integer is not a text
  fail({ name: 'f', message: number.value });
  expect(fail({ name: 'f', message: toText(number.value) }).definition.Arguments).toEqual({
    ErrorMessage: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.N' }] } },
  });
});

test('each type of parameter has its declaration', () => {
  expect([
    stringParameter('S', { default: 'a', oneOf: ['a', 'b'] }).definition,
    floatParameter('F', { default: 0.5 }).definition,
    booleanParameter('B', { default: false }).definition,
    integerParameter('I').definition,
  ]).toEqual([
    { Name: 'S', Type: 'String', DefaultValue: 'a', EnumValues: ['a', 'b'] },
    { Name: 'F', Type: 'Float', DefaultValue: 0.5 },
    { Name: 'B', Type: 'Boolean', DefaultValue: false },
    { Name: 'I', Type: 'Integer' },
  ]);
});

test('a condition compares two values', () => {
  expect(greaterThanOrEqualTo(1, { Get: 'Parameters.P' })).toEqual({
    Type: 'GreaterThanOrEqualTo',
    LeftValue: 1,
    RightValue: { Get: 'Parameters.P' },
  });
});

test('canonical JSON writes each value in only one way', () => {
  expect(canonicalJson({ b: [1, 2.0, 1e21, -0], a: { d: null, c: 'é"\u2028' }, gone: undefined })).toBe(
    '{"a":{"c":"é\\"\u2028","d":null},"b":[1,2,1e+21,0]}',
  );
  expect(canonicalJson({ 'a-b': 1, a: 2, B: 3 })).toBe('{"B":3,"a":2,"a-b":1}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([() => 1])).toThrow(TypeError);
});
