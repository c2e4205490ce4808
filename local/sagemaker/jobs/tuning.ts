import { randomInt } from 'node:crypto';
import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { checkMetrics } from './metrics.ts';
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
  checkSupported(input);
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

/** Refuses what is not implemented on this machine. @throws ServiceError ValidationException */
function checkSupported(input: Shape): void {
  const config = input.HyperParameterTuningJobConfig;
  if (config.Strategy === 'Hyperband')
    refuse('The strategy Hyperband is not supported on this machine; use Bayesian, Random or Grid.');
  if (input.WarmStartConfig) refuse('WarmStartConfig is not supported on this machine.');
  if (input.Autotune) refuse('Autotune is not supported on this machine.');
  if (input.TrainingJobDefinitions)
    refuse('TrainingJobDefinitions is not supported on this machine; use TrainingJobDefinition.');
  const definition = input.TrainingJobDefinition;
  if (definition.TuningObjective || definition.HyperParameterRanges) {
    refuse('TuningObjective and HyperParameterRanges of a definition are not supported on this machine.');
  }
  checkMetrics(definition.AlgorithmSpecification.MetricDefinitions ?? []);
  const criteria = config.TuningJobCompletionCriteria;
  if (criteria?.BestObjectiveNotImproving || criteria?.ConvergenceDetected) {
    refuse('Of TuningJobCompletionCriteria, only TargetObjectiveMetricValue is supported on this machine.');
  }
}

function refuse(message: string): never {
  throw new ServiceError('ValidationException', message);
}
