import type { InstanceUse } from '../../config/index.ts';
import {
  allSteps,
  type PastDefinition,
  type PastRuns,
  type PastStep,
  type StepFigures,
} from '../../observed/past-runs.ts';
import { isStepType, type StepType } from '../../pipeline/index.ts';
import { dollars, type InstancePrice, instancePrice } from '../cost/prices.ts';
import type { RunForecast } from '../plan.ts';
import { basisOf, type Estimate, NEVER_RAN } from './basis.ts';
import { type ExecutionContext, references, resolve } from './signature.ts';
import { type PlannedRun, type StepOutcome, stepOutcomes } from './step-outcomes.ts';

export interface ForecastInput extends PlannedRun {
  /** Name of the pipeline. */
  pipeline: string;
  region: string;
  past: PastRuns;
  /** Figures of the steps that run, by step name, from `readFigures`. */
  figures: ReadonlyMap<string, StepFigures>;
}

/**
 * Returns which steps of the next execution run, how long that takes and what it costs. A step without figures makes
 * the totals unknown. The sum of the other steps is then a lower limit (`at_least`).
 *
 * Jobs are billed by the second, with no minimum, for each of their instances (SageMaker pricing page). The time counts
 * from the start on the instances to the end there (API reference, DescribeTrainingJob and DescribeTransformJob; the
 * page of DescribeProcessingJob does not say so, and its times are used in the same way). So parallel trials save time
 * but no money, and waiting for instances costs nothing. Instances that are kept warm between jobs are billed too; no
 * definition of ours has any.
 */
export function forecastRun(input: ForecastInput): RunForecast {
  const steps = allSteps(input.definition.Steps);
  const forecasts = stepOutcomes(input, input.past).map((outcome) => {
    const step = steps.find(({ Name }) => Name === outcome.name) as PastStep;
    return { ...estimate(step, outcome, input), outcome };
  });
  const runs = forecasts.filter(({ outcome }) => outcome.outcome === 'runs');
  const conditional = forecasts.flatMap(({ outcome }) =>
    outcome.outcome === 'conditional' && startsJob(outcome.type) ? [outcome] : [],
  );
  const times = new Map(runs.map(({ outcome, seconds }) => [outcome.name, seconds]));
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
    steps: forecasts.map(({ outcome: { name, type, outcome, why }, instance, seconds: time, dollars: price }) => ({
      name,
      type,
      outcome,
      why,
      instance,
      seconds: time,
      dollars: price,
    })),
    seconds: timed ? seconds : null,
    dollars: priced ? cost : null,
    ...(Object.keys(atLeast).length === 0 ? {} : { at_least: atLeast }),
    basis: basisOf(runs, conditional, input.past),
  };
}

/** How AWS bills the instances of a step's job. Null: steps of this type start no job. */
const INSTANCE_USES: Record<StepType, InstanceUse | null> = {
  Processing: 'processing',
  Training: 'training',
  Tuning: 'training',
  Condition: null,
  RegisterModel: null,
  Fail: null,
  Model: null,
  Transform: 'transform',
};

/** A definition of the past may have a step of a type that this project does not make: no job is known of it. */
function instanceUse(type: string): InstanceUse | null {
  return isStepType(type) ? INSTANCE_USES[type] : null;
}

/** Says whether a step of this type starts a job, which has instances that are billed. */
export function startsJob(type: string): boolean {
  return instanceUse(type) !== null;
}

function estimate(step: PastStep, { outcome, name }: StepOutcome, input: ForecastInput): Estimate {
  const use = instanceUse(step.Type);
  const wanted = use === null ? undefined : capacity(step, input.definition, input.parameters);
  const instance = wanted?.type === undefined ? null : `${wanted.count} × ${wanted.type}`;
  if (outcome === 'cached') return { instance, seconds: 0, dollars: 0 };
  if (outcome === 'conditional') return { instance, seconds: null, dollars: null };
  // A step that starts no job is one call of the service: it takes a moment and costs nothing.
  if (use === null) return { instance, seconds: 0, dollars: 0 };
  const type = wanted?.type;
  const price = type === undefined ? null : instancePrice(input.region, use, type);
  const job = { instance, job: { use, type, region: input.region, price } };
  const unknownTime = (unknown: string): Estimate => ({ ...job, seconds: null, dollars: null, unknown });
  const before = input.figures.get(name);
  if (before === undefined) {
    return unknownTime(
      input.past.executions === 0
        ? NEVER_RAN
        : `how long ${name} takes (it did its work in none of the latest executions)`,
    );
  }
  const earlier = earlierCapacity(step, before, input.past);
  if (type === undefined || type !== earlier?.type || wanted?.count !== earlier.count) {
    const instances = earlier?.type === undefined ? 'another instance type' : `${earlier.count} × ${earlier.type}`;
    return unknownTime(`how long ${name} takes on ${instance ?? 'its instances'} (so far it ran on ${instances})`);
  }
  if (before.seconds === null) return unknownTime(`how long ${name} takes (its times are not recorded)`);
  const scale = trialScale(wanted, earlier);
  const common = { ...job, seconds: Math.round(before.seconds * scale.time), execution: before.execution };
  if (price === null) return { ...common, dollars: null };
  if (before.billed === null) return { ...common, dollars: null, unknown: `what ${name} is billed for` };
  return { ...common, dollars: dollars((before.billed * scale.work * price.hour) / 3600) };
}

/**
 * Returns what an hour of one instance of a step costs in the next execution; null when the step has no instance or its
 * price is not known.
 */
export function stepPrice(name: string, next: PlannedRun, region: string): InstancePrice | null {
  const step = allSteps(next.definition.Steps).find(({ Name }) => Name === name);
  if (step === undefined) return null;
  const use = instanceUse(step.Type);
  const { type } = capacity(step, next.definition, next.parameters);
  return use === null || type === undefined ? null : instancePrice(region, use, type);
}

/** The instances of a step. For a tuning step also the number of trials, and how many run at a time. */
interface Capacity {
  type: string | undefined;
  count: number;
  trials: number;
  parallel: number;
}

function capacity(step: PastStep, definition: PastDefinition, parameters: Readonly<Record<string, string>>): Capacity {
  const scope: ExecutionContext = { definition, parameters, execution: '', source: () => undefined };
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

function earlierCapacity(step: PastStep, { execution }: StepFigures, past: PastRuns): Capacity | undefined {
  const run = past.runs.find(({ arn }) => arn === execution);
  const earlier = run && allSteps(run.definition.Steps).find(({ Name }) => Name === step.Name);
  return earlier && capacity(earlier, run.definition, run.parameters);
}

/** The factors of time and billed work. Trials run in rounds of `parallel` trials, and each trial is billed. */
function trialScale(wanted: Capacity, earlier: Capacity): { time: number; work: number } {
  const rounds = ({ trials, parallel }: Capacity) => Math.ceil(trials / parallel);
  return { time: rounds(wanted) / rounds(earlier), work: wanted.trials / earlier.trials };
}

/**
 * Returns the seconds of the longest chain of steps. A step waits for the steps that it refers to or names in
 * DependsOn; other steps run in parallel. A step of unknown duration counts as 0 s.
 */
function longestPath(steps: readonly PastStep[], seconds: ReadonlyMap<string, number | null>): number {
  const ends = new Map<string, number>();
  const end = (name: string): number => {
    const known = ends.get(name);
    if (known !== undefined) return known;
    ends.set(name, 0);
    const step = steps.find(({ Name }) => Name === name);
    const needs =
      step === undefined
        ? []
        : [...referencedSteps(step.Arguments), ...((step as { DependsOn?: string[] }).DependsOn ?? [])];
    const total = (seconds.get(name) ?? 0) + Math.max(0, ...needs.map(end));
    ends.set(name, total);
    return total;
  };
  return Math.max(0, ...[...seconds.keys()].map(end));
}

const NO_EXECUTION: ExecutionContext = {
  definition: { Steps: [] },
  parameters: {},
  execution: '',
  source: () => undefined,
};

const referencedSteps = (value: unknown): string[] => references(resolve(value, NO_EXECUTION)).map(({ step }) => step);
