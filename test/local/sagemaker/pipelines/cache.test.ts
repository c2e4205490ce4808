import type { Shape } from '../../../../local/sagemaker/context.ts';
import { get, IMAGE, parameter, pipeline, processing, processingInput, reporting, writes } from './definitions.ts';
import { endWorlds, token, World } from './world.ts';

afterEach(endWorlds);

const OK = 'Succeeded';

const cached = (name: string, args: Shape = {}, ExpireAfter = 'P30D') =>
  processing(name, args, { CacheConfig: { Enabled: true, ExpireAfter } });
const argument = (value: unknown): Shape => ({ AppSpecification: { ImageUri: IMAGE, ContainerArguments: [value] } });

test('a step with the same arguments is reused, and later steps read its output', async () => {
  const world = new World({ A: writes('{"v": 1}') });
  const read = processing('B', {
    ProcessingInputs: [processingInput('x', get("Steps.A.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri"))],
  });
  await world.create(pipeline([reporting('A', { CacheConfig: { Enabled: true, ExpireAfter: 'P30D' } }), read]));
  const first = await world.ended(await world.start());
  const second = await world.ended(await world.start());
  expect(second.steps.A).toMatchObject({
    StepStatus: OK,
    CacheHitResult: { SourcePipelineExecutionArn: first.arn },
    Metadata: first.steps.A?.Metadata,
  });
  expect(first.steps.A?.CacheHitResult).toBeUndefined();
  expect(world.jobs.created).toEqual(['CreateProcessingJob A', 'CreateProcessingJob B', 'CreateProcessingJob B']);
  const inputs = world
    .requests('processing-job')
    .filter((job) => job.ProcessingInputs)
    .map((job) => job.ProcessingInputs[0].S3Input.S3Uri);
  expect(inputs[1]).toBe(inputs[0]);
});

test.each<[string, Shape, Shape, boolean]>([
  ['another argument', cached('A', argument('1')), cached('A', argument('2')), false],
  ['another environment', cached('A', { Environment: { X: '1' } }), cached('A', { Environment: { X: '2' } }), false],
  [
    'another input',
    cached('A', { ProcessingInputs: [processingInput('x', 's3://b/1')] }),
    cached('A', { ProcessingInputs: [processingInput('x', 's3://b/2')] }),
    false,
  ],
  [
    'another order of members',
    cached('A', { Environment: { X: '1', Y: '2' } }),
    cached('A', { Environment: { Y: '2', X: '1' } }),
    true,
  ],
  [
    'another instance',
    cached('A'),
    cached('A', {
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.4xlarge', InstanceCount: 1, VolumeSizeInGB: 1 } },
    }),
    true,
  ],
  ['another name', cached('A'), cached('B'), false],
  ['caching turned off', cached('A'), processing('A', {}, { CacheConfig: { Enabled: false } }), false],
  ['CacheConfig removed', cached('A'), processing('A'), false],
  ['caching turned on later', processing('A'), cached('A'), true],
  ['an expired result', cached('A'), cached('A', {}, 'PT0S'), false],
])('a step with %s is compared with the earlier run', async (_, before, after, hit) => {
  const world = new World();
  await world.create(pipeline([before]));
  await world.ended(await world.start());
  await new Promise((resolve) => setTimeout(resolve, 5));
  await world.call('UpdatePipeline', { PipelineName: 'pipe', PipelineDefinition: JSON.stringify(pipeline([after])) });
  const run = await world.ended(await world.start());
  expect(Object.values(run.steps)[0]?.CacheHitResult !== undefined).toBe(hit);
});

test('a step with another parameter value is not reused', async () => {
  const world = new World();
  await world.create(pipeline([cached('A', argument(get('Parameters.P')))], [parameter('P', 'String', 'x')]));
  await world.ended(await world.start());
  expect((await world.ended(await world.start({ P: 'y' }))).steps.A?.CacheHitResult).toBeUndefined();
  expect((await world.ended(await world.start({ P: 'x' }))).steps.A?.CacheHitResult).toBeDefined();
});

test('a failed run is not reused, and a successful step of a failed execution is', async () => {
  const world = new World({ Bad: { fails: ['AlgorithmError: x'] } });
  await world.create(
    pipeline([
      cached('Good'),
      processing('Bad', {}, { DependsOn: ['Good'], CacheConfig: { Enabled: true, ExpireAfter: 'P1D' } }),
    ]),
  );
  const first = await world.ended(await world.start());
  expect(first.status).toBe('Failed');
  const second = await world.ended(await world.start());
  expect(second.steps.Good?.CacheHitResult).toEqual({ SourcePipelineExecutionArn: first.arn });
  expect(second.steps.Bad?.CacheHitResult).toBeUndefined();
  expect(second.status).toBe(OK);
});

test('another pipeline, and a new one of the same name, reuse nothing', async () => {
  const world = new World();
  await world.create(pipeline([cached('A')]));
  await world.create(pipeline([cached('A')]), 'other');
  await world.ended(await world.start());
  expect((await world.ended(await world.start({}, { PipelineName: 'other' }))).steps.A?.CacheHitResult).toBeUndefined();
  await world.call('DeletePipeline', { PipelineName: 'pipe', ClientRequestToken: token() });
  await world.create(pipeline([cached('A')]));
  expect((await world.ended(await world.start())).steps.A?.CacheHitResult).toBeUndefined();
});
