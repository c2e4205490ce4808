import {
  allSteps,
  branch,
  type PastDefinition,
  type PastRun,
  type PastRuns,
  type PastStep,
} from '../observed/past-runs.ts';
import { whyChanged } from './forecast-reason.ts';
import { isCacheable, references, resolve, type Scope, type Signature, signature } from './forecast-signature.ts';
import type { StepForecast } from './plan.ts';

/** What becomes of a step in the next execution. */
export interface StepFate extends Pick<StepForecast, 'name' | 'type' | 'fate' | 'why'> {
  /** ARN of the execution whose result the cache gives. */
  from: string | null;
  /** It runs, but the cache would take a result of another execution if there were one. */
  open: boolean;
}

export interface Next {
  definition: PastDefinition;
  /** What the next execution is started with, over the definition's defaults. */
  parameters: Readonly<Record<string, string>>;
  /** When it starts, ISO 8601: results older than the cache's term do not count. */
  now: string;
}

/** Stands for the execution that is forecast. */
const NEXT = 'the next execution';

/**
 * Runs the step cache's own rule in thought (SageMaker Developer Guide, "Caching pipeline steps"): an earlier successful run of
 * the step, in whatever execution of this pipeline, with the same decisive attributes, younger than `ExpireAfter`. What a
 * step takes from another one is the same exactly when the other one's result is that of the same execution.
 */
export function stepFates(next: Next, past: PastRuns): StepFate[] {
  const steps = allSteps(next.definition.Steps);
  const conditions = new Map(
    steps.flatMap((condition) => [
      ...branch(condition, 'IfSteps').map(({ Name }) => [Name, `only if ${condition.Name} says yes`] as const),
      ...branch(condition, 'ElseSteps').map(({ Name }) => [Name, `only if ${condition.Name} says no`] as const),
    ]),
  );
  const fates = new Map<string, StepFate>();
  const scope: Scope = {
    definition: next.definition,
    parameters: next.parameters,
    execution: NEXT,
    source: (name) => fateOf(name)?.from ?? NEXT,
  };
  const fateOf = (name: string): StepFate | undefined => {
    const known = fates.get(name);
    const step = steps.find(({ Name }) => Name === name);
    if (known !== undefined || step === undefined) return known;
    const runs: StepFate = { name, type: step.Type, fate: 'runs', why: '', from: null, open: false };
    // Found again while it is being worked out, it would depend on itself: the service refuses that.
    fates.set(name, runs);
    const condition = conditions.get(name);
    const fate: StepFate =
      condition === undefined
        ? { ...runs, ...decide(step, scope, next.now, past) }
        : { ...runs, fate: 'conditional', why: condition };
    fates.set(name, fate);
    return fate;
  };
  return steps.map(({ Name }) => fateOf(Name) as StepFate);
}

type Decision = Pick<StepFate, 'fate' | 'why' | 'from' | 'open'>;

function decide(step: PastStep, scope: Scope, now: string, past: PastRuns): Decision {
  const runs = (why: string, open = false): Decision => ({ fate: 'runs', why, from: null, open });
  if (step.Type === 'Condition') {
    const read = new Set(references(resolve(step.Arguments?.Conditions, scope)).map((reference) => reference.step));
    return runs(
      read.size === 0 ? 'conditions are looked at in every run' : `it looks at what ${[...read].join(' and ')} reports`,
    );
  }
  if (!isCacheable(step)) return runs('such a step is never taken from the cache');
  const term = cacheTerm(step);
  if (term === undefined) return runs('it runs every time: its result is not cached');
  const wanted = signature(step, scope) as Signature;
  const earlier = past.runs.flatMap((run) => earlierRun(step, run, past));
  const same = earlier.filter((one) => one.signature.exact === wanted.exact);
  const young = same.find(({ ended }) => ended !== undefined && Date.parse(now) - Date.parse(ended) <= term * 1000);
  if (young !== undefined) {
    return {
      fate: 'cached',
      why: `nothing that decides it changed since ${named(young.source, past)}`,
      from: young.source,
      open: false,
    };
  }
  const [old] = same;
  if (old !== undefined)
    return runs(`its result of ${named(old.source, past)} is older than ${step.CacheConfig?.ExpireAfter}`);
  const [latest] = earlier;
  if (latest === undefined) return runs(neverRan(step, past), true);
  return runs(whyChanged(latest.signature, wanted), true);
}

interface EarlierRun {
  signature: Signature;
  /** Execution in which the work was done. */
  source: string;
  /** When the work was done; of a result that was itself taken from the cache, when that execution began, which is before. */
  ended: string | undefined;
}

function earlierRun(step: PastStep, run: PastRun, past: PastRuns): EarlierRun[] {
  const then = allSteps(run.definition.Steps).find(({ Name, Type }) => Name === step.Name && Type === step.Type);
  const state = run.steps.find(({ name, status }) => name === step.Name && status === 'Succeeded');
  if (then === undefined || state === undefined) return [];
  const found = signature(then, scopeOf(run));
  if (found === undefined) return [];
  const source = state.cacheHit ?? run.arn;
  return [{ signature: found, source, ended: state.cacheHit === undefined ? state.endedAt : past.starts[source] }];
}

function scopeOf(run: PastRun): Scope {
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
export function named(arn: string, past: PastRuns): string {
  const day = past.starts[arn]?.slice(0, 10);
  return `execution ${arn.slice(arn.lastIndexOf('/') + 1)}${day === undefined ? '' : ` of ${day}`}`;
}

/**
 * True when an execution with this definition may have what the cache gives for a step that would run otherwise: the step is
 * there with the same attributes, and what it takes its input from, too. For reading no more executions than needed.
 */
export function mayHaveResults(definition: PastDefinition, next: Next, past: PastRuns): boolean {
  const fates = stepFates(next, past);
  const anywhere = (of: PastDefinition): Scope => ({
    definition: of,
    parameters: of === next.definition ? next.parameters : {},
    execution: NEXT,
    source: () => NEXT,
  });
  const steps = allSteps(next.definition.Steps);
  const earlier = allSteps(definition.Steps);
  const same = (name: string): boolean => {
    if (fates.some((fate) => fate.name === name && fate.fate === 'cached')) return true;
    const now = steps.find(({ Name }) => Name === name);
    const then = earlier.find(({ Name, Type }) => Name === name && Type === now?.Type);
    const wanted = now && signature(now, anywhere(next.definition));
    if (wanted === undefined || then === undefined) return false;
    return (
      wanted.exact === signature(then, anywhere(definition))?.exact &&
      references([...wanted.named.values()]).every(({ step }) => same(step))
    );
  };
  return fates.some(({ name, open }) => open && same(name));
}

/** Seconds for which a result may be taken; undefined when the step is not to be cached. */
function cacheTerm({ CacheConfig: cache }: PastStep): number | undefined {
  if (cache?.Enabled !== true) return undefined;
  return cache.ExpireAfter === undefined ? Number.POSITIVE_INFINITY : isoSeconds(cache.ExpireAfter);
}

const DAY = 86_400;
const SECONDS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3600, 60, 1];

/** Seconds of an ISO 8601 duration; a year has 365 days and a month 30. Undefined when the text is none. */
function isoSeconds(text: string): number | undefined {
  const match = /^P?(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text);
  const amounts = match?.slice(1);
  if (!amounts?.some((amount) => amount !== undefined)) return undefined;
  return amounts.reduce((sum, amount, index) => sum + Number(amount ?? 0) * (SECONDS[index] ?? 0), 0);
}
