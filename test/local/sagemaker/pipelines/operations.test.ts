import type { Shape } from '../../../../local/sagemaker/context.ts';
import { compare, condition, fail, get, parameter, pipeline, processing, reporting } from './definitions.ts';
import { endWorlds, ROLE, token, World } from './world.ts';

afterEach(endWorlds);

const one = pipeline(
  [processing('One')],
  [
    parameter('P', 'String', 'x', { EnumValues: ['x', 'y'] }),
    parameter('N', 'Integer', 1),
    parameter('B', 'Boolean', true),
  ],
);
const ended = (status: string) => ['Succeeded', 'Failed', 'Stopped'].includes(status);

describe('pipelines', () => {
  test('a pipeline is created, described, updated and deleted, with its versions', async () => {
    const world = new World();
    const arn = await world.create(one);
    expect(arn).toBe('arn:aws:sagemaker:us-east-1:123456789012:pipeline/pipe');
    const two = JSON.stringify(pipeline([processing('Two')]));
    expect(
      await world.call('UpdatePipeline', { PipelineName: 'pipe', PipelineDefinition: two, PipelineDescription: 'new' }),
    ).toEqual({ PipelineArn: arn, PipelineVersionId: 2 });
    for (const PipelineName of ['pipe', arn]) {
      expect(await world.call('DescribePipeline', { PipelineName })).toMatchObject({
        PipelineArn: arn,
        PipelineStatus: 'Active',
        PipelineDefinition: two,
        PipelineDescription: 'new',
        RoleArn: ROLE,
      });
    }
    const old = await world.call('DescribePipeline', { PipelineName: 'pipe', PipelineVersionId: 1 });
    expect(JSON.parse(old.PipelineDefinition)).toEqual(one);
    const { PipelineVersionSummaries } = await world.call('ListPipelineVersions', { PipelineName: 'pipe' });
    expect(PipelineVersionSummaries.map((each: Shape) => each.PipelineVersionId)).toEqual([2, 1]);
    await world.call('UpdatePipelineVersion', {
      PipelineArn: arn,
      PipelineVersionId: 1,
      PipelineVersionDisplayName: 'first',
    });
    expect(await world.call('DescribePipeline', { PipelineName: 'pipe', PipelineVersionId: 1 })).toMatchObject({
      PipelineVersionDisplayName: 'first',
    });
    await world.call('DeletePipeline', { PipelineName: 'pipe', ClientRequestToken: token() });
    await expect(world.call('DescribePipeline', { PipelineName: 'pipe' })).rejects.toMatchObject({
      code: 'ResourceNotFound',
      message: `Pipeline '${arn}' does not exist.`,
    });
    expect(world.requests('pipeline')).toEqual([]);
  });

  test('a token creates one pipeline, and another token gets "already exists"', async () => {
    const world = new World();
    const input = {
      PipelineName: 'pipe',
      PipelineDefinition: JSON.stringify(one),
      RoleArn: ROLE,
      ClientRequestToken: token(),
    };
    const [first, again] = await Promise.all([
      world.call('CreatePipeline', input),
      world.call('CreatePipeline', input),
    ]);
    expect(again).toEqual(first);
    await expect(world.call('CreatePipeline', { ...input, ClientRequestToken: token() })).rejects.toMatchObject({
      code: 'ValidationException',
      message:
        'Pipeline names must be unique within an AWS account and region. Pipeline with name (pipe) already exists.',
    });
    await expect(world.call('CreatePipeline', { ...input, PipelineDescription: 'other' })).rejects.toThrow(
      /already exists/,
    );
  });

  test('a definition can be an object in S3', async () => {
    const world = new World();
    world.objects.set('s3://some-bucket/a/pipe.json', JSON.stringify(one));
    const input = { PipelineName: 'pipe', RoleArn: ROLE, ClientRequestToken: token() };
    const at = (ObjectKey: string) => ({ PipelineDefinitionS3Location: { Bucket: 'some-bucket', ObjectKey } });
    await expect(world.call('CreatePipeline', { ...input, ...at('none') })).rejects.toThrow(
      'Unable to read the pipeline definition from s3://some-bucket/none',
    );
    await expect(world.call('CreatePipeline', input)).rejects.toThrow('Either Pipeline Definition or');
    await expect(
      world.call('CreatePipeline', { ...input, ...at('a/pipe.json'), PipelineDefinition: '{}' }),
    ).rejects.toThrow("shouldn't be present");
    await world.call('CreatePipeline', { ...input, ...at('a/pipe.json') });
    expect(JSON.parse((await world.call('DescribePipeline', { PipelineName: 'pipe' })).PipelineDefinition)).toEqual(
      one,
    );
  });

  test('a pipeline with a running execution cannot be deleted', async () => {
    const world = new World({ One: { takes: 'hang' } });
    await world.create(one);
    const arn = await world.start();
    const deletePipeline = () => world.call('DeletePipeline', { PipelineName: 'pipe', ClientRequestToken: token() });
    await expect(deletePipeline()).rejects.toMatchObject({ code: 'ConflictException' });
    await world.stepIs(arn, 'One', (status) => status === 'Executing');
    await world.call('StopPipelineExecution', { PipelineExecutionArn: arn, ClientRequestToken: token() });
    await world.until(arn, ended);
    await deletePipeline();
    await expect(world.call('DescribePipelineExecution', { PipelineExecutionArn: arn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    expect(world.requests('pipeline-execution')).toEqual([]);
  });

  test('pipelines are listed by prefix and order, in pages', async () => {
    const world = new World();
    for (const name of ['b', 'a', 'c', 'other']) await world.create(one, name);
    const names = (answer: Shape) => answer.PipelineSummaries.map((each: Shape) => each.PipelineName);
    expect(names(await world.call('ListPipelines', {}))).toEqual(['other', 'c', 'a', 'b']);
    expect(names(await world.call('ListPipelines', { SortBy: 'Name', SortOrder: 'Ascending' }))).toEqual([
      'a',
      'b',
      'c',
      'other',
    ]);
    expect(names(await world.call('ListPipelines', { PipelineNamePrefix: 'oth' }))).toEqual(['other']);
    expect(names(await world.call('ListPipelines', { CreatedAfter: Date.now() / 1000 + 60 }))).toEqual([]);
    const listed: string[] = [];
    for (let NextToken: string | undefined; ; ) {
      const answer = await world.call('ListPipelines', {
        SortBy: 'Name',
        SortOrder: 'Ascending',
        MaxResults: 3,
        ...(NextToken ? { NextToken } : {}),
      });
      listed.push(...names(answer));
      NextToken = answer.NextToken;
      if (!NextToken) break;
    }
    expect(listed).toEqual(['a', 'b', 'c', 'other']);
    await expect(world.call('ListPipelines', { NextToken: 'rubbish' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('executions', () => {
  test.each<[string, Record<string, string>, string]>([
    ['unknown', { Q: '1' }, 'Unknown parameter [Q]: the pipeline declares [P, N, B]'],
    ['outside its enum', { P: 'z' }, 'Parameter [P] must be one of [x, y]'],
    ['not an integer', { N: '1.5' }, "Parameter [N] must be of type Integer, '1.5' is not"],
    ['not a boolean', { B: 'yes' }, "Parameter [B] must be of type Boolean, 'yes' is not"],
    ['too long', { P: 'x'.repeat(1025) }, 'Member must have length less than or equal to 1024'],
  ])('a parameter that is %s is refused', async (_, parameters, message) => {
    const world = new World();
    await world.create(one);
    await expect(world.start(parameters)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect(world.requests('pipeline-execution')).toEqual([]);
  });

  test.each(['1e3', '-0.5', '.5', '3', 'nan', 'inf', '0x1'])(
    'the float %s is accepted only when it is a finite number',
    async (text) => {
      const world = new World();
      await world.create(pipeline([fail('End')], [parameter('F', 'Float')]));
      const starting = world.start({ F: text });
      if (Number.isFinite(Number(text)) && text !== '0x1') await expect(starting).resolves.toBeDefined();
      else await expect(starting).rejects.toThrow('must be of type Float');
    },
  );

  test('a parameter without a default needs a value', async () => {
    const world = new World();
    await world.create(pipeline([processing('One')], [parameter('P', 'String')]));
    await expect(world.start()).rejects.toThrow('Missing value for parameter [P], which has no default');
  });

  test('a token starts one execution, also at the same time and after a restart', async () => {
    const world = new World();
    await world.create(one);
    const input = {
      PipelineName: 'pipe',
      ClientRequestToken: token(),
      PipelineParameters: [{ Name: 'P', Value: 'y' }],
    };
    const answers = await Promise.all([1, 2, 3].map(() => world.call('StartPipelineExecution', input)));
    expect(new Set(answers.map((each) => each.PipelineExecutionArn)).size).toBe(1);
    await world.ended(answers[0]?.PipelineExecutionArn);
    const again = world.restarted();
    expect(await again.call('StartPipelineExecution', input)).toEqual(answers[0]);
    await expect(again.call('StartPipelineExecution', { ...input, PipelineParameters: [] })).rejects.toMatchObject({
      code: 'ConflictException',
    });
    expect(world.jobs.created).toHaveLength(1);
  });

  test('executions are described and listed, with parameters and definition', async () => {
    const world = new World();
    await world.create(one);
    const arn = await world.start({ N: '5' }, { PipelineExecutionDescription: 'why' });
    await world.ended(arn);
    const described = await world.call('DescribePipelineExecution', { PipelineExecutionArn: arn });
    expect(described).toMatchObject({
      PipelineExecutionStatus: 'Succeeded',
      PipelineExecutionDescription: 'why',
      PipelineVersionId: 1,
    });
    expect(described.PipelineExecutionDisplayName).toMatch(/^execution-\d{13}$/);
    expect(
      (await world.call('ListPipelineParametersForExecution', { PipelineExecutionArn: arn })).PipelineParameters,
    ).toEqual(
      [
        { Name: 'P', Value: 'x' },
        { Name: 'N', Value: '5' },
        { Name: 'B', Value: 'true' },
      ].sort((a, b) => (a.Name === 'N' ? -1 : b.Name === 'N' ? 1 : 0)),
    );
    await world.call('UpdatePipeline', {
      PipelineName: 'pipe',
      PipelineDefinition: JSON.stringify(pipeline([fail('End')])),
    });
    const definition = await world.call('DescribePipelineDefinitionForExecution', { PipelineExecutionArn: arn });
    expect(JSON.parse(definition.PipelineDefinition)).toEqual(one);
    const failed = await world.ended(await world.start());
    const old = await world.ended(await world.start({}, { PipelineVersionId: 1 }));
    expect([failed.status, old.status]).toEqual(['Failed', 'Succeeded']);
    const { PipelineExecutionSummaries } = await world.call('ListPipelineExecutions', { PipelineName: 'pipe' });
    expect(PipelineExecutionSummaries.map((each: Shape) => each.PipelineExecutionArn)).toEqual([
      old.arn,
      failed.arn,
      arn,
    ]);
    expect(PipelineExecutionSummaries[1].PipelineExecutionFailureReason).toBe(
      'Step failure: One or multiple steps failed.',
    );
    await world.call('UpdatePipelineExecution', { PipelineExecutionArn: arn, PipelineExecutionDisplayName: 'renamed' });
    expect(await world.call('DescribePipelineExecution', { PipelineExecutionArn: arn })).toMatchObject({
      PipelineExecutionDisplayName: 'renamed',
    });
    expect(await world.call('DescribePipeline', { PipelineName: 'pipe' })).toHaveProperty('LastRunTime');
  });

  test('steps are listed latest first, in pages', async () => {
    const world = new World();
    const run = await world.run(
      pipeline([
        processing('A'),
        processing('B', {}, { DependsOn: ['A'], DisplayName: 'Bee', Description: 'second' }),
        processing('C', {}, { DependsOn: ['B'] }),
      ]),
    );
    const first = await world.call('ListPipelineExecutionSteps', { PipelineExecutionArn: run.arn, MaxResults: 2 });
    const second = await world.call('ListPipelineExecutionSteps', {
      PipelineExecutionArn: run.arn,
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    const names = [...first.PipelineExecutionSteps, ...second.PipelineExecutionSteps].map(
      (step: Shape) => step.StepName,
    );
    expect(names).toEqual(['C', 'B', 'A']);
    expect(second.NextToken).toBeUndefined();
    expect(first.PipelineExecutionSteps[1]).toMatchObject({ StepDisplayName: 'Bee', StepDescription: 'second' });
  });

  test('a stop stops the running jobs and starts no step', async () => {
    const world = new World({ One: { takes: 'hang' } });
    await world.create(pipeline([processing('One'), processing('Two', {}, { DependsOn: ['One'] })]));
    const arn = await world.start();
    await world.stepIs(arn, 'One', (status) => status === 'Executing');
    const stop = () => world.call('StopPipelineExecution', { PipelineExecutionArn: arn, ClientRequestToken: token() });
    await stop();
    expect((await world.call('DescribePipelineExecution', { PipelineExecutionArn: arn })).PipelineExecutionStatus).toBe(
      'Stopping',
    );
    const run = await world.ended(arn);
    expect(run.status).toBe('Stopped');
    expect(run.statuses).toEqual({ One: 'Stopped' });
    expect(world.jobs.stopped).toEqual(['One']);
    await expect(stop()).rejects.toMatchObject({ code: 'ConflictException' });
  });

  test('an execution can be stopped while a step waits for its retry', async () => {
    const world = new World({ One: { refused: [{ code: 'ThrottlingException', message: 'slow down' }] } });
    const RetryPolicies = [{ ExceptionType: ['Step.THROTTLING'], MaxAttempts: 1, IntervalSeconds: 3600 }];
    await world.create(pipeline([processing('One', {}, { RetryPolicies })]));
    const arn = await world.start();
    while (world.jobs.refusals.One !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await world.call('StopPipelineExecution', { PipelineExecutionArn: arn, ClientRequestToken: token() });
    expect((await world.ended(arn)).status).toBe('Stopped');
    expect(world.jobs.created).toEqual([]);
  });

  test('an execution fails when one of its jobs is stopped', async () => {
    const world = new World({ One: { takes: 'hang' } });
    await world.create(one);
    const arn = await world.start();
    await world.stepIs(arn, 'One', (status) => status === 'Executing');
    await world.call('StopProcessingJob', {
      ProcessingJobName: world.requests('processing-job')[0]?.ProcessingJobName,
    });
    const run = await world.ended(arn);
    expect([run.status, run.statuses]).toEqual(['Failed', { One: 'Stopped' }]);
  });

  test('a retry continues from the failed step', async () => {
    const world = new World({ Two: { fails: ['AlgorithmError: x'] } });
    const check = condition('Check', [compare('Equals', 1, 1)], [processing('Two', {}, { DependsOn: ['One'] })]);
    const run = await world.run(pipeline([reporting('One'), check]));
    expect(run.status).toBe('Failed');
    const input = { PipelineExecutionArn: run.arn, ClientRequestToken: token() };
    expect(await world.call('RetryPipelineExecution', input)).toEqual({ PipelineExecutionArn: run.arn });
    const second = await world.ended(run.arn);
    expect([second.status, second.reason, second.statuses.Two]).toEqual(['Succeeded', undefined, 'Succeeded']);
    expect(world.jobs.created).toEqual([
      'CreateProcessingJob One',
      'CreateProcessingJob Two',
      'CreateProcessingJob Two',
    ]);
    // The same token is the same retry. With another one there is nothing to retry.
    expect(await world.call('RetryPipelineExecution', input)).toEqual({ PipelineExecutionArn: run.arn });
    await expect(world.call('RetryPipelineExecution', { ...input, ClientRequestToken: token() })).rejects.toMatchObject(
      { code: 'ConflictException' },
    );
  });

  test('a stopped execution can be retried', async () => {
    const world = new World({ One: { takes: 'hang' } });
    await world.create(one);
    const arn = await world.start();
    await world.stepIs(arn, 'One', (status) => status === 'Executing');
    await world.call('StopPipelineExecution', { PipelineExecutionArn: arn, ClientRequestToken: token() });
    await world.until(arn, ended);
    world.jobs.behaviours.One = {};
    await world.call('RetryPipelineExecution', { PipelineExecutionArn: arn, ClientRequestToken: token() });
    expect((await world.ended(arn)).status).toBe('Succeeded');
  });

  test('selected steps use the results of an earlier execution', async () => {
    const world = new World();
    const read = {
      ProcessingInputs: [
        {
          InputName: 'x',
          S3Input: {
            S3Uri: get("Steps.A.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri"),
            LocalPath: '/opt/ml/processing/x',
            S3DataType: 'S3Prefix',
          },
        },
      ],
    };
    await world.create(pipeline([reporting('A'), processing('B', read), processing('C', {}, { DependsOn: ['B'] })]));
    const SelectedSteps = [{ StepName: 'B' }];
    await expect(world.start({}, { SelectiveExecutionConfig: { SelectedSteps } })).rejects.toThrow(
      'Invalid SourcePipelineExecutionArn: null. The selected steps [B] have dependencies on [A]',
    );
    const first = await world.ended(await world.start());
    const select = { SelectiveExecutionConfig: { SelectedSteps, SourcePipelineExecutionArn: first.arn } };
    const run = await world.ended(await world.start({}, select));
    expect(run.statuses).toEqual({ A: 'Succeeded', B: 'Succeeded' });
    expect(run.steps.A?.SelectiveExecutionResult).toEqual({ SourcePipelineExecutionArn: first.arn });
    expect(world.jobs.created.filter((line) => line.endsWith(' A'))).toHaveLength(1);
    await expect(world.start({}, { SelectiveExecutionConfig: { SelectedSteps: [{ StepName: 'Z' }] } })).rejects.toThrow(
      "the step 'Z', which does not exist",
    );
  });

  test.each([
    'DescribePipelineExecution',
    'ListPipelineExecutionSteps',
    'ListPipelineParametersForExecution',
    'DescribePipelineDefinitionForExecution',
  ])('%s refuses an execution that does not exist', async (operation) => {
    const PipelineExecutionArn = 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/pipe/execution/none';
    await expect(new World().call(operation, { PipelineExecutionArn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });
});
