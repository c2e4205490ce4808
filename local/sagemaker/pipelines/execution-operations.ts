import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import type { Definition } from './definition-types.ts';
import type { Engine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { executionQueries } from './execution-queries.ts';
import { expressionContext } from './expression-context.ts';
import { newExecutionId } from './names.ts';
import { bindParameters } from './parameters.ts';
import { refuseUnsupported, requestDigest } from './pipeline-requests.ts';
import {
  type ExecutionRecord,
  hasEnded,
  listExecutions,
  type PipelineRecord,
  type PipelineVersion,
  readDefinition,
  requireExecution,
  requirePipeline,
  requireVersion,
  storePipeline,
  updateExecution,
} from './records.ts';
import { type Selection, selectSteps } from './selective-execution.ts';

/** Maximum length of experiment and trial names. */
const MAX_EXPERIMENT_NAME = 120;

/** The operations on executions. `engineOf` gives the engine that runs a context's executions. */
export function executionOperations(engineOf: (context: Context) => Engine): Operations {
  return {
    ...executionQueries,
    StartPipelineExecution: (input, context) => startExecution(input, context, engineOf(context)),
    StopPipelineExecution: (input, context) => stopExecution(input, context, engineOf(context)),
    RetryPipelineExecution: (input, context) => retryExecution(input, context, engineOf(context)),
    async UpdatePipelineExecution(input, context) {
      const execution = requireExecution(context, input.PipelineExecutionArn);
      updateExecution(context, execution.id, (record) => {
        if (input.PipelineExecutionDisplayName !== undefined) record.displayName = input.PipelineExecutionDisplayName;
        if (input.PipelineExecutionDescription !== undefined) record.description = input.PipelineExecutionDescription;
        Object.assign(record, parallelismOf(input.ParallelismConfiguration));
      });
      engineOf(context).wake(execution.id);
      return { PipelineExecutionArn: execution.PipelineExecutionArn };
    },
  };
}

async function startExecution(input: Shape, context: Context, engine: Engine): Promise<Shape> {
  refuseUnsupported(input);
  const pipeline = requirePipeline(context, input.PipelineName);
  const request = requestDigest({ ...input, PipelineName: pipeline.PipelineName });
  const before = outputOfEarlierRequest(context, pipeline.PipelineName, input.ClientRequestToken, request);
  if (before) return before;
  const version = requireVersion(pipeline, input.PipelineVersionId);
  const definition = readDefinition(context, version.definition);
  const selection = selectSteps(context, pipeline, definition, input.SelectiveExecutionConfig);
  const draft = newExecution(input, context, { pipeline, version, definition, request, selection });
  const record = { ...draft, ...(await evaluateExperiment(context, definition, draft)) };
  // The same request may have arrived twice at the same time. From here to the write nothing is awaited.
  const meanwhile = outputOfEarlierRequest(context, pipeline.PipelineName, input.ClientRequestToken, request);
  if (meanwhile) return meanwhile;
  // The execution is on disk before the client gets its ARN, and before a step runs.
  context.store.put('pipeline-execution', record.id, record);
  const latest = requirePipeline(context, pipeline.PipelineName);
  latest.lastRunAt = record.createdAt;
  requireVersion(latest, version.id).lastExecutionArn = record.PipelineExecutionArn;
  storePipeline(context, latest);
  engine.wake(record.id);
  return { PipelineExecutionArn: record.PipelineExecutionArn };
}

/** What a new execution is made from, besides the request. */
interface ExecutionSource {
  readonly pipeline: PipelineRecord;
  readonly version: PipelineVersion;
  readonly definition: Definition;
  /** Digest of the request. */
  readonly request: string;
  readonly selection: Selection | undefined;
}

function newExecution(input: Shape, context: Context, source: ExecutionSource): ExecutionRecord {
  const { pipeline, version, definition, request, selection } = source;
  const parameters = overrideParameters(selection?.source?.given ?? [], input.PipelineParameters ?? []);
  const now = context.now();
  const id = newExecutionId();
  return {
    id,
    PipelineExecutionArn: `${pipeline.PipelineArn}/execution/${id}`,
    PipelineArn: pipeline.PipelineArn,
    pipelineName: pipeline.PipelineName,
    versionId: version.id,
    definition: version.definition,
    clientRequestToken: input.ClientRequestToken,
    request,
    createdAt: now,
    parameters: bindParameters(definition.parameters, parameters),
    given: parameters,
    roleArn: input.RoleArn ?? pipeline.roleArn,
    displayName: input.PipelineExecutionDisplayName ?? `execution-${Math.round(now * 1000)}`,
    status: 'Executing',
    modifiedAt: now,
    retryTokens: [],
    steps: selection?.steps ?? {},
    ...(input.PipelineExecutionDescription === undefined ? {} : { description: input.PipelineExecutionDescription }),
    ...parallelismOf(input.ParallelismConfiguration ?? pipeline.parallelism),
    ...(selection === undefined ? {} : { selective: selection.config }),
  };
}

async function stopExecution(input: Shape, context: Context, engine: Engine): Promise<Shape> {
  const execution = requireExecution(context, input.PipelineExecutionArn);
  if (hasEnded(execution)) {
    throw new ServiceError(
      'ConflictException',
      `Pipeline execution with ARN ${execution.PipelineExecutionArn} is in status ${execution.status}. Only an execution in status Executing can be stopped.`,
    );
  }
  updateExecution(context, execution.id, (record) => {
    record.status = 'Stopping';
  });
  engine.stop(execution.id);
  return { PipelineExecutionArn: execution.PipelineExecutionArn };
}

async function retryExecution(input: Shape, context: Context, engine: Engine): Promise<Shape> {
  const execution = requireExecution(context, input.PipelineExecutionArn);
  const output = { PipelineExecutionArn: execution.PipelineExecutionArn };
  if (execution.retryTokens.includes(input.ClientRequestToken)) return output;
  if (execution.status !== 'Failed' && execution.status !== 'Stopped') {
    throw new ServiceError(
      'ConflictException',
      `Pipeline execution with ARN ${execution.PipelineExecutionArn} is in status ${execution.status}. Only an execution in status Failed or Stopped can be retried.`,
    );
  }
  updateExecution(context, execution.id, (record) => {
    // Steps that succeeded keep their state. The others lose it, so the execution continues from the failed steps.
    for (const [name, state] of Object.entries(record.steps)) {
      if (state.status === 'Failed' || state.status === 'Stopped') delete record.steps[name];
    }
    record.retryTokens.push(input.ClientRequestToken);
    record.status = 'Executing';
    delete record.failureReason;
    Object.assign(record, parallelismOf(input.ParallelismConfiguration));
  });
  engine.wake(execution.id);
  return output;
}

/**
 * Gives the output that the same request got before.
 * @throws ServiceError ConflictException when another request had the token
 */
function outputOfEarlierRequest(context: Context, pipeline: string, token: string, request: string): Shape | undefined {
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

/** Gives the parameters of an earlier execution, overridden by those of the request. */
function overrideParameters(
  earlier: ExecutionRecord['given'],
  requested: ExecutionRecord['given'],
): ExecutionRecord['given'] {
  return [...earlier.filter((each) => !requested.some((other) => other.Name === each.Name)), ...requested];
}

/**
 * Evaluates the experiment and trial names. The service writes experiment names in lower case.
 * @throws ExpressionError
 */
async function evaluateExperiment(
  context: Context,
  definition: Definition,
  execution: ExecutionRecord,
): Promise<Pick<ExecutionRecord, 'experiment'>> {
  if (!definition.experiment) return {};
  const { ExperimentName, TrialName } = (await evaluate(
    definition.experiment,
    expressionContext(context, definition, execution),
  )) as Shape;
  return {
    experiment: {
      ...(typeof ExperimentName === 'string'
        ? { ExperimentName: ExperimentName.toLowerCase().slice(0, MAX_EXPERIMENT_NAME) }
        : {}),
      ...(typeof TrialName === 'string' ? { TrialName: TrialName.slice(0, MAX_EXPERIMENT_NAME) } : {}),
    },
  };
}
