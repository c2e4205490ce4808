import { type Operations, ServiceError } from '../context.ts';
import { pageOfItems, sortItems } from './page.ts';
import { isCreatedBetween, refuseUnsupported } from './pipeline-requests.ts';
import { listExecutions, readDefinition, readDefinitionText, requireExecution, requirePipeline } from './records.ts';
import { stepSummary } from './step-summary.ts';

/** The operations that read executions. */
export const executionQueries: Operations = {
  async DescribePipelineExecution(input, context) {
    const execution = requireExecution(context, input.PipelineExecutionArn);
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
    const pipeline = requirePipeline(context, input.PipelineName);
    const matching = listExecutions(context)
      .filter((execution) => execution.pipelineName === pipeline.PipelineName)
      .filter((execution) => isCreatedBetween(execution.createdAt, input));
    const byArn = input.SortBy === 'PipelineExecutionArn';
    const sorted = sortItems(
      matching,
      (each) => (byArn ? each.PipelineExecutionArn : each.createdAt),
      input.SortOrder ?? 'Descending',
    );
    const { items, next } = pageOfItems(sorted, (each) => each.id, input);
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
    const execution = requireExecution(context, input.PipelineExecutionArn);
    const definition = readDefinition(context, execution.definition);
    const started = Object.entries(execution.steps).filter(([, state]) => state.status !== 'Skipped');
    // As in the service, the latest step comes first by default.
    const sorted = sortItems(started, ([, state]) => state.order, input.SortOrder ?? 'Descending');
    const { items, next } = pageOfItems(sorted, ([name]) => name, input);
    return {
      PipelineExecutionSteps: items.map(([name, state]) => stepSummary(definition.steps.get(name), name, state)),
      ...next,
    };
  },

  async ListPipelineParametersForExecution(input, context) {
    const execution = requireExecution(context, input.PipelineExecutionArn);
    const requested = new Map(execution.given.map((each) => [each.Name, each.Value]));
    const parameters = Object.entries(execution.parameters).map(([Name, value]) => ({
      Name,
      Value: requested.get(Name) ?? String(value),
    }));
    const { items, next } = pageOfItems(parameters, (each) => each.Name, input);
    return { PipelineParameters: items, ...next };
  },

  async DescribePipelineDefinitionForExecution(input, context) {
    const execution = requireExecution(context, input.PipelineExecutionArn);
    return {
      PipelineDefinition: readDefinitionText(context, execution.definition),
      CreationTime: execution.createdAt,
    };
  },
};
