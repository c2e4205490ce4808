import { randomInt } from 'node:crypto';
import { type Context, type Operations, ServiceError, type Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, visible } from '../members.ts';
import { failureReason } from './failure-reason.ts';
import { createMetricReader } from './metrics.ts';
import { createRecord, getRecord, listRecords, markStopping, TUNING, updateRecord, withLocalPart } from './records.ts';
import { gridSize, readRanges } from './search.ts';
import type { Supervisor } from './supervisor.ts';
import { runTuning } from './tuning-run.ts';
import { NO_COUNTERS, trainingSummaries } from './tuning-summary.ts';

const SUMMARY = [
  'HyperParameterTuningJobName',
  'HyperParameterTuningJobArn',
  'HyperParameterTuningJobStatus',
  'CreationTime',
  'HyperParameterTuningEndTime',
  'LastModifiedTime',
  'TrainingJobStatusCounters',
  'ObjectiveStatusCounters',
];

/** Create-, Describe-, List- and StopHyperParameterTuningJob, ListTrainingJobsForHyperParameterTuningJob. */
export function tuningOperations(supervisor: Supervisor): Operations {
  return {
    async CreateHyperParameterTuningJob(input, context) {
      check(input);
      const { Tags: _, ...request } = input;
      const now = context.now();
      const arn = arnOf(TUNING.resource, input.HyperParameterTuningJobName, context);
      const record = {
        ...request,
        HyperParameterTuningJobConfig: {
          TrainingJobEarlyStoppingType: 'Off',
          ...request.HyperParameterTuningJobConfig,
        },
        HyperParameterTuningJobArn: arn,
        HyperParameterTuningJobStatus: 'InProgress',
        CreationTime: now,
        LastModifiedTime: now,
        ...NO_COUNTERS,
      };
      // Without a RandomSeed the service draws one that it does not tell; it is kept so that a restart goes on with it.
      const seed = input.HyperParameterTuningJobConfig.RandomSeed ?? randomInt(2 ** 31);
      createRecord(TUNING, withLocalPart(record, { seed, trials: [] }), context);
      startTuning(input.HyperParameterTuningJobName, context, supervisor);
      return { HyperParameterTuningJobArn: arn };
    },
    async DescribeHyperParameterTuningJob(input, context) {
      return visible(getRecord(TUNING, input.HyperParameterTuningJobName, context));
    },
    async ListHyperParameterTuningJobs(input, context) {
      const listing = { job: TUNING, members: SUMMARY, sortBy: 'Name', order: 'Ascending' } as const;
      const answer = listRecords(listing, input, context, 'HyperParameterTuningJobSummaries');
      for (const each of answer.HyperParameterTuningJobSummaries) {
        const config = getRecord(TUNING, each.HyperParameterTuningJobName, context).HyperParameterTuningJobConfig;
        each.Strategy = config.Strategy;
        each.ResourceLimits = config.ResourceLimits;
      }
      return answer;
    },
    async StopHyperParameterTuningJob(input, context) {
      markStopping(TUNING, input.HyperParameterTuningJobName, context);
      supervisor.control(TUNING.kind, input.HyperParameterTuningJobName)?.end('stop');
      return {};
    },
    async ListTrainingJobsForHyperParameterTuningJob(input, context) {
      const tuning = getRecord(TUNING, input.HyperParameterTuningJobName, context);
      const all = trainingSummaries(tuning, context).map((each) => ({
        ...each,
        _objective: each.FinalHyperParameterTuningJobObjectiveMetric?.Value,
      }));
      // "any training jobs that did not return an objective metric are not listed"
      const found =
        input.SortBy === 'FinalObjectiveMetricValue' ? all.filter((each) => each._objective !== undefined) : all;
      const { records, ...rest } = page(found, input, {
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
    },
  };
}

/** Runs or goes on with a tuning job whose record is there. */
export function startTuning(name: string, context: Context, supervisor: Supervisor): void {
  supervisor.start(TUNING.kind, name, async (control) => {
    let failure: string | undefined;
    try {
      await runTuning(name, context, control, supervisor);
    } catch (error) {
      if (control.reason() === undefined) failure = failureReason(error);
    }
    const reason = control.reason();
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
  });
}

/** What the service model cannot say. */
function check(input: Shape): void {
  const config = input.HyperParameterTuningJobConfig;
  const refuse = (message: string): never => {
    throw new ServiceError('ValidationException', message);
  };
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
  const definition = input.TrainingJobDefinition ?? refuse('TrainingJobDefinition must be given.');
  const objective =
    config.HyperParameterTuningJobObjective ?? refuse('HyperParameterTuningJobObjective must be given.');
  const ranges = readRanges(config.ParameterRanges, config.Strategy);
  const metrics: Array<{ Name: string; Regex: string }> = definition.AlgorithmSpecification.MetricDefinitions ?? [];
  createMetricReader(metrics);
  if (!metrics.some((metric) => metric.Name === objective.MetricName)) {
    refuse(
      `The objective metric ${objective.MetricName} is not in AlgorithmSpecification.MetricDefinitions (${metrics.map((metric) => metric.Name).join(', ')}).`,
    );
  }
  const twice = ranges.find((range) => definition.StaticHyperParameters?.[range.name] !== undefined);
  if (twice) refuse(`Hyperparameter ${twice.name} is both static and tuned.`);
  const { MaxNumberOfTrainingJobs: most, MaxParallelTrainingJobs: parallel } = config.ResourceLimits;
  if (config.Strategy === 'Grid') {
    if (most !== undefined && most !== gridSize(ranges))
      refuse(`A grid of ${gridSize(ranges)} points cannot have MaxNumberOfTrainingJobs ${most}.`);
  } else if (most === undefined && config.ResourceLimits.MaxRuntimeInSeconds === undefined) {
    refuse('ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds.');
  } else if (most !== undefined && parallel > most) {
    refuse(`MaxParallelTrainingJobs ${parallel} must not be more than MaxNumberOfTrainingJobs ${most}.`);
  }
}
