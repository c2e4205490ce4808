import type { PipelineExecutionStep } from '@aws-sdk/client-sagemaker';
import { tagList } from '../../desired/serving-requests.ts';
import type { JobKind, PipelineInput, SageMaker, StepState } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso } from './client.ts';
import { callAws, deleteIfExists, describeIfExists } from './errors.ts';

type PipelineCalls = Pick<SageMaker, 'pipeline' | 'createPipeline' | 'updatePipeline' | 'deletePipeline'>;
type ExecutionCalls = Pick<SageMaker, 'executions' | 'startExecution' | 'retryExecution' | 'stopExecution'>;
type ExecutionStateCalls = Pick<SageMaker, 'execution' | 'executionDefinition' | 'steps'>;

/** The calls for pipelines and their executions. */
export function pipelineCalls(client: Client): PipelineCalls {
  return {
    async pipeline(name) {
      const answer = await describeIfExists(`read the pipeline ${name}`, async () =>
        (await client()).describePipeline({ PipelineName: name }),
      );
      if (answer === undefined || answer.PipelineStatus === 'Deleting') return undefined;
      return {
        name,
        arn: answer.PipelineArn ?? '',
        definition: answer.PipelineDefinition ?? '',
        roleArn: answer.RoleArn ?? '',
        description: answer.PipelineDescription,
      };
    },
    async createPipeline({ token, tags, ...input }) {
      const answer = await callAws(`create the pipeline ${input.name}`, async () =>
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
      const answer = await callAws(`update the pipeline ${input.name}`, async () =>
        (await client()).updatePipeline({ ...pipelineRequest(input), RoleArn: input.roleArn }),
      );
      return {
        arn: answer.PipelineArn ?? '',
        ...(answer.PipelineVersionId === undefined ? {} : { version: answer.PipelineVersionId }),
      };
    },
    async deletePipeline(name) {
      // The token is made of the name, so that repeated requests are one deletion.
      const ClientRequestToken = `delete-${name}`.padEnd(32, '-').slice(0, 128);
      return deleteIfExists(`delete the pipeline ${name}`, async () =>
        (await client()).deletePipeline({ PipelineName: name, ClientRequestToken }),
      );
    },
  };
}

/** Starts and stops executions, and lists those of a pipeline. */
export function executionCalls(client: Client): ExecutionCalls {
  return {
    async executions(pipelineName) {
      const list = await describeIfExists(`list the executions of ${pipelineName}`, async () =>
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
      const answer = await callAws(`start the pipeline ${input.pipelineName}`, async () =>
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
      await callAws(`retry the execution ${arn}`, async () =>
        (await client()).retryPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }),
      );
    },
    async stopExecution(arn, token) {
      await callAws(`stop the execution ${arn}`, async () =>
        (await client()).stopPipelineExecution({ PipelineExecutionArn: arn, ClientRequestToken: token }),
      );
    },
  };
}

/** The state of one execution. */
export function executionStateCalls(client: Client): ExecutionStateCalls {
  return {
    async execution(arn) {
      const answer = await describeIfExists(`read the execution ${arn}`, async () =>
        (await client()).describePipelineExecution({ PipelineExecutionArn: arn }),
      );
      if (answer === undefined) return undefined;
      const parameters = await callAws(`read the parameters of ${arn}`, async () =>
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
        pipelineArn: answer.PipelineArn ?? '',
        pipelineVersion: answer.PipelineVersionId,
        status: answer.PipelineExecutionStatus ?? 'Executing',
        displayName: answer.PipelineExecutionDisplayName,
        description: answer.PipelineExecutionDescription,
        failureReason: answer.FailureReason,
        startedAt: iso(answer.CreationTime),
        lastModifiedAt: iso(answer.LastModifiedTime),
        parameters: Object.fromEntries(parameters.map(({ Name = '', Value = '' }) => [Name, Value])),
      };
    },
    async executionDefinition(arn) {
      const answer = await callAws(`read the definition of ${arn}`, async () =>
        (await client()).describePipelineDefinitionForExecution({ PipelineExecutionArn: arn }),
      );
      return answer.PipelineDefinition ?? '';
    },
    async steps(executionArn) {
      const steps = await callAws(`list the steps of ${executionArn}`, async () =>
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
      return steps.map(stepState).sort((a, b) => (a.startedAt ?? LAST).localeCompare(b.startedAt ?? LAST));
    },
  };
}

/** Sorts behind every time: a step that has not started. */
const LAST = '\uffff';

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
  const { Metadata: metadata = {} } = step;
  const jobs: Array<[JobKind, string | undefined]> = [
    ['processing', metadata.ProcessingJob?.Arn],
    ['training', metadata.TrainingJob?.Arn],
    ['tuning', metadata.TuningJob?.Arn],
    ['transform', metadata.TransformJob?.Arn],
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
    modelArn: metadata.Model?.Arn,
    modelPackageArn: metadata.RegisterModel?.Arn,
    conditionOutcome: metadata.Condition?.Outcome,
    failMessage: metadata.Fail?.ErrorMessage,
  };
}
