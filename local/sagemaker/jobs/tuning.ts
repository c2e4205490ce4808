import { randomInt } from 'node:crypto';
import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { checkMetrics, type MetricDefinition } from './metrics.ts';
import {
  createRecord,
  type JobListing,
  listRecords,
  markStopping,
  requireRecord,
  TUNING,
  updateRecord,
  withInternalPart,
} from './records.ts';
import { gridSize, readRanges } from './search.ts';
import type { JobControl, JobSupervisor } from './supervisor.ts';
import { TuningRun } from './tuning-run.ts';
import { NO_COUNTERS, trainingSummaries } from './tuning-summary.ts';

const LISTING: JobListing = {
  type: TUNING,
  list: 'HyperParameterTuningJobSummaries',
  members: [
    'HyperParameterTuningJobName',
    'HyperParameterTuningJobArn',
    'HyperParameterTuningJobStatus',
    'CreationTime',
    'HyperParameterTuningEndTime',
    'LastModifiedTime',
    'TrainingJobStatusCounters',
    'ObjectiveStatusCounters',
  ],
  sortBy: 'Name',
  order: 'Ascending',
};

/** Create-, Describe-, List- and StopHyperParameterTuningJob, ListTrainingJobsForHyperParameterTuningJob. */
export function tuningOperations(supervisor: JobSupervisor): Operations {
  return {
    async CreateHyperParameterTuningJob(input, context) {
      return { HyperParameterTuningJobArn: createTuning(input, context, supervisor) };
    },
    async DescribeHyperParameterTuningJob(input, context) {
      return visible(requireRecord(TUNING, input.HyperParameterTuningJobName, context));
    },
    async ListHyperParameterTuningJobs(input, context) {
      const output = listRecords(LISTING, input, context);
      for (const summary of output.HyperParameterTuningJobSummaries) {
        const job = requireRecord(TUNING, summary.HyperParameterTuningJobName, context);
        summary.Strategy = job.HyperParameterTuningJobConfig.Strategy;
        summary.ResourceLimits = job.HyperParameterTuningJobConfig.ResourceLimits;
      }
      return output;
    },
    async StopHyperParameterTuningJob(input, context) {
      markStopping(TUNING, input.HyperParameterTuningJobName, context);
      supervisor.control(TUNING.kind, input.HyperParameterTuningJobName)?.end('stop');
      return {};
    },
    ListTrainingJobsForHyperParameterTuningJob: listTrainingJobs,
  };
}

function createTuning(input: Shape, context: Context, supervisor: JobSupervisor): string {
  checkRequest(input);
  const { Tags: _, ...request } = input;
  const now = context.now();
  const arn = arnOf(TUNING.resource, input.HyperParameterTuningJobName, context);
  const record = {
    ...request,
    HyperParameterTuningJobConfig: { TrainingJobEarlyStoppingType: 'Off', ...request.HyperParameterTuningJobConfig },
    HyperParameterTuningJobArn: arn,
    HyperParameterTuningJobStatus: 'InProgress',
    CreationTime: now,
    LastModifiedTime: now,
    ...NO_COUNTERS,
  };
  // Without a RandomSeed the service chooses one that it does not show. It is recorded, so that a restart continues
  // with it.
  const seed = input.HyperParameterTuningJobConfig.RandomSeed ?? randomInt(2 ** 31);
  createRecord(TUNING, withInternalPart(record, { seed, trials: [] }), context);
  startTuning(input.HyperParameterTuningJobName, context, supervisor);
  return arn;
}

async function listTrainingJobs(input: Shape, context: Context): Promise<Shape> {
  const tuning = requireRecord(TUNING, input.HyperParameterTuningJobName, context);
  const all = trainingSummaries(tuning, context).map((each) => ({
    ...each,
    _objective: each.FinalHyperParameterTuningJobObjectiveMetric?.Value,
  }));
  // "any training jobs that did not return an objective metric are not listed"
  const listed =
    input.SortBy === 'FinalObjectiveMetricValue' ? all.filter((each) => each._objective !== undefined) : all;
  const { records, ...rest } = pageOfRecords(listed, input, {
    id: 'TrainingJobArn',
    status: 'TrainingJobStatus',
    sortBy: {
      Name: 'TrainingJobName',
      Status: 'TrainingJobStatus',
      CreationTime: 'CreationTime',
      FinalObjectiveMetricValue: '_objective',
    },
    defaultSortBy: 'Name',
    defaultOrder: 'Ascending',
  });
  return { TrainingJobSummaries: records.map(visible), ...rest };
}

/** Runs a tuning job that has a record. A job that ran before a restart continues. */
export function startTuning(name: string, context: Context, supervisor: JobSupervisor): void {
  supervisor.start(TUNING.kind, name, (control) => tuneJob(name, context, control, supervisor));
}

async function tuneJob(name: string, context: Context, control: JobControl, supervisor: JobSupervisor): Promise<void> {
  let failure: string | undefined;
  try {
    await new TuningRun(name, context, control, supervisor).run();
  } catch (error) {
    if (control.reason === undefined) failure = failureReason(error);
  }
  const { reason } = control;
  if (reason === 'shutdown') return;
  updateRecord(
    TUNING,
    name,
    {
      HyperParameterTuningJobStatus: failure !== undefined ? 'Failed' : reason === 'stop' ? 'Stopped' : 'Completed',
      FailureReason: failure,
      HyperParameterTuningEndTime: context.now(),
    },
    context,
  );
}

/** Checks the rules that the service model does not contain. @throws ServiceError ValidationException */
function checkRequest(input: Shape): void {
  checkSupported(input);
  const config = input.HyperParameterTuningJobConfig;
  const definition = input.TrainingJobDefinition ?? refuse('TrainingJobDefinition is required.');
  const objective = config.HyperParameterTuningJobObjective ?? refuse('HyperParameterTuningJobObjective is required.');
  const ranges = readRanges(config.ParameterRanges, config.Strategy);
  const metrics: MetricDefinition[] = definition.AlgorithmSpecification.MetricDefinitions ?? [];
  checkMetrics(metrics);
  if (!metrics.some((metric) => metric.Name === objective.MetricName)) {
    refuse(
      `The objective metric ${objective.MetricName} is not in AlgorithmSpecification.MetricDefinitions (${metrics.map((metric) => metric.Name).join(', ')}).`,
    );
  }
  const duplicate = ranges.find((range) => definition.StaticHyperParameters?.[range.name] !== undefined);
  if (duplicate) refuse(`Hyperparameter ${duplicate.name} is both static and tuned.`);
  checkLimits(config.ResourceLimits, config.Strategy === 'Grid' ? gridSize(ranges) : undefined);
}

/** Refuses what is not implemented on this machine. */
function checkSupported(input: Shape): void {
  const config = input.HyperParameterTuningJobConfig;
  if (config.Strategy === 'Hyperband')
    refuse('The strategy Hyperband is not supported on this machine; use Bayesian, Random or Grid.');
  if (input.WarmStartConfig) refuse('WarmStartConfig is not supported on this machine.');
  if (input.Autotune) refuse('Autotune is not supported on this machine.');
  if (input.TrainingJobDefinitions)
    refuse('TrainingJobDefinitions is not supported on this machine; use TrainingJobDefinition.');
  const criteria = config.TuningJobCompletionCriteria;
  if (criteria?.BestObjectiveNotImproving || criteria?.ConvergenceDetected) {
    refuse('Of TuningJobCompletionCriteria, only TargetObjectiveMetricValue is supported on this machine.');
  }
}

/** @param points number of points of a grid; undefined for other strategies */
function checkLimits(limits: Shape, points: number | undefined): void {
  const { MaxNumberOfTrainingJobs: maxJobs, MaxParallelTrainingJobs: maxParallel } = limits;
  if (points !== undefined) {
    if (maxJobs !== undefined && maxJobs !== points)
      refuse(`A grid of ${points} points cannot have MaxNumberOfTrainingJobs ${maxJobs}.`);
  } else if (maxJobs === undefined && limits.MaxRuntimeInSeconds === undefined) {
    refuse('ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds.');
  } else if (maxJobs !== undefined && maxParallel > maxJobs) {
    refuse(`MaxParallelTrainingJobs ${maxParallel} must not be more than MaxNumberOfTrainingJobs ${maxJobs}.`);
  }
}

function refuse(message: string): never {
  throw new ServiceError('ValidationException', message);
}
