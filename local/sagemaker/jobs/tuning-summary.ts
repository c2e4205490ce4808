import type { Context, Shape } from '../context.ts';
import { pick } from '../members.ts';
import { isTerminal, localPart, TRAINING } from './records.ts';

/** The counters of a tuning job that has no training job yet. */
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

/** The objective of a training job that has ended; undefined when it printed none, or failed. */
export function objectiveOf(trainingJob: Shape, metric: string): number | undefined {
  if (trainingJob.TrainingJobStatus === 'Failed') return undefined;
  return trainingJob.FinalMetricDataList?.find((each: Shape) => each.MetricName === metric)?.Value;
}

/** HyperParameterTrainingJobSummary of every training job of a tuning job, in the order of their start. */
export function trainingSummaries(tuning: Shape, context: Context): Shape[] {
  const objective = tuning.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective;
  return ((localPart(tuning).trials ?? []) as Trial[]).flatMap((trial) => {
    const job = context.store.get(TRAINING.kind, trial.name);
    if (!job) return [];
    const value = objectiveOf(job, objective.MetricName);
    const ended = isTerminal(job.TrainingJobStatus);
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
        ObjectiveStatus: !ended ? 'Pending' : value === undefined ? 'Failed' : 'Succeeded',
        ...(ended && value !== undefined
          ? { FinalHyperParameterTuningJobObjectiveMetric: { MetricName: objective.MetricName, Value: value } }
          : {}),
      },
    ];
  });
}

/** A proposal as hyperparameters: numbers as text, categorical values as they were given. */
export function tunedHyperParameters(trial: Trial): Record<string, string> {
  return Object.fromEntries(Object.entries(trial.values).map(([name, value]) => [name, String(value)]));
}

/** Counters and best training job of a tuning job, from its training jobs. */
export function tuningProgress(tuning: Shape, context: Context): Shape {
  const objective = tuning.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective;
  const jobs = trainingSummaries(tuning, context);
  const count = (holds: (each: Shape) => boolean) => jobs.filter(holds).length;
  const status = (name: string) => count((each) => each.TrainingJobStatus === name);
  const sign = objective.Type === 'Minimize' ? -1 : 1;
  const value = (each: Shape): number => sign * each.FinalHyperParameterTuningJobObjectiveMetric.Value;
  const best = jobs
    .filter((each) => each.ObjectiveStatus === 'Succeeded' && each.TrainingJobStatus === 'Completed')
    .reduce<Shape | undefined>((top, each) => (top === undefined || value(each) > value(top) ? each : top), undefined);
  return {
    TrainingJobStatusCounters: {
      Completed: status('Completed'),
      InProgress: status('InProgress') + status('Stopping'),
      RetryableError: 0,
      NonRetryableError: status('Failed'),
      Stopped: status('Stopped'),
    },
    ObjectiveStatusCounters: {
      Succeeded: count((each) => each.ObjectiveStatus === 'Succeeded'),
      Pending: count((each) => each.ObjectiveStatus === 'Pending'),
      Failed: count((each) => each.ObjectiveStatus === 'Failed'),
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
