import type { RefusalCase } from '../refusal-case.ts';
import { type Json, REQUESTS } from '../requests.ts';

const CONFIG = 'HyperParameterTuningJobConfig';
const RANGES = `${CONFIG}.ParameterRanges`;
const LIMITS = `${CONFIG}.ResourceLimits`;
const JOB = 'TrainingJobDefinition';
const HYPERBAND = `${CONFIG}.StrategyConfig.HyperbandStrategyConfig`;
const operation = 'CreateHyperParameterTuningJob';

const integers = (...names: string[]): Json => names.map((Name) => ({ Name, MinValue: '1', MaxValue: '3' }));
const GRID = {
  [`${CONFIG}.Strategy`]: 'Grid',
  [LIMITS]: { MaxParallelTrainingJobs: 2 },
  [RANGES]: {
    CategoricalParameterRanges: [
      { Name: 'a', Values: ['1', '2', '3'] },
      { Name: 'b', Values: ['x', 'y'] },
    ],
  },
};
const many = (count: number): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, 'x']));
const ranges = (count: number): Json => integers(...Array.from({ length: count }, (_, index) => `r${index}`));
/** The request with a list of definitions instead of one. */
const definitions = (...environments: number[]): Record<string, Json> => ({
  [JOB]: null,
  [RANGES]: null,
  [`${CONFIG}.HyperParameterTuningJobObjective`]: null,
  TrainingJobDefinitions: environments.map((count, index) => ({
    ...(REQUESTS[operation][JOB] as Record<string, Json>),
    DefinitionName: `d${index}`,
    TuningObjective: { Type: 'Maximize', MetricName: 'auc' },
    HyperParameterRanges: { IntegerParameterRanges: integers('max_depth') },
    Environment: many(count),
  })),
});

export const tuningCases: readonly RefusalCase[] = [
  {
    rule: 'range-without-width',
    operation,
    refused: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '20' },
    at: `${RANGES}.IntegerParameterRanges.0`,
    message: 'The minimum 20 of the range max_depth must be less than its maximum, which is 20.',
    taken: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '19' },
  },
  {
    rule: 'range-without-numbers',
    operation,
    refused: { [`${RANGES}.ContinuousParameterRanges.0.MaxValue`]: 'half' },
    at: `${RANGES}.ContinuousParameterRanges.0.MaxValue`,
    message: 'The range of hyperparameter min_share has a bound that is not a number: half.',
    taken: { [`${RANGES}.ContinuousParameterRanges.0.MaxValue`]: '5e-1' },
  },
  {
    rule: 'integer-range-with-fraction',
    operation,
    refused: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '3.5' },
    at: `${RANGES}.IntegerParameterRanges.0`,
    message: 'The range of hyperparameter max_depth is an integer range, but its bounds are not integers: 3.5, 20.',
    taken: { [`${RANGES}.IntegerParameterRanges.0.MinValue`]: '4' },
  },
  {
    rule: 'log-scale-at-zero',
    operation,
    refused: {
      [`${RANGES}.ContinuousParameterRanges.0.MinValue`]: '0',
      [`${RANGES}.ContinuousParameterRanges.0.ScalingType`]: 'Logarithmic',
    },
    at: `${RANGES}.ContinuousParameterRanges.0`,
    message: 'The range of hyperparameter min_share has Logarithmic scaling, which needs a MinValue above 0.',
    taken: { [`${RANGES}.ContinuousParameterRanges.0.ScalingType`]: 'Logarithmic' },
  },
  {
    rule: 'reverse-log-scale-range',
    operation,
    refused: {
      [`${RANGES}.ContinuousParameterRanges.0.MaxValue`]: '1',
      [`${RANGES}.ContinuousParameterRanges.0.ScalingType`]: 'ReverseLogarithmic',
    },
    at: `${RANGES}.ContinuousParameterRanges.0`,
    message: /needs 0 <= MinValue and MaxValue < 1/,
    taken: {
      [`${RANGES}.ContinuousParameterRanges.0.MaxValue`]: '0.999',
      [`${RANGES}.ContinuousParameterRanges.0.ScalingType`]: 'ReverseLogarithmic',
    },
  },
  {
    rule: 'reverse-log-scale-of-integers',
    operation,
    refused: { [`${RANGES}.IntegerParameterRanges.0.ScalingType`]: 'ReverseLogarithmic' },
    at: `${RANGES}.IntegerParameterRanges.0.ScalingType`,
    message: /not supported for integer ranges/,
    taken: { [`${RANGES}.IntegerParameterRanges.0.ScalingType`]: 'Logarithmic' },
  },
  {
    rule: 'tuning-without-ranges',
    operation,
    refused: { [RANGES]: null },
    at: RANGES,
    message: 'ParameterRanges must have at least one range.',
    taken: { [RANGES]: null, Autotune: { Mode: 'Enabled' } },
  },
  {
    rule: 'range-name-twice',
    operation,
    refused: { [`${RANGES}.CategoricalParameterRanges.0.Name`]: 'max_depth' },
    at: `${RANGES}.CategoricalParameterRanges.0.Name`,
    message: 'Hyperparameter max_depth has more than one range.',
    taken: { [`${RANGES}.CategoricalParameterRanges.0.Name`]: 'depth' },
  },
  {
    rule: 'range-and-static',
    operation,
    refused: { [`${JOB}.StaticHyperParameters.max_depth`]: '4' },
    at: `${RANGES}.IntegerParameterRanges.0.Name`,
    message: 'Hyperparameter max_depth is both static and tuned.',
    taken: { [`${JOB}.StaticHyperParameters.depth`]: '4' },
  },
  {
    rule: 'too-many-ranges',
    operation,
    refused: { [`${RANGES}.IntegerParameterRanges`]: ranges(29) },
    at: RANGES,
    message: 'ParameterRanges has 31 ranges, at most 30 are allowed.',
    taken: { [`${RANGES}.IntegerParameterRanges`]: ranges(28) },
  },
  {
    rule: 'too-many-hyperparameters',
    operation,
    refused: { [`${JOB}.StaticHyperParameters`]: many(98) },
    at: `${JOB}.StaticHyperParameters`,
    message: 'There are 101 static and tuned hyperparameters, at most 100 are allowed.',
    taken: { [`${JOB}.StaticHyperParameters`]: many(97) },
  },
  {
    rule: 'category-twice',
    operation,
    refused: { [`${RANGES}.CategoricalParameterRanges.0.Values.1`]: '"sqrt"' },
    at: `${RANGES}.CategoricalParameterRanges.0.Values.1`,
    message: 'The range of hyperparameter max_features has the value "sqrt" twice.',
    taken: { [`${RANGES}.CategoricalParameterRanges.0.Values.1`]: '"Sqrt"' },
  },
  {
    rule: 'too-few-combinations',
    operation,
    refused: { [RANGES]: { IntegerParameterRanges: integers('max_depth') } },
    at: `${LIMITS}.MaxNumberOfTrainingJobs`,
    message:
      "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [3.0] must be equal or greater than the value of MaxNumberOfJobs, [4]. Provide additional ranges.",
    taken: {
      [RANGES]: { IntegerParameterRanges: integers('max_depth') },
      [`${LIMITS}.MaxNumberOfTrainingJobs`]: 3,
    },
  },
  {
    rule: 'grid-of-numbers',
    operation,
    refused: { ...GRID, [`${RANGES}.IntegerParameterRanges`]: integers('c') },
    at: `${RANGES}.IntegerParameterRanges.0`,
    message: 'The Grid strategy takes categorical ranges only.',
    taken: GRID,
  },
  {
    rule: 'grid-job-count',
    operation,
    refused: { ...GRID, [`${LIMITS}.MaxNumberOfTrainingJobs`]: 5 },
    at: `${LIMITS}.MaxNumberOfTrainingJobs`,
    message: 'A grid of 6 points cannot have MaxNumberOfTrainingJobs 5.',
    taken: { ...GRID, [`${LIMITS}.MaxNumberOfTrainingJobs`]: 6 },
  },
  {
    rule: 'parallel-above-total',
    operation,
    refused: { [`${LIMITS}.MaxParallelTrainingJobs`]: 5 },
    at: `${LIMITS}.MaxParallelTrainingJobs`,
    message: 'MaxParallelTrainingJobs 5 must not be more than MaxNumberOfTrainingJobs 4.',
    taken: { [`${LIMITS}.MaxParallelTrainingJobs`]: 4 },
  },
  {
    rule: 'tuning-without-limit',
    operation,
    refused: { [`${LIMITS}.MaxNumberOfTrainingJobs`]: null },
    at: LIMITS,
    message: 'ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds.',
    taken: { [`${LIMITS}.MaxNumberOfTrainingJobs`]: null, [`${LIMITS}.MaxRuntimeInSeconds`]: 3600 },
  },
  {
    rule: 'tuning-without-definition',
    operation,
    refused: { [JOB]: null },
    at: '',
    message: 'TrainingJobDefinition is required.',
    taken: {},
  },
  {
    rule: 'tuning-without-objective',
    operation,
    refused: { [`${CONFIG}.HyperParameterTuningJobObjective`]: null },
    at: CONFIG,
    message: 'HyperParameterTuningJobObjective is required.',
    taken: {},
  },
  {
    rule: 'objective-without-definition',
    operation,
    refused: { [`${CONFIG}.HyperParameterTuningJobObjective.MetricName`]: 'f1' },
    at: `${CONFIG}.HyperParameterTuningJobObjective.MetricName`,
    message:
      'A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions.',
    // The service knows the metrics of its own algorithms.
    taken: {
      [`${CONFIG}.HyperParameterTuningJobObjective.MetricName`]: 'validation:f1',
      [`${JOB}.AlgorithmSpecification.TrainingImage`]:
        '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    },
  },
  {
    rule: 'hyperband-config-elsewhere',
    operation,
    refused: { [HYPERBAND]: { MinResource: 1, MaxResource: 10 } },
    at: `${CONFIG}.StrategyConfig`,
    message: 'StrategyConfig is only supported for the strategy Hyperband, not for Bayesian.',
    taken: { [HYPERBAND]: { MinResource: 1, MaxResource: 10 }, [`${CONFIG}.Strategy`]: 'Hyperband' },
  },
  {
    rule: 'hyperband-early-stopping',
    operation,
    refused: {
      [`${CONFIG}.Strategy`]: 'Hyperband',
      [HYPERBAND]: { MaxResource: 10 },
      [`${CONFIG}.TrainingJobEarlyStoppingType`]: 'Auto',
    },
    at: `${CONFIG}.TrainingJobEarlyStoppingType`,
    message: 'TrainingJobEarlyStoppingType must be Off to use the strategy Hyperband.',
    taken: {
      [`${CONFIG}.Strategy`]: 'Hyperband',
      [HYPERBAND]: { MaxResource: 10 },
      [`${CONFIG}.TrainingJobEarlyStoppingType`]: 'Off',
    },
  },
  {
    rule: 'hyperband-without-maximum',
    operation,
    refused: { [`${CONFIG}.Strategy`]: 'Hyperband' },
    at: `${HYPERBAND}.MaxResource`,
    message: /^MaxResource is required/,
    taken: { [`${CONFIG}.Strategy`]: 'Hyperband', [`${JOB}.StaticHyperParameters.epochs`]: '10' },
  },
  {
    rule: 'hyperband-maximum',
    operation,
    refused: { [`${CONFIG}.Strategy`]: 'Hyperband', [HYPERBAND]: { MaxResource: 20_001 } },
    at: `${HYPERBAND}.MaxResource`,
    message: 'MaxResource 20001 is more than the maximum of 20000 epochs.',
    taken: { [`${CONFIG}.Strategy`]: 'Hyperband', [HYPERBAND]: { MaxResource: 20_000 } },
  },
  {
    rule: 'tuning-instance-configs',
    operation,
    refused: {
      [`${JOB}.HyperParameterTuningResourceConfig`]: {
        InstanceType: 'ml.m5.xlarge',
        InstanceConfigs: [{ InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 }],
      },
    },
    at: `${JOB}.HyperParameterTuningResourceConfig.InstanceType`,
    message: 'InstanceType cannot be specified with InstanceConfigs.',
    taken: {
      [`${JOB}.HyperParameterTuningResourceConfig`]: {
        InstanceConfigs: [{ InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 }],
      },
    },
  },
  {
    rule: 'tuning-environment-size',
    operation,
    refused: definitions(24, 25),
    at: 'TrainingJobDefinitions',
    message: 'The definitions have 49 environment variables together, at most 48 are allowed.',
    taken: definitions(24, 24),
  },
];
