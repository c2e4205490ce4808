import type { InstanceUse } from '../config/index.ts';
import {
  allSteps,
  type PastDefinition,
  type PastRuns,
  type PastStep,
  type StepFigures,
} from '../observed/past-runs.ts';
import { basisOf, type Estimate, NEVER_RAN } from './forecast-basis.ts';
import { type Next, type StepFate, stepFates } from './forecast-fates.ts';
import { references, resolve, type Scope } from './forecast-signature.ts';
import type { RunForecast } from './plan.ts';
import { dollars, type InstancePrice, instancePrice } from './prices.ts';

export interface ForecastInput extends Next {
  /** Name of the pipeline. */
  pipeline: string;
  region: string;
  past: PastRuns;
  /** Of the steps that run, from `readFigures`. */
  figures: ReadonlyMap<string, StepFigures>;
}

/**
 * Which steps of the next execution run, how long that takes and what it costs. A step that the figures say nothing about
 * makes the totals unknown: what the others come to is not the costs, but they are no less.
 *
 * Jobs are billed by the second, with no minimum, for each of their instances (SageMaker pricing page), from when they start on
 * their instances until they end there (API reference, DescribeTrainingJob and DescribeTransformJob; it does not say it of
 * DescribeProcessingJob, whose times are taken the same way). So trials that run side by side save time and no money, and waiting
 * for instances costs none. Instances that are kept warm between jobs are billed, too; no definition of ours keeps any.
 */
export function forecastRun(input: ForecastInput): RunForecast {
  const steps = allSteps(input.definition.Steps);
  const shown = stepFates(input, input.past).map((fate) => {
    const step = steps.find(({ Name }) => Name === fate.name) as PastStep;
    return { ...estimate(step, fate, input), fate };
  });
  const runs = shown.filter(({ fate }) => fate.fate === 'runs');
  const held = shown.flatMap(({ fate }) => (fate.fate === 'conditional' && startsJob(fate.type) ? [fate] : []));
  const times = new Map(runs.map(({ fate, seconds }) => [fate.name, seconds]));
  const costs = runs.map((one) => one.dollars);
  const seconds = longestPath(steps, times);
  const cost = dollars(costs.reduce<number>((sum, each) => sum + (each ?? 0), 0));
  const [timed, priced] = [![...times.values()].includes(null), !costs.includes(null)];
  const atLeast = {
    ...(timed || seconds === 0 ? {} : { seconds }),
    ...(priced || cost === 0 ? {} : { dollars: cost }),
  };
  return {
    pipeline: input.pipeline,
    steps: shown.map(({ fate: { name, type, fate, why }, instance, seconds: time, dollars: price }) => ({
      name,
      type,
      fate,
      why,
      instance,
      seconds: time,
      dollars: price,
    })),
    seconds: timed ? seconds : null,
    dollars: priced ? cost : null,
    ...(Object.keys(atLeast).length === 0 ? {} : { at_least: atLeast }),
    basis: basisOf(runs, held, input.past),
  };
}

/** What the instances of a step's job are billed as. Steps of other types start no job. */
const USES = new Map<string, InstanceUse>([
  ['Processing', 'processing'],
  ['Training', 'training'],
  ['Tuning', 'training'],
  ['Transform', 'transform'],
]);

export const startsJob = (type: string): boolean => USES.has(type);

function estimate(step: PastStep, { fate, name }: StepFate, input: ForecastInput): Estimate {
  const use = USES.get(step.Type);
  const wanted = use === undefined ? undefined : capacity(step, input.definition, input.parameters);
  const instance = wanted?.type === undefined ? null : `${wanted.count} × ${wanted.type}`;
  if (fate === 'cached') return { instance, seconds: 0, dollars: 0 };
  if (fate === 'conditional') return { instance, seconds: null, dollars: null };
  // Steps that start no job are calls of the service: a moment, and no charge.
  if (use === undefined) return { instance, seconds: 0, dollars: 0 };
  const type = wanted?.type;
  const price = type === undefined ? null : instancePrice(input.region, use, type);
  const on = { instance, job: { use, type, region: input.region, price } };
  const none = (unknown: string): Estimate => ({ ...on, seconds: null, dollars: null, unknown });
  const before = input.figures.get(name);
  if (before === undefined) {
    return none(
      input.past.executions === 0
        ? NEVER_RAN
        : `how long ${name} takes (it did its work in none of the latest executions)`,
    );
  }
  const had = capacityThen(step, before, input.past);
  if (type === undefined || type !== had?.type || wanted?.count !== had.count) {
    const so = had?.type === undefined ? 'another instance type' : `${had.count} × ${had.type}`;
    return none(`how long ${name} takes on ${instance ?? 'its instances'} (so far it ran on ${so})`);
  }
  if (before.seconds === null) return none(`how long ${name} takes (its times are not recorded)`);
  const scale = trialScale(wanted, had);
  const common = { ...on, seconds: Math.round(before.seconds * scale.time), execution: before.execution };
  if (price === null) return { ...common, dollars: null };
  if (before.billed === null) return { ...common, dollars: null, unknown: `what ${name} is billed for` };
  return { ...common, dollars: dollars((before.billed * scale.work * price.hour) / 3600) };
}

/** What an hour of one instance of a step costs in the next execution; null when it has none, or its price is not known. */
export function stepPrice(name: string, next: Next, region: string): InstancePrice | null {
  const step = allSteps(next.definition.Steps).find(({ Name }) => Name === name);
  const use = step && USES.get(step.Type);
  const type = step && capacity(step, next.definition, next.parameters).type;
  return use === undefined || type === undefined ? null : instancePrice(region, use, type);
}

/** Instances of a step, and for a tuning step how many trials there are and how many at a time. */
interface Capacity {
  type: string | undefined;
  count: number;
  trials: number;
  parallel: number;
}

function capacity(step: PastStep, definition: PastDefinition, parameters: Readonly<Record<string, string>>): Capacity {
  const scope: Scope = { definition, parameters, execution: '', source: () => undefined };
  const args = resolve(step.Arguments ?? {}, scope) as Record<string, Record<string, Record<string, unknown>>>;
  const resources =
    args.ProcessingResources?.ClusterConfig ??
    args.TrainingJobDefinition?.HyperParameterTuningResourceConfig ??
    args.TrainingJobDefinition?.ResourceConfig ??
    args.ResourceConfig ??
    args.TransformResources ??
    {};
  const { InstanceType, InstanceCount = 1 } = resources as { InstanceType?: unknown; InstanceCount?: unknown };
  const limits = args.HyperParameterTuningJobConfig?.ResourceLimits ?? {};
  const { MaxNumberOfTrainingJobs: trials = 1, MaxParallelTrainingJobs: parallel = 1 } = limits;
  return {
    type: typeof InstanceType === 'string' ? InstanceType : undefined,
    count: Number(InstanceCount),
    trials: Math.max(1, Number(trials)),
    parallel: Math.max(1, Number(parallel)),
  };
}

function capacityThen(step: PastStep, { execution }: StepFigures, past: PastRuns): Capacity | undefined {
  const run = past.runs.find(({ arn }) => arn === execution);
  const then = run && allSteps(run.definition.Steps).find(({ Name }) => Name === step.Name);
  return then && capacity(then, run.definition, run.parameters);
}

/** Trials come in rounds of as many as run at a time; each is billed. */
function trialScale(wanted: Capacity, had: Capacity): { time: number; work: number } {
  const rounds = ({ trials, parallel }: Capacity) => Math.ceil(trials / parallel);
  return { time: rounds(wanted) / rounds(had), work: wanted.trials / had.trials };
}

/**
 * Steps wait for what they refer to and for what they name in DependsOn; others run side by side. A step of unknown duration
 * counts as a moment.
 */
function longestPath(steps: readonly PastStep[], seconds: ReadonlyMap<string, number | null>): number {
  const ends = new Map<string, number>();
  const end = (name: string): number => {
    const known = ends.get(name);
    if (known !== undefined) return known;
    ends.set(name, 0);
    const step = steps.find(({ Name }) => Name === name);
    const needs =
      step === undefined ? [] : [...names(step.Arguments), ...((step as { DependsOn?: string[] }).DependsOn ?? [])];
    const at = (seconds.get(name) ?? 0) + Math.max(0, ...needs.map(end));
    ends.set(name, at);
    return at;
  };
  return Math.max(0, ...[...seconds.keys()].map(end));
}

const NOWHERE: Scope = { definition: { Steps: [] }, parameters: {}, execution: '', source: () => undefined };

const names = (value: unknown): string[] => references(resolve(value, NOWHERE)).map(({ step }) => step);
