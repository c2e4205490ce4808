import { type Context, ServiceError, type Shape } from '../context.ts';
import type { Definition } from './definition-types.ts';
import {
  type ExecutionRecord,
  hasEnded,
  type PipelineRecord,
  requireExecution,
  SKIPPED,
  type StepState,
} from './records.ts';

/** The start of a selective execution. */
export interface Selection {
  /** The earlier execution whose results are reused. */
  readonly source: ExecutionRecord | undefined;
  /** States before the first step runs: reused results, and Skipped for steps that were not selected. */
  readonly steps: Record<string, StepState>;
  readonly config: Shape;
}

/**
 * Selects the steps that run. The results of other steps that they need come from an earlier execution (developer
 * guide, "Selective execution of pipeline steps").
 * @param config SelectiveExecutionConfig of the request
 * @throws ServiceError ValidationException when the earlier execution has no such result
 */
export function selectSteps(
  context: Context,
  pipeline: PipelineRecord,
  definition: Definition,
  config: Shape | undefined,
): Selection | undefined {
  if (config === undefined) return undefined;
  const selected = new Set<string>(config.SelectedSteps.map((each: { StepName: string }) => each.StepName));
  for (const name of selected) {
    if (!definition.steps.has(name))
      throw new ServiceError('ValidationException', `SelectedSteps names the step '${name}', which does not exist.`);
  }
  const source = findSource(context, pipeline, config.SourcePipelineExecutionArn);
  return {
    source,
    steps: initialStates(definition, selected, source),
    config: { ...config, ...(source === undefined ? {} : { SourcePipelineExecutionArn: source.PipelineExecutionArn }) },
  };
}

function initialStates(
  definition: Definition,
  selected: ReadonlySet<string>,
  source: ExecutionRecord | undefined,
): Record<string, StepState> {
  const states: Record<string, StepState> = {};
  let order = 0;
  for (const { name } of definition.steps.values()) {
    if (selected.has(name)) continue;
    const isNeeded = [...selected].some((each) => definition.steps.get(each)?.needs.includes(name));
    if (!isNeeded) {
      states[name] = { ...SKIPPED };
      continue;
    }
    const result = source?.steps[name];
    if (!source || result?.status !== 'Succeeded') {
      throw new ServiceError(
        'ValidationException',
        `A selected step needs the step '${name}', which did not succeed in ${source?.PipelineExecutionArn}: select it too.`,
      );
    }
    states[name] = { ...result, order, reusedFrom: source.PipelineExecutionArn };
    order += 1;
  }
  return states;
}

/** Finds the execution that a request names. */
function findSource(context: Context, pipeline: PipelineRecord, arn: string | undefined): ExecutionRecord | undefined {
  if (arn === undefined) return undefined;
  const source = requireExecution(context, arn);
  if (source.pipelineName !== pipeline.PipelineName || !hasEnded(source)) {
    throw new ServiceError(
      'ValidationException',
      `${arn} is not an execution of the pipeline '${pipeline.PipelineName}' that has ended.`,
    );
  }
  return source;
}
