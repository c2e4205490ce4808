import type { Context, Shape } from '../context.ts';
import { pick } from '../members.ts';
import { internalPart, isFinal, TRAINING } from './records.ts';

/** The counters of a tuning job without training jobs. */
export const NO_COUNTERS: Shape = {
  TrainingJobStatusCounters: { Completed: 0, InProgress: 0, RetryableError: 0, NonRetryableError: 0, Stopped: 0 },
  ObjectiveStatusCounters: { Succeeded: 0, Pending: 0, Failed: 0 },
};

/** A training job that a tuning job has started. */
export interface Trial {
  readonly id: number;
  readonly name: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** Gives the objective of a training job that has ended; undefined when it failed or printed none. */
export function objectiveOf(trainingJob: Shape, metric: string): number | undefined {
  if (trainingJob.TrainingJobStatus === 'Failed') return undefined;
  return trainingJob.FinalMetricDataList?.find((each: Shape) => each.MetricName === metric)?.Value;
}

/** Lists the HyperParameterTrainingJobSummary of every training job of a tuning job, in the order of their start. */
export function trainingSummaries(tuning: Shape, context: Context): Shape[] {
  const metric: string = tuning.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName;
  return ((internalPart(tuning).trials ?? []) as Trial[]).flatMap((trial) => {
    const job = context.store.get(TRAINING.kind, trial.name);
    if (!job) return [];
    const value = objectiveOf(job, metric);
    const hasEnded = isFinal(job.TrainingJobStatus);
    return [
      {
        ...pick(job, [
          'TrainingJobName',
          'TrainingJobArn',
          'CreationTime',
          'TrainingStartTime',
          'TrainingEndTime',
          'TrainingJobStatus',
          'FailureReason',
        ]),
        TunedHyperParameters: tunedHyperParameters(trial),
        ObjectiveStatus: !hasEnded ? 'Pending' : value === undefined ? 'Failed' : 'Succeeded',
        ...(hasEnded && value !== undefined
          ? { FinalHyperParameterTuningJobObjectiveMetric: { MetricName: metric, Value: value } }
          : {}),
      },
    ];
  });
}

/** Gives a proposal as hyperparameters: all values are text. */
export function tunedHyperParameters(trial: Trial): Record<string, string> {
  return Object.fromEntries(Object.entries(trial.values).map(([name, value]) => [name, String(value)]));
}

/** Gives the counters and the best training job of a tuning job. */
export function tuningProgress(tuning: Shape, context: Context): Shape {
  const objective = tuning.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective;
  const jobs = trainingSummaries(tuning, context);
  const countStatus = (name: string) => jobs.filter((each) => each.TrainingJobStatus === name).length;
  const countObjective = (name: string) => jobs.filter((each) => each.ObjectiveStatus === name).length;
  const best = bestJob(jobs, objective.Type);
  return {
    TrainingJobStatusCounters: {
      Completed: countStatus('Completed'),
      InProgress: countStatus('InProgress') + countStatus('Stopping'),
      RetryableError: 0,
      NonRetryableError: countStatus('Failed'),
      Stopped: countStatus('Stopped'),
    },
    ObjectiveStatusCounters: {
      Succeeded: countObjective('Succeeded'),
      Pending: countObjective('Pending'),
      Failed: countObjective('Failed'),
    },
    BestTrainingJob: best && {
      ...best,
      FinalHyperParameterTuningJobObjectiveMetric: {
        Type: objective.Type,
        ...best.FinalHyperParameterTuningJobObjectiveMetric,
      },
    },
  };
}

/** Gives the completed training job with the best objective; of equal ones, the first. */
function bestJob(jobs: readonly Shape[], direction: string): Shape | undefined {
  const sign = direction === 'Minimize' ? -1 : 1;
  const objectiveValue = (each: Shape): number => sign * each.FinalHyperParameterTuningJobObjectiveMetric.Value;
  return jobs
    .filter((each) => each.ObjectiveStatus === 'Succeeded' && each.TrainingJobStatus === 'Completed')
    .reduce<Shape | undefined>(
      (best, each) => (!best || objectiveValue(each) > objectiveValue(best) ? each : best),
      undefined,
    );
}
