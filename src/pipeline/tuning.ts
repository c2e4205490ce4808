import { type Get, type Join, join, type Value } from './expression.ts';
import {
  type CachedOptions,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
  withoutUndefined,
} from './step.ts';
import { type TrainingJobOptions, trainingJob } from './training.ts';

export type Scaling = 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic';

export type ParameterRange =
  | { type: 'integer' | 'continuous'; min: number; max: number; scaling?: Scaling }
  | { type: 'categorical'; values: readonly (string | number | boolean)[] };

export interface TuningOptions
  extends Omit<TrainingJobOptions, 'hyperparameters'>,
    StepOptions,
    RetriedOptions,
    CachedOptions,
    TaggedOptions {
  strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid';
  /** With a random seed every run tries the same hyperparameters, as far as the strategy allows. */
  randomSeed?: number | undefined;
  earlyStopping: 'Off' | 'Auto';
  objective: { type: 'Maximize' | 'Minimize'; metric: string };
  /** Absent for Grid, which tries each combination. */
  maximumJobs?: Value<number> | undefined;
  maximumParallelJobs: Value<number>;
  ranges: Readonly<Record<string, ParameterRange>>;
  /** JSON texts, as for a training job. A name that has a range is dropped: the service refuses it in both places. */
  staticHyperparameters: Readonly<Record<string, Value<string>>>;
}

export interface TuningStep extends Step {
  /** Name of the training job with this rank; 0 is the best. */
  topTrainingJob(rank?: number): Get<string>;
  /**
   * S3 address of the model.tar.gz of that training job. The service has no property for it, so it is derived from the
   * output path.
   */
  topModel(bucket: string, rank?: number): Join;
}

/** Builds a Tuning step (CreateHyperParameterTuningJob). */
export function tuning(options: TuningOptions): TuningStep {
  const { algorithm, resources, ...common } = trainingJob({ ...options, hyperparameters: {} });
  const topTrainingJob = (rank = 0): Get<string> => ({
    Get: `Steps.${options.name}.TrainingJobSummaries[${rank}].TrainingJobName`,
  });
  return {
    definition: stepDefinition('Tuning', options, {
      HyperParameterTuningJobConfig: withoutUndefined({
        Strategy: options.strategy,
        ResourceLimits: withoutUndefined({
          MaxNumberOfTrainingJobs: options.maximumJobs,
          MaxParallelTrainingJobs: options.maximumParallelJobs,
        }),
        TrainingJobEarlyStoppingType: options.earlyStopping,
        HyperParameterTuningJobObjective: { Type: options.objective.type, MetricName: options.objective.metric },
        ParameterRanges: parameterRanges(options.ranges),
        RandomSeed: options.randomSeed,
      }),
      TrainingJobDefinition: {
        StaticHyperParameters: Object.fromEntries(
          Object.entries(options.staticHyperparameters).filter(([name]) => !Object.hasOwn(options.ranges, name)),
        ),
        AlgorithmSpecification: algorithm,
        HyperParameterTuningResourceConfig: resources,
        ...common,
      },
      Tags: undefinedIfEmpty(options.tags),
    }),
    topTrainingJob,
    topModel: (bucket, rank) => join('/', ['s3:/', bucket, topTrainingJob(rank), 'output/model.tar.gz']),
  };
}

/** The three lists of the service, each sorted by name: the order in a configuration file has no meaning. */
function parameterRanges(ranges: Readonly<Record<string, ParameterRange>>) {
  const sorted = Object.entries(ranges).sort(([a], [b]) => (a < b ? -1 : 1));
  const numeric = (type: 'integer' | 'continuous') =>
    sorted.flatMap(([name, range]) =>
      range.type === type
        ? [
            {
              Name: name,
              MinValue: String(range.min),
              MaxValue: String(range.max),
              ScalingType: range.scaling ?? 'Auto',
            },
          ]
        : [],
    );
  return {
    ContinuousParameterRanges: numeric('continuous'),
    IntegerParameterRanges: numeric('integer'),
    // The training toolkit decodes each value as JSON, so a text needs its quotes.
    CategoricalParameterRanges: sorted.flatMap(([name, range]) =>
      range.type === 'categorical' ? [{ Name: name, Values: range.values.map((value) => JSON.stringify(value)) }] : [],
    ),
  };
}
