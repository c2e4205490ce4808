import {
  allSteps,
  branch,
  type PastDefinition,
  type PastRun,
  type PastRuns,
  type PastStep,
} from '../../observed/past-runs.ts';
import type { StepForecast } from '../plan.ts';
import { whyChanged } from './reason.ts';
import { type ExecutionContext, isCacheable, references, resolve, type Signature, signature } from './signature.ts';

/** What happens to a step in the next execution. */
export interface StepOutcome extends Pick<StepForecast, 'name' | 'type' | 'outcome' | 'why'> {
  /** ARN of the execution that the cache takes the result from; null when the step is not cached. */
  from: string | null;
  /** The step runs, but the cache would take a matching result of another execution. */
  open: boolean;
}

/** The next execution. */
export interface PlannedRun {
  definition: PastDefinition;
  /** Parameters at the start of the next execution. They replace the defaults of the definition. */
  parameters: Readonly<Record<string, string>>;
  /** Start of the next execution, ISO 8601. Results that are older than the term of the cache do not count. */
  now: string;
}

/** Name of the execution that is forecast. */
const NEXT = 'the next execution';

/**
 * Returns the outcome of each step of the next execution. It applies the rule of the step cache (SageMaker Developer
 * Guide, "Caching pipeline steps"): the cache takes the result of an earlier successful run of the step, in any
 * execution of this pipeline, with the same attributes (see `Signature`) and not older than `ExpireAfter`. An input
 * from another step is the same if and only if the result of that step comes from the same execution.
 */
export function stepOutcomes(next: PlannedRun, past: PastRuns): StepOutcome[] {
  const steps = allSteps(next.definition.Steps);
  const conditions = new Map(
    steps.flatMap((condition) => [
      ...branch(condition, 'IfSteps').map(({ Name }) => [Name, `only if ${condition.Name} says yes`] as const),
      ...branch(condition, 'ElseSteps').map(({ Name }) => [Name, `only if ${condition.Name} says no`] as const),
    ]),
  );
  const outcomes = new Map<string, StepOutcome>();
  const scope: ExecutionContext = {
    definition: next.definition,
    parameters: next.parameters,
    execution: NEXT,
    source: (name) => outcomeOf(name)?.from ?? NEXT,
  };
  const outcomeOf = (name: string): StepOutcome | undefined => {
    const known = outcomes.get(name);
    const step = steps.find(({ Name }) => Name === name);
    if (known !== undefined || step === undefined) return known;
    const runs: StepOutcome = { name, type: step.Type, outcome: 'runs', why: '', from: null, open: false };
    // This entry ends the recursion for a step that depends on itself, which the service refuses.
    outcomes.set(name, runs);
    const condition = conditions.get(name);
    const outcome: StepOutcome =
      condition === undefined
        ? { ...runs, ...decide(step, scope, next.now, past) }
        : { ...runs, outcome: 'conditional', why: condition };
    outcomes.set(name, outcome);
    return outcome;
  };
  return steps.map(({ Name }) => outcomeOf(Name) as StepOutcome);
}

type Decision = Pick<StepOutcome, 'outcome' | 'why' | 'from' | 'open'>;

function decide(step: PastStep, scope: ExecutionContext, now: string, past: PastRuns): Decision {
  const runs = (why: string, open = false): Decision => ({ outcome: 'runs', why, from: null, open });
  if (step.Type === 'Condition') {
    const read = new Set(references(resolve(step.Arguments?.Conditions, scope)).map((reference) => reference.step));
    return runs(
      read.size === 0 ? 'a condition is evaluated in every run' : `it reads what ${[...read].join(' and ')} reports`,
    );
  }
  if (!isCacheable(step)) return runs('the cache keeps no results of such a step');
  const term = cacheTerm(step);
  if (term === undefined) return runs('it runs every time: its result is not cached');
  const wanted = signature(step, scope) as Signature;
  const earlier = past.runs.flatMap((run) => earlierRun(step, run, past));
  const same = earlier.filter((one) => one.signature.exact === wanted.exact);
  const young = same.find(({ ended }) => ended !== undefined && Date.parse(now) - Date.parse(ended) <= term * 1000);
  if (young !== undefined) {
    return {
      outcome: 'cached',
      why: `nothing that decides it changed since ${executionName(young.source, past)}`,
      from: young.source,
      open: false,
    };
  }
  const [old] = same;
  if (old !== undefined)
    return runs(`its result of ${executionName(old.source, past)} is older than ${step.CacheConfig?.ExpireAfter}`);
  const [latest] = earlier;
  if (latest === undefined) return runs(neverRan(step, past), true);
  return runs(whyChanged(latest.signature, wanted), true);
}

interface EarlierRun {
  signature: Signature;
  /** ARN of the execution that did the work. */
  source: string;
  /**
   * End of the work. When the result was itself taken from the cache, the start of the execution that did the work,
   * which is earlier.
   */
  ended: string | undefined;
}

function earlierRun(step: PastStep, run: PastRun, past: PastRuns): EarlierRun[] {
  const definition = allSteps(run.definition.Steps).find(({ Name, Type }) => Name === step.Name && Type === step.Type);
  const state = run.steps.find(({ name, status }) => name === step.Name && status === 'Succeeded');
  if (definition === undefined || state === undefined) return [];
  const earlier = signature(definition, scopeOf(run));
  if (earlier === undefined) return [];
  const source = state.cacheHit ?? run.arn;
  return [{ signature: earlier, source, ended: state.cacheHit === undefined ? state.endedAt : past.starts[source] }];
}

function scopeOf(run: PastRun): ExecutionContext {
  return {
    definition: run.definition,
    parameters: run.parameters,
    execution: run.arn,
    source: (name) => {
      const state = run.steps.find((one) => one.name === name);
      return state?.status === 'Succeeded' ? (state.cacheHit ?? run.arn) : undefined;
    },
  };
}

function neverRan(step: PastStep, past: PastRuns): string {
  if (past.executions === 0) return 'the pipeline has not run yet';
  const known = past.runs.some(({ definition }) => allSteps(definition.Steps).some(({ Name }) => Name === step.Name));
  return known ? 'it did not succeed in the latest executions' : 'it is new';
}

/** `execution abcdefghijkl of 2026-11-20` */
export function executionName(arn: string, past: PastRuns): string {
  const day = past.starts[arn]?.slice(0, 10);
  return `execution ${arn.slice(arn.lastIndexOf('/') + 1)}${day === undefined ? '' : ` of ${day}`}`;
}

/**
 * True when an execution with this definition may have a result that the cache takes for a step that would run
 * otherwise. The definition then has the step, and the steps that its input comes from, with the same attributes. A
 * caller uses this to read no more executions than needed.
 */
export function mayHaveResults(definition: PastDefinition, next: PlannedRun, past: PastRuns): boolean {
  const outcomes = stepOutcomes(next, past);
  const scopeFor = (each: PastDefinition): ExecutionContext => ({
    definition: each,
    parameters: each === next.definition ? next.parameters : {},
    execution: NEXT,
    source: () => NEXT,
  });
  const steps = allSteps(next.definition.Steps);
  const earlier = allSteps(definition.Steps);
  const same = (name: string): boolean => {
    if (outcomes.some((outcome) => outcome.name === name && outcome.outcome === 'cached')) return true;
    const step = steps.find(({ Name }) => Name === name);
    const earlierStep = earlier.find(({ Name, Type }) => Name === name && Type === step?.Type);
    const wanted = step && signature(step, scopeFor(next.definition));
    if (wanted === undefined || earlierStep === undefined) return false;
    return (
      wanted.exact === signature(earlierStep, scopeFor(definition))?.exact &&
      references([...wanted.attributes.values()]).every((reference) => same(reference.step))
    );
  };
  return outcomes.some(({ name, open }) => open && same(name));
}

/** Returns for how many seconds the cache may take a result; undefined when the step is not cached. */
function cacheTerm({ CacheConfig: cache }: PastStep): number | undefined {
  if (cache?.Enabled !== true) return undefined;
  return cache.ExpireAfter === undefined ? Number.POSITIVE_INFINITY : isoSeconds(cache.ExpireAfter);
}

const DAY = 86_400;
const SECONDS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3600, 60, 1];

/**
 * Returns the seconds of an ISO 8601 duration. A year has 365 days and a month 30. Undefined when the text is not a
 * duration.
 */
function isoSeconds(text: string): number | undefined {
  const match = /^P?(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text);
  const amounts = match?.slice(1);
  if (!amounts?.some((amount) => amount !== undefined)) return undefined;
  return amounts.reduce((sum, amount, index) => sum + Number(amount ?? 0) * (SECONDS[index] ?? 0), 0);
}
