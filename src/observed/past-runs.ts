import type { SageMaker, StepState } from '../ports/sagemaker.ts';
import { describeSteps, seconds } from './step-runs.ts';

/** The parts of a definition that a forecast reads. Another program may have written the definition. */
export interface PastDefinition {
  Parameters?: ReadonlyArray<{ Name: string; Type: string; DefaultValue?: unknown }>;
  Steps: ReadonlyArray<PastStep>;
}

/** One step of such a definition. */
export interface PastStep {
  Name: string;
  Type: string;
  Arguments?: Record<string, unknown>;
  CacheConfig?: { Enabled?: boolean; ExpireAfter?: string };
}

/** An earlier execution, with the facts that decide which of its results the step cache gives to the next one. */
export interface PastRun {
  arn: string;
  definition: PastDefinition;
  /**
   * Parameters given at the start; all others have the default. Also empty when they change nothing, because then they
   * are not read.
   */
  parameters: Record<string, string>;
  steps: StepState[];
}

/** The earlier executions of a pipeline, as far as they were read. */
export interface PastRuns {
  /**
   * Newest first: those of the latest three that a forecast needs, and the executions whose results their steps took.
   */
  runs: PastRun[];
  /** Number of all executions of the pipeline. */
  executions: number;
  /** Start time of each execution by its ARN, ISO 8601. */
  starts: Record<string, string>;
}

/**
 * Number of latest executions that a plan reads. With an older result in the cache, a run is faster than the forecast
 * says.
 */
const MAX_EXECUTIONS = 3;

/** Decides what else is read, from what was read so far. */
export interface Look {
  /** Whether nothing else has to be read. */
  enough(past: PastRuns): boolean;
  /** Whether an execution with this definition can add to what is known. */
  wants(definition: PastDefinition, past: PastRuns): boolean;
  /**
   * Number of steps that the next execution takes from the cache, as far as is known. Start parameters are read only
   * when it grows.
   */
  cached(past: PastRuns): number;
  /** Names of the steps whose duration is not known yet. */
  untimed(past: PastRuns): string[];
}

type Reader = Pick<SageMaker, 'executions' | 'executionDefinition' | 'execution' | 'steps'>;

/**
 * Reads the newest executions of a pipeline with few calls: one for the list and two for an execution. The start
 * parameters take two more calls and are read only when they matter. Of an older execution the definition is read
 * first.
 */
export async function readPastRuns(sagemaker: Reader, pipelineName: string, look: Look): Promise<PastRuns> {
  const listed = await sagemaker.executions(pipelineName);
  const past: PastRuns = {
    runs: [],
    executions: listed.length,
    starts: Object.fromEntries(
      listed.flatMap(({ arn, startedAt }) => (startedAt === undefined ? [] : [[arn, startedAt]])),
    ),
  };
  for (const { arn } of listed.slice(0, MAX_EXECUTIONS)) {
    if (past.runs.length > 0 && look.enough(past)) break;
    if (!past.runs.some((run) => run.arn === arn)) await readRun(sagemaker, arn, past, look);
    // A step whose result came from the cache ran in another execution, which may be much older.
    for (const source of sourceRuns(past, look.untimed(past))) await readRun(sagemaker, source, past, look);
  }
  const age = listed.map((execution) => execution.arn);
  past.runs.sort((a, b) => age.indexOf(a.arn) - age.indexOf(b.arn));
  return past;
}

async function readRun(sagemaker: Reader, arn: string, past: PastRuns, look: Look): Promise<void> {
  const definition = readDefinition(await sagemaker.executionDefinition(arn));
  if (definition === undefined || (past.runs.length > 0 && !look.wants(definition, past))) return;
  const before = look.cached(past);
  const run: PastRun = { arn, definition, parameters: {}, steps: await sagemaker.steps(arn) };
  past.runs.push(run);
  if (look.cached(past) > before) run.parameters = (await sagemaker.execution(arn))?.parameters ?? {};
}

/** The executions, not read yet, whose results the named steps took from the cache. */
function sourceRuns(past: PastRuns, names: readonly string[]): string[] {
  const known = new Set(past.runs.map(({ arn }) => arn));
  const hits = past.runs.flatMap(({ steps }) => steps.filter(({ name }) => names.includes(name)));
  return [...new Set(hits.flatMap(({ cacheHit }) => cacheHit ?? []))]
    .filter((arn) => !known.has(arn))
    .slice(0, MAX_EXECUTIONS);
}

/** Whether the step ran in that execution and succeeded. A step whose result came from the cache did not run. */
export const didRun = (state: StepState | undefined): state is StepState =>
  state?.status === 'Succeeded' && state.cacheHit === undefined;

/** How long a step took, and what it was billed for, when it ran last. */
export interface StepFigures {
  /** ARN of that execution. */
  execution: string;
  seconds: number | null;
  /** Instance-seconds of the job, without the time in which instances start; null when it was not read. */
  billed: number | null;
}

/**
 * Reads figures of the named steps, each from the newest execution in which the step ran. The times of a step are known
 * already. The billed time of its job takes one call or more, so it is read only where `billed` is true.
 */
export async function readFigures(
  sagemaker: SageMaker,
  past: PastRuns,
  steps: ReadonlyArray<{ name: string; billed: boolean }>,
): Promise<Map<string, StepFigures>> {
  const figures = new Map<string, StepFigures>();
  for (const { name, billed } of steps) {
    const run = past.runs.find(({ steps }) => didRun(steps.find((state) => state.name === name)));
    const state = run?.steps.find((each) => each.name === name);
    if (run === undefined || state === undefined) continue;
    const described = billed ? await describeSteps(sagemaker, [{ name, type: '', propertyFiles: [] }], [state]) : [];
    figures.set(name, {
      execution: run.arn,
      seconds: seconds(state.startedAt, state.endedAt),
      billed: described[0]?.job?.billable_seconds ?? null,
    });
  }
  return figures;
}

/** Returns all steps. The steps in the branches of a condition follow the condition. */
export function allSteps(steps: readonly PastStep[]): PastStep[] {
  return steps.flatMap((step) => [step, ...allSteps(branch(step, 'IfSteps')), ...allSteps(branch(step, 'ElseSteps'))]);
}

/** Returns the steps of one branch of a condition; empty for other steps. */
export function branch(step: PastStep, name: 'IfSteps' | 'ElseSteps'): PastStep[] {
  const list = step.Type === 'Condition' ? step.Arguments?.[name] : undefined;
  return Array.isArray(list) ? (list as PastStep[]) : [];
}

/** Undefined for a text that is not a definition. */
function readDefinition(text: string): PastDefinition | undefined {
  try {
    const value = JSON.parse(text) as PastDefinition | null;
    return Array.isArray(value?.Steps) ? value : undefined;
  } catch {
    return undefined;
  }
}
