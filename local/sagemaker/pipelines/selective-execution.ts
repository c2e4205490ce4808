import { type Context, ServiceError, type Shape } from '../context.ts';
import type { Definition } from './definition.ts';
import {
  type ExecutionRecord,
  executionOrRefuse,
  FINAL,
  listExecutions,
  type PipelineRecord,
  type StepState,
} from './records.ts';

/** What a selective execution begins with. */
export interface Selection {
  readonly source: ExecutionRecord | undefined;
  /** States before anything runs: reused results, and Skipped for what was not selected. */
  readonly steps: Record<string, StepState>;
  readonly config: Shape;
}

/**
 * Runs only the selected steps; what they read of others comes from an earlier execution (developer guide, "Selective
 * execution of pipeline steps").
 * @throws ServiceError ValidationException when a needed result is not there
 */
export function selectedSteps(
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
  const source = sourceExecution(context, pipeline, config.SourcePipelineExecutionArn);
  const steps: Record<string, StepState> = {};
  let order = 0;
  for (const step of definition.steps.values()) {
    if (selected.has(step.name)) continue;
    const needed = [...selected].some((name) => definition.steps.get(name)?.needs.includes(step.name));
    if (!needed) {
      steps[step.name] = { status: 'Skipped', order: -1, startedAt: 0, attempt: 0 };
      continue;
    }
    const result = source?.steps[step.name];
    if (!source || result?.status !== 'Succeeded') {
      throw new ServiceError(
        'ValidationException',
        `A selected step needs the step '${step.name}', which did not succeed in ${source?.PipelineExecutionArn ?? 'any earlier execution'}: select it too.`,
      );
    }
    steps[step.name] = { ...result, order, reusedFrom: source.PipelineExecutionArn };
    order += 1;
  }
  return {
    source,
    steps,
    config: { ...config, ...(source === undefined ? {} : { SourcePipelineExecutionArn: source.PipelineExecutionArn }) },
  };
}

function sourceExecution(
  context: Context,
  pipeline: PipelineRecord,
  arn: string | undefined,
): ExecutionRecord | undefined {
  if (arn === undefined) {
    return listExecutions(context)
      .filter((each) => each.pipelineName === pipeline.PipelineName && FINAL.includes(each.status))
      .at(-1);
  }
  const source = executionOrRefuse(context, arn);
  if (source.pipelineName !== pipeline.PipelineName || !FINAL.includes(source.status)) {
    throw new ServiceError(
      'ValidationException',
      `${arn} is no ended execution of the pipeline '${pipeline.PipelineName}'.`,
    );
  }
  return source;
}
