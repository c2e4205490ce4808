import type { ExecutionStatus, SageMaker, StepState } from '../ports/sagemaker.ts';
import { describeSteps } from './step-runs.ts';
import type { StepRun } from './training-run.ts';

/** A definition as the service returns it, whoever wrote it: only what is looked at here. */
export interface PastDefinition {
  Parameters?: ReadonlyArray<{ Name: string; Type: string; DefaultValue?: unknown }>;
  Steps: ReadonlyArray<PastStep>;
}

export interface PastStep {
  Name: string;
  Type: string;
  Arguments?: Record<string, unknown>;
  CacheConfig?: { Enabled?: boolean; ExpireAfter?: string };
}

/** An execution with what decides whether the step cache has something of it for the next one. */
export interface PastRun {
  arn: string;
  status: ExecutionStatus;
  definition: PastDefinition;
  /** Given at the start; the others have the definition's default. */
  parameters: Record<string, string>;
  steps: StepState[];
}

export interface PastRuns {
  /** Newest first, at most three, and only those that were worth reading. */
  runs: PastRun[];
  /** How many executions there are. */
  executions: number;
  /** Start of every execution by its ARN, ISO 8601. */
  starts: Record<string, string>;
}

/** How many executions back the plan looks. An older result in the cache is a pleasant surprise, not a wrong promise. */
const MOST = 3;

export const NO_RUNS: PastRuns = { runs: [], executions: 0, starts: {} };

/**
 * Reads the newest executions of a pipeline, with few calls: one for the list, four for the first execution, and for each
 * further one its definition, and the other three only if the definition is of interest.
 * @param look.enough nothing older has to be read
 * @param look.wants an execution with this definition may tell more
 */
export async function readPastRuns(
  sagemaker: Pick<SageMaker, 'executions' | 'executionDefinition' | 'execution' | 'steps'>,
  pipelineName: string,
  look: {
    enough(past: PastRuns): boolean;
    wants(definition: PastDefinition, past: PastRuns): boolean;
  },
): Promise<PastRuns> {
  const listed = await sagemaker.executions(pipelineName);
  const past: PastRuns = {
    runs: [],
    executions: listed.length,
    starts: Object.fromEntries(
      listed.flatMap(({ arn, startedAt }) => (startedAt === undefined ? [] : [[arn, startedAt]])),
    ),
  };
  for (const { arn, status } of listed.slice(0, MOST)) {
    if (past.runs.length > 0 && look.enough(past)) break;
    const definition = readDefinition(await sagemaker.executionDefinition(arn));
    if (definition === undefined || (past.runs.length > 0 && !look.wants(definition, past))) continue;
    const [steps, execution] = await Promise.all([sagemaker.steps(arn), sagemaker.execution(arn)]);
    past.runs.push({ arn, status, definition, parameters: execution?.parameters ?? {}, steps });
  }
  return past;
}

/** True when the step did its work in that execution, instead of taking it from the cache. */
export const didRun = (state: StepState | undefined): state is StepState =>
  state?.status === 'Succeeded' && state.cacheHit === undefined;

/** How long a step took and what it was billed for, when it last did its work; with the ARN of that execution. */
export interface StepFigures extends StepRun {
  execution: string;
}

/** Figures of the named steps, each from the newest of the executions in which it did its work. */
export async function readFigures(
  sagemaker: SageMaker,
  past: PastRuns,
  names: readonly string[],
): Promise<Map<string, StepFigures>> {
  const figures = new Map<string, StepFigures>();
  for (const name of names) {
    const run = past.runs.find(({ steps }) => didRun(steps.find((state) => state.name === name)));
    const step = run && allSteps(run.definition.Steps).find((defined) => defined.Name === name);
    if (run === undefined || step === undefined) continue;
    const [described] = await describeSteps(sagemaker, [{ name, type: step.Type, propertyFiles: [] }], run.steps);
    if (described !== undefined) figures.set(name, { ...described, execution: run.arn });
  }
  return figures;
}

/** Every step, those in the branches of conditions after their condition. */
export function allSteps(steps: readonly PastStep[]): PastStep[] {
  return steps.flatMap((step) => [step, ...allSteps(branch(step, 'IfSteps')), ...allSteps(branch(step, 'ElseSteps'))]);
}

export function branch(step: PastStep, name: 'IfSteps' | 'ElseSteps'): PastStep[] {
  const list = step.Type === 'Condition' ? step.Arguments?.[name] : undefined;
  return Array.isArray(list) ? (list as PastStep[]) : [];
}

/** Undefined for a text that is no definition: nothing can be learned from it. */
function readDefinition(text: string): PastDefinition | undefined {
  try {
    const value = JSON.parse(text) as PastDefinition | null;
    return Array.isArray(value?.Steps) ? value : undefined;
  } catch {
    return undefined;
  }
}
