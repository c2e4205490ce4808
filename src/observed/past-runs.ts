import type { SageMaker, StepState } from '../ports/sagemaker.ts';
import { describeSteps, seconds } from './step-runs.ts';

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
  definition: PastDefinition;
  /** Given at the start; the others have the definition's default. Empty, too, when they make no difference. */
  parameters: Record<string, string>;
  steps: StepState[];
}

export interface PastRuns {
  /** Newest first: of the latest three those that were worth reading, and the ones that their steps took results from. */
  runs: PastRun[];
  /** How many executions there are. */
  executions: number;
  /** Start of every execution by its ARN, ISO 8601. */
  starts: Record<string, string>;
}

/** How many executions back the plan looks. An older result in the cache is a pleasant surprise, not a wrong promise. */
const MOST = 3;

/** What reading goes on depends on what is known so far. */
export interface Look {
  /** Nothing more has to be read. */
  enough(past: PastRuns): boolean;
  /** An execution with this definition may tell more. */
  wants(definition: PastDefinition, past: PastRuns): boolean;
  /** Steps that the next execution takes from the cache, as far as is known: what an execution was started with is read only then. */
  cached(past: PastRuns): number;
  /** Steps whose duration is wanted and not known yet. */
  untimed(past: PastRuns): string[];
}

type Reader = Pick<SageMaker, 'executions' | 'executionDefinition' | 'execution' | 'steps'>;

/**
 * Reads the newest executions of a pipeline with few calls: one for the list, two for an execution, two more when what it
 * was started with matters; of an older one first only its definition.
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
  for (const { arn } of listed.slice(0, MOST)) {
    if (past.runs.length > 0 && look.enough(past)) break;
    if (!past.runs.some((run) => run.arn === arn)) await readRun(sagemaker, arn, past, look);
    // A step that came from the cache did its work in another execution, which may be far back.
    for (const source of sourcesOf(past, look.untimed(past))) await readRun(sagemaker, source, past, look);
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

function sourcesOf(past: PastRuns, names: readonly string[]): string[] {
  const known = new Set(past.runs.map(({ arn }) => arn));
  const hits = past.runs.flatMap(({ steps }) => steps.filter(({ name }) => names.includes(name)));
  return [...new Set(hits.flatMap(({ cacheHit }) => cacheHit ?? []))].filter((arn) => !known.has(arn)).slice(0, MOST);
}

/** True when the step did its work in that execution, instead of taking it from the cache. */
export const didRun = (state: StepState | undefined): state is StepState =>
  state?.status === 'Succeeded' && state.cacheHit === undefined;

/** How long a step took and what it was billed for, when it last did its work. */
export interface StepFigures {
  /** ARN of that execution. */
  execution: string;
  seconds: number | null;
  /** Instance-seconds: the job's own time, without the time in which instances start; null when it was not asked for. */
  billed: number | null;
}

/**
 * Figures of the named steps, each from the newest of the executions in which it did its work. A step's times are known
 * already; what its job was billed for takes one call or more, so it is asked only where it is of use.
 */
export async function readFigures(
  sagemaker: SageMaker,
  past: PastRuns,
  steps: ReadonlyArray<{ name: string; billed: boolean }>,
): Promise<Map<string, StepFigures>> {
  const figures = new Map<string, StepFigures>();
  for (const { name, billed } of steps) {
    const run = past.runs.find((each) => didRun(each.steps.find((state) => state.name === name)));
    const state = run?.steps.find((each) => each.name === name);
    if (run === undefined || state === undefined) continue;
    const asked = billed ? await describeSteps(sagemaker, [{ name, type: '', propertyFiles: [] }], [state]) : [];
    figures.set(name, {
      execution: run.arn,
      seconds: seconds(state.startedAt, state.endedAt),
      billed: asked[0]?.job?.billable_seconds ?? null,
    });
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
