import type { PipelineExecutionStep } from '@aws-sdk/client-sagemaker';
import type { JobKind, PipelineInput, SageMaker, StepState } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso, tagList } from './client.ts';
import { attempt, find, remove } from './errors.ts';

type Pipelines = Pick<
  SageMaker,
  | 'pipeline'
  | 'createPipeline'
  | 'updatePipeline'
  | 'deletePipeline'
  | 'executions'
  | 'startExecution'
  | 'retryExecution'
  | 'stopExecution'
  | 'execution'
  | 'executionDefinition'
  | 'steps'
>;

/** Pipelines and their executions. */
export function pipelines(client: Client): Pipelines {
  return {
    async pipeline(name) {
      const found = await find(`read the pipeline ${name}`, async () =>
        (await client()).describePipeline({ PipelineName: name }),
      );
      if (found === undefined || found.PipelineStatus === 'Deleting') return undefined;
      return {
        name,
        arn: found.PipelineArn ?? '',
        definition: found.PipelineDefinition ?? '',
        roleArn: found.RoleArn ?? '',
        description: found.PipelineDescription,
      };
    },
    async createPipeline({ token, tags, ...input }) {
      const answer = await attempt(`create the pipeline ${input.name}`, async () =>
        (await client()).createPipeline({
          ...pipelineRequest(input),
          RoleArn: input.roleArn,
          ClientRequestToken: token,
          Tags: tagList(tags),
        }),
      );
      return { arn: answer.PipelineArn ?? '' };
    },
    async updatePipeline(input) {
      const answer = await attempt(`update the pipeline ${input.name}`, async () =>
        (await client()).updatePipeline({ ...pipelineRequest(input), RoleArn: input.roleArn }),
      );
      return {
        arn: answer.PipelineArn ?? '',
        ...(answer.PipelineVersionId === undefined ? {} : { version: answer.PipelineVersionId }),
      };
    },
    async deletePipeline(name) {
      // One deletion, however often it is asked for: the token is made of the name.
      const ClientRequestToken = `delete-${name}`.padEnd(32, '-').slice(0, 128);
      return remove(`delete the pipeline ${name}`, async () =>
        (await client()).deletePipeline({ PipelineName: name, ClientRequestToken }),
      );
    },
    async executions(pipelineName) {
      const list = await find(`list the executions of ${pipelineName}`, async () =>
        allPages(
          async (token) =>
            (await client()).listPipelineExecutions({
              PipelineName: pipelineName,
              SortBy: 'CreationTime',
              SortOrder: 'Descending',
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.PipelineExecutionSummaries,
          (page) => page.NextToken,
        ),
      );
      return (list ?? []).map((summary) => ({
        arn: summary.PipelineExecutionArn ?? '',
        status: summary.PipelineExecutionStatus ?? 'Executing',
        displayName: summary.PipelineExecutionDisplayName,
        description: summary.PipelineExecutionDescription,
        startedAt: iso(summary.StartTime),
      }));
    },
    async startExecution(input) {
      const answer = await attempt(`start the pipeline ${input.pipelineName}`, async () =>
        (await client()).startPipelineExecution({
          PipelineName: input.pipelineName,
          PipelineExecutionDisplayName: input.displayName,
          PipelineExecutionDescription: input.description,
          ClientRequestToken: input.token,
          PipelineParameters: Object.entries(input.parameters).map(([Name, Value]) => ({ Name, Value })),
          ...(input.pipelineVersion === undefined ? {} : { PipelineVersionId: input.pipelineVersion }),
        }),
      );
      return answer.PipelineExecutionArn ?? '';
    },
    async retryExecution(arn, token) {
      await attempt(`retry the execution ${arn}`, async () =>
        (await client()).retryPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }),
      );
    },
    async stopExecution(arn, token) {
      await attempt(`stop the execution ${arn}`, async () =>
        (await client()).stopPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }),
      );
    },
    async execution(arn) {
      const found = await find(`read the execution ${arn}`, async () =>
        (await client()).describePipelineExecution({ PipelineExecutionArn: arn }),
      );
      if (found === undefined) return undefined;
      const parameters = await attempt(`read the parameters of ${arn}`, async () =>
        allPages(
          async (token) =>
            (await client()).listPipelineParametersForExecution({
              PipelineExecutionArn: arn,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.PipelineParameters,
          (page) => page.NextToken,
        ),
      );
      return {
        arn,
        pipelineArn: found.PipelineArn ?? '',
        pipelineVersion: found.PipelineVersionId,
        status: found.PipelineExecutionStatus ?? 'Executing',
        displayName: found.PipelineExecutionDisplayName,
        description: found.PipelineExecutionDescription,
        failureReason: found.FailureReason,
        startedAt: iso(found.CreationTime),
        lastModifiedAt: iso(found.LastModifiedTime),
        parameters: Object.fromEntries(parameters.map(({ Name = '', Value = '' }) => [Name, Value])),
      };
    },
    async executionDefinition(arn) {
      const answer = await attempt(`read the definition of ${arn}`, async () =>
        (await client()).describePipelineDefinitionForExecution({ PipelineExecutionArn: arn }),
      );
      return answer.PipelineDefinition ?? '';
    },
    async steps(executionArn) {
      const steps = await attempt(`list the steps of ${executionArn}`, async () =>
        allPages(
          async (token) =>
            (await client()).listPipelineExecutionSteps({
              PipelineExecutionArn: executionArn,
              SortOrder: 'Ascending',
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.PipelineExecutionSteps,
          (page) => page.NextToken,
        ),
      );
      return steps.map(stepState).sort((a, b) => (a.startedAt ?? '￿').localeCompare(b.startedAt ?? '￿'));
    },
  };
}

function pipelineRequest(input: PipelineInput) {
  return {
    PipelineName: input.name,
    ...(input.description === undefined ? {} : { PipelineDescription: input.description }),
    ...('text' in input.definition
      ? { PipelineDefinition: input.definition.text }
      : { PipelineDefinitionS3Location: { Bucket: input.definition.bucket, ObjectKey: input.definition.key } }),
  };
}

function stepState(step: PipelineExecutionStep): StepState {
  const { Metadata: of = {} } = step;
  const jobs: Array<[JobKind, string | undefined]> = [
    ['processing', of.ProcessingJob?.Arn],
    ['training', of.TrainingJob?.Arn],
    ['tuning', of.TuningJob?.Arn],
    ['transform', of.TransformJob?.Arn],
  ];
  const job = jobs.find((entry): entry is [JobKind, string] => entry[1] !== undefined);
  return {
    name: step.StepName ?? '',
    status: step.StepStatus ?? 'Starting',
    startedAt: iso(step.StartTime),
    endedAt: iso(step.EndTime),
    failureReason: step.FailureReason,
    attempts: step.AttemptCount,
    cacheHit: step.CacheHitResult?.SourcePipelineExecutionArn,
    job: job && { kind: job[0], arn: job[1] },
    modelArn: of.Model?.Arn,
    modelPackageArn: of.RegisterModel?.Arn,
    conditionOutcome: of.Condition?.Outcome,
    failMessage: of.Fail?.ErrorMessage,
  };
}
