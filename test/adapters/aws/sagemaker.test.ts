import { Failure } from '../../../src/failure.ts';
import { ACCOUNT, startWorld, type World } from '../../verbs/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.server.context.files.write(`s3://${world.bucket}/model.tar.gz`, 'a model');
});
afterAll(async () => {
  await world.close();
});

const ROLE = `arn:aws:iam::${ACCOUNT}:role/mlops-execution-role`;
const model = (name: string) => ({
  name,
  roleArn: ROLE,
  image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
  modelDataUri: `s3://${world.bucket}/model.tar.gz`,
  environment: {},
  networkIsolation: false,
  tags: { team: 'a' },
});

test('a list is read over all its pages', async () => {
  const { sagemaker } = world.aws;
  for (let n = 0; n < 103; n += 1) await sagemaker.createModel(model(`many-${n}`));
  expect(await sagemaker.models('many-')).toHaveLength(103);
});

test('what is not there is undefined, empty or false, never an error', async () => {
  const { sagemaker } = world.aws;
  const arn = (what: string) => `arn:aws:sagemaker:us-east-1:${ACCOUNT}:${what}`;
  expect(await sagemaker.pipeline('none')).toBeUndefined();
  expect(await sagemaker.executions('none')).toEqual([]);
  expect(await sagemaker.execution(arn('pipeline/none/execution/abcdefghijkl'))).toBeUndefined();
  expect(await sagemaker.processingJob('none')).toBeUndefined();
  expect(await sagemaker.tuningJob('none')).toBeUndefined();
  expect(await sagemaker.transformJob('none')).toBeUndefined();
  expect(await sagemaker.model('none')).toBeUndefined();
  expect(await sagemaker.endpointConfig('none')).toBeUndefined();
  expect(await sagemaker.endpoint('none')).toBeUndefined();
  expect(await sagemaker.modelPackage(arn('model-package/none/1'))).toBeUndefined();
  expect(await sagemaker.modelPackages('none')).toEqual([]);
  for (const remove of ['deleteModel', 'deleteEndpointConfig', 'deleteEndpoint', 'deletePipeline'] as const) {
    expect(await sagemaker[remove]('none')).toBe(false);
  }
});

test('a create that may be repeated says that the name is taken', async () => {
  const { sagemaker } = world.aws;
  expect(await sagemaker.createModel(model('twice'))).toBe('created');
  expect(await sagemaker.createModel(model('twice'))).toBe('exists');
  const found = await sagemaker.model('twice');
  expect(await sagemaker.tags(found?.arn ?? '')).toEqual({ team: 'a' });
});

test('throttling is waited out; a service that stays down is unavailable', async () => {
  const plan = (times: number) =>
    fetch(`${world.server.url}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({
        operation: 'DescribeModel',
        error: 'ThrottlingException',
        message: 'Rate exceeded',
        times,
      }),
    });
  await plan(2);
  expect(await world.aws.sagemaker.model('none')).toBeUndefined();
  await plan(5);
  const failure = await world.aws.sagemaker.model('none').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringContaining('Rate exceeded') });
});
