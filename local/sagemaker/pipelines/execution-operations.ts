import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import type { Definition } from './definition.ts';
import type { Engine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { newExecutionId } from './names.ts';
import { page, sorted } from './page.ts';
import { boundParameters } from './parameters.ts';
import { between, refuseUnsupported, requestDigest, versionOrRefuse } from './pipeline-operations.ts';
import {
  definitionOf,
  definitionText,
  type ExecutionRecord,
  executionOrRefuse,
  FINAL,
  listExecutions,
  pipelineOrRefuse,
  putPipeline,
  updateExecution,
} from './records.ts';
import { selectedSteps } from './selective-execution.ts';
import { stepScope } from './step-scope.ts';
import { stepSummary } from './step-summary.ts';

/** Operations on executions; `engine` gives the one that runs a context's executions. */
export function executionOperations(engine: (context: Context) => Engine): Operations {
  return {
    async StartPipelineExecution(input, context) {
      refuseUnsupported(input);
      const pipeline = pipelineOrRefuse(context, input.PipelineName);
      const request = requestDigest({ ...input, PipelineName: pipeline.PipelineName });
      const before = startedBefore(context, pipeline.PipelineName, input.ClientRequestToken, request);
      if (before) return before;
      const version = versionOrRefuse(pipeline, input.PipelineVersionId);
      const definition = definitionOf(context, version.definition);
      const selection = selectedSteps(context, pipeline, definition, input.SelectiveExecutionConfig);
      const given = merged(selection?.source?.given ?? [], input.PipelineParameters ?? []);
      const now = context.now();
      const id = newExecutionId();
      const record: ExecutionRecord = {
        id,
        PipelineExecutionArn: `${pipeline.PipelineArn}/execution/${id}`,
        PipelineArn: pipeline.PipelineArn,
        pipelineName: pipeline.PipelineName,
        versionId: version.id,
        definition: version.definition,
        clientRequestToken: input.ClientRequestToken,
        request,
        createdAt: now,
        parameters: boundParameters(definition.parameters, given),
        given,
        roleArn: input.RoleArn ?? pipeline.roleArn,
        displayName: input.PipelineExecutionDisplayName ?? `execution-${Math.round(now * 1000)}`,
        status: 'Executing',
        modifiedAt: now,
        retryTokens: [],
        steps: selection?.steps ?? {},
        ...(input.PipelineExecutionDescription === undefined
          ? {}
          : { description: input.PipelineExecutionDescription }),
        ...parallelismOf(input.ParallelismConfiguration ?? pipeline.parallelism),
        ...(selection === undefined ? {} : { selective: selection.config }),
      };
      const kept = { ...record, ...(await experimentOf(context, definition, record)) };
      // The same request may have come twice at a time. From here to the write nothing is awaited.
      const meanwhile = startedBefore(context, pipeline.PipelineName, input.ClientRequestToken, request);
      if (meanwhile) return meanwhile;
      // The execution is on disk before anyone is told of it, and before anything runs.
      context.store.put('pipeline-execution', id, kept);
      const latest = pipelineOrRefuse(context, pipeline.PipelineName);
      latest.lastRunAt = now;
      versionOrRefuse(latest, version.id).lastExecutionArn = record.PipelineExecutionArn;
      putPipeline(context, latest);
      engine(context).wake(id);
      return { PipelineExecutionArn: record.PipelineExecutionArn };
    },

    async StopPipelineExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      if (FINAL.includes(execution.status)) {
        throw new ServiceError(
          'ConflictException',
          `Pipeline execution with ARN ${execution.PipelineExecutionArn} is in status ${execution.status}. Only an execution in status Executing can be stopped.`,
        );
      }
      updateExecution(context, execution.id, (record) => {
        record.status = 'Stopping';
      });
      engine(context).stop(execution.id);
      return { PipelineExecutionArn: execution.PipelineExecutionArn };
    },

    async RetryPipelineExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      const answer = { PipelineExecutionArn: execution.PipelineExecutionArn };
      if (execution.retryTokens.includes(input.ClientRequestToken)) return answer;
      if (execution.status !== 'Failed' && execution.status !== 'Stopped') {
        throw new ServiceError(
          'ConflictException',
          `Pipeline execution with ARN ${execution.PipelineExecutionArn} is in status ${execution.status}. Only an execution in status Failed or Stopped can be retried.`,
        );
      }
      updateExecution(context, execution.id, (record) => {
        // What succeeded stays; the rest is as if it had not started, so it goes on from the failed steps.
        for (const [name, state] of Object.entries(record.steps)) {
          if (state.status === 'Failed' || state.status === 'Stopped') delete record.steps[name];
        }
        record.retryTokens.push(input.ClientRequestToken);
        record.status = 'Executing';
        delete record.failureReason;
        Object.assign(record, parallelismOf(input.ParallelismConfiguration));
      });
      engine(context).wake(execution.id);
      return answer;
    },

    async UpdatePipelineExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      updateExecution(context, execution.id, (record) => {
        if (input.PipelineExecutionDisplayName !== undefined) record.displayName = input.PipelineExecutionDisplayName;
        if (input.PipelineExecutionDescription !== undefined) record.description = input.PipelineExecutionDescription;
        Object.assign(record, parallelismOf(input.ParallelismConfiguration));
      });
      engine(context).wake(execution.id);
      return { PipelineExecutionArn: execution.PipelineExecutionArn };
    },

    async DescribePipelineExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      return {
        PipelineArn: execution.PipelineArn,
        PipelineExecutionArn: execution.PipelineExecutionArn,
        PipelineExecutionDisplayName: execution.displayName,
        PipelineExecutionStatus: execution.status,
        PipelineExecutionDescription: execution.description,
        PipelineExperimentConfig: execution.experiment,
        FailureReason: execution.failureReason,
        CreationTime: execution.createdAt,
        LastModifiedTime: execution.modifiedAt,
        CreatedBy: {},
        LastModifiedBy: {},
        ParallelismConfiguration: execution.parallelism,
        SelectiveExecutionConfig: execution.selective,
        PipelineVersionId: execution.versionId,
      };
    },

    async ListPipelineExecutions(input, context) {
      refuseUnsupported(input);
      const pipeline = pipelineOrRefuse(context, input.PipelineName);
      const found = listExecutions(context)
        .filter((execution) => execution.pipelineName === pipeline.PipelineName)
        .filter((execution) => between(execution.createdAt, input));
      const byArn = input.SortBy === 'PipelineExecutionArn';
      const list = sorted(
        found,
        (each) => (byArn ? each.PipelineExecutionArn : each.createdAt),
        input.SortOrder ?? 'Descending',
      );
      const { items, next } = page(list, (each) => each.id, input);
      return {
        PipelineExecutionSummaries: items.map((each) => ({
          PipelineExecutionArn: each.PipelineExecutionArn,
          StartTime: each.createdAt,
          PipelineExecutionStatus: each.status,
          PipelineExecutionDescription: each.description,
          PipelineExecutionDisplayName: each.displayName,
          PipelineExecutionFailureReason: each.failureReason,
        })),
        ...next,
      };
    },

    async ListPipelineExecutionSteps(input, context) {
      if (input.PipelineExecutionArn === undefined) {
        throw new ServiceError('ValidationException', 'PipelineExecutionArn is required');
      }
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      const definition = definitionOf(context, execution.definition);
      const started = Object.entries(execution.steps).filter(([, state]) => state.status !== 'Skipped');
      // The latest step first, unless asked otherwise: so the service does it.
      const list = sorted(started, ([, state]) => state.order, input.SortOrder ?? 'Descending');
      const { items, next } = page(list, ([name]) => name, input);
      return {
        PipelineExecutionSteps: items.map(([name, state]) => stepSummary(definition.steps.get(name), name, state)),
        ...next,
      };
    },

    async ListPipelineParametersForExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      const given = new Map(execution.given.map((each) => [each.Name, each.Value]));
      const all = Object.entries(execution.parameters).map(([Name, value]) => ({
        Name,
        Value: given.get(Name) ?? String(value),
      }));
      const { items, next } = page(all, (each) => each.Name, input);
      return { PipelineParameters: items, ...next };
    },

    async DescribePipelineDefinitionForExecution(input, context) {
      const execution = executionOrRefuse(context, input.PipelineExecutionArn);
      return { PipelineDefinition: definitionText(context, execution.definition), CreationTime: execution.createdAt };
    },
  };
}

/**
 * The answer that the same token got before.
 * @throws ServiceError ConflictException when the token came with another request
 */
function startedBefore(context: Context, pipeline: string, token: string, request: string): Shape | undefined {
  const before = listExecutions(context).find(
    (each) => each.pipelineName === pipeline && each.clientRequestToken === token,
  );
  if (before && before.request !== request) {
    throw new ServiceError(
      'ConflictException',
      `ClientRequestToken ${token} was used for ${before.PipelineExecutionArn} with other parameters.`,
    );
  }
  return before && { PipelineExecutionArn: before.PipelineExecutionArn };
}

function parallelismOf(config: Shape | undefined): { parallelism?: Shape } {
  return config === undefined ? {} : { parallelism: config };
}

/** Parameters of an earlier execution with those of the request over them. */
function merged(base: ExecutionRecord['given'], over: ExecutionRecord['given']): ExecutionRecord['given'] {
  return [...base.filter((each) => !over.some((other) => other.Name === each.Name)), ...over];
}

/** Experiment and trial names; the service writes experiment names in lower case. */
async function experimentOf(
  context: Context,
  definition: Definition,
  execution: ExecutionRecord,
): Promise<Pick<ExecutionRecord, 'experiment'>> {
  if (!definition.experiment) return {};
  const { ExperimentName, TrialName } = (await evaluate(
    definition.experiment,
    stepScope(context, definition, execution),
  )) as Shape;
  return {
    experiment: {
      ...(typeof ExperimentName === 'string' ? { ExperimentName: ExperimentName.toLowerCase().slice(0, 120) } : {}),
      ...(typeof TrialName === 'string' ? { TrialName: TrialName.slice(0, 120) } : {}),
    },
  };
}
