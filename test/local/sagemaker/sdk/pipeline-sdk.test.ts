import type { Shape } from '../../../../local/sagemaker/context.ts';
import { pipeline, processing } from '../pipelines/definitions.ts';
import { type Clients, startClients } from './clients.ts';

let clients: Clients;
beforeAll(async () => {
  clients = await startClients();
});
afterAll(() => clients?.close());

const statuses = (run: Shape) => Object.fromEntries(run.steps.map((step: Shape) => [step.StepName, step.StepStatus]));

test('the SageMaker Python SDK builds and runs the pipelines of the published notebooks unchanged', async () => {
  const runs = [
    {},
    { AccuracyConditionThreshold: 1.01, TrainSplit: 0.6, MaximumTrainingJobs: 1 },
    { ModelGroup: 'another-group', MaximumTrainingJobs: 1 },
  ];
  const answer = await clients.python('run_with_sdk.py', ['mlops-pipeline-presto', JSON.stringify(runs)]);
  expect(answer.created).toBe('arn:aws:sagemaker:us-east-1:123456789012:pipeline/mlops-pipeline-presto');
  expect(answer.again).toBe(answer.created);
  expect(answer.version).toBe(2);

  const [good, bad, cached] = answer.runs;
  expect(good.steps.filter((step: Shape) => step.StepStatus !== 'Succeeded')).toEqual([]);
  expect(good.waited).toBe('succeeded');
  expect(statuses(good)).toEqual({
    'Preprocess-Data': 'Succeeded',
    'Train-And-Tune-Model': 'Succeeded',
    'Evaluate-Model': 'Succeeded',
    'Accuracy-Condition': 'Succeeded',
    'Register-Model-RegisterModel': 'Succeeded',
  });
  expect(good.execution.PipelineExperimentConfig.ExperimentName).toBe('mlops-pipeline-presto');
  const model = good.steps[0].Metadata.RegisterModel.Arn;
  expect(model).toMatch(/model-package\/mlops-presto\/1$/);
  const described = await clients.aws('describe-model-package', '--model-package-name', model);
  expect(described.InferenceSpecification.Containers[0].ModelDataUrl).toMatch(
    /^s3:\/\/sagemaker-us-east-1-123456789012\/[a-z0-9]{12}-Train-An-[A-Za-z0-9]{10}-.+\/output\/model\.tar\.gz$/,
  );
  expect(described.ModelMetrics.ModelQuality.Statistics.S3Uri).toMatch(/\/evaluation\/evaluation\.json$/);

  expect(bad.waited).toMatch(/terminal failure state/);
  expect(bad.execution.FailureReason).toBe('Step failure: One or multiple steps failed.');
  const failed = bad.steps.find((step: Shape) => step.StepName === 'AccuracyThresholdFailed');
  expect(failed.FailureReason).toBe('Execution failed due to Accuracy < 1.01');
  expect(bad.parameters).toContainEqual({ Name: 'TrainSplit', Value: '0.6' });

  const preprocess = cached.steps.find((step: Shape) => step.StepName === 'Preprocess-Data');
  expect(preprocess.CacheHitResult).toEqual({ SourcePipelineExecutionArn: good.execution.PipelineExecutionArn });
  expect(statuses(cached)['Register-Model-RegisterModel']).toBe('Succeeded');

  const listed = await clients.aws('list-pipeline-executions', '--pipeline-name', 'mlops-pipeline-presto');
  expect(listed.PipelineExecutionSummaries.map((each: Shape) => each.PipelineExecutionStatus)).toEqual([
    'Succeeded',
    'Failed',
    'Succeeded',
  ]);
  const { Tags } = await clients.aws('list-tags', '--resource-arn', answer.created);
  expect(Tags).toEqual([{ Key: 'team', Value: 'my-team' }]);

  await expectBatchPredictions(described.InferenceSpecification.Containers[0].ModelDataUrl);
}, 600_000);

/** Runs the second of the published notebooks with the model of the first, and checks its predictions. */
async function expectBatchPredictions(modelDataUrl: string): Promise<void> {
  const batch = await clients.python('batch_pipeline.py', ['mlops-batch-inference', modelDataUrl]);
  expect(batch.steps.map((step: Shape) => [step.StepName, step.StepStatus, step.FailureReason])).toEqual([
    ['mlops-RandomForestTransform', 'Succeeded', undefined],
    ['mlops-presto-CreateModel', 'Succeeded', undefined],
    ['Preprocess-Data', 'Succeeded', undefined],
  ]);
  const [output] = Object.entries<string>(batch.outputs);
  expect(output?.[0]).toBe('predictions/batch.csv.out');
  expect(output?.[1].trim().split(/[\n,]/)).toHaveLength(50);
}

test('boto3 starts an execution once, lists its steps in pages and gets the errors', async () => {
  const small = (name: string, more: Shape = {}) =>
    processing(name, { AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['true'] } }, more);
  const definition = pipeline([small('One'), small('Two', { DependsOn: ['One'] })]);
  const answer = await clients.python('run_with_boto3.py', ['by-boto3'], JSON.stringify(definition));
  expect(answer.second).toBe(answer.first);
  expect(answer.steps.map((step: Shape) => [step.StepName, step.StepStatus, step.FailureReason])).toEqual([
    ['Two', 'Succeeded', undefined],
    ['One', 'Succeeded', undefined],
  ]);
  expect(answer.missing).toMatchObject({
    Code: 'ResourceNotFound',
    Message: expect.stringContaining('does not exist'),
  });
  expect(answer.refused).toMatchObject({
    Code: 'ValidationException',
    Message: expect.stringMatching(/^Unable to parse pipeline definition/),
  });
});

const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
