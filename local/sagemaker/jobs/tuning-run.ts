import { createHash } from 'node:crypto';
import type { Context, Shape } from '../context.ts';
import { clientError } from './failure-reason.ts';
import { getRecord, isTerminal, localPart, TRAINING, TUNING, updateRecord, withLocalPart } from './records.ts';
import { gridSize, readRanges, type Search, startSearch } from './search.ts';
import type { Control, Supervisor } from './supervisor.ts';
import { createTraining, stopTraining } from './training.ts';
import { objectiveOf, type Trial, trainingSummaries, tunedHyperParameters, tuningProgress } from './tuning-summary.ts';

/** The service gives up after this many training jobs without one success. */
const HOPELESS_AFTER = 5;

/** Proposes, trains and learns until the limits are reached. Throws a JobFailure when no training job gave an objective. */
export async function runTuning(
  name: string,
  context: Context,
  control: Control,
  supervisor: Supervisor,
): Promise<void> {
  const job = getRecord(TUNING, name, context);
  const config = job.HyperParameterTuningJobConfig;
  const objective = config.HyperParameterTuningJobObjective;
  const ranges = readRanges(config.ParameterRanges, config.Strategy);
  const limits = config.ResourceLimits;
  const most: number =
    config.Strategy === 'Grid' ? gridSize(ranges) : (limits.MaxNumberOfTrainingJobs ?? Number.POSITIVE_INFINITY);
  const unlimit = control.limit(remainingSeconds(job, context));
  const search = startSearch({
    strategy: config.Strategy,
    maximize: objective.Type === 'Maximize',
    seed: localPart(job).seed,
    startup: Math.max(2, Math.min(5, Math.ceil(most / 3))),
    ranges,
  });
  const refresh = () => updateRecord(TUNING, name, tuningProgress(getRecord(TUNING, name, context), context), context);
  const stopChildren = () => {
    if (control.reason() === 'shutdown') return;
    for (const trial of trials(name, context)) {
      const training = context.store.get(TRAINING.kind, trial.name);
      if (training && !isTerminal(training.TrainingJobStatus)) stopTraining(trial.name, context, supervisor);
    }
  };
  control.signal.addEventListener('abort', stopChildren, { once: true });

  const running = new Map<number, Promise<number>>();
  /** Waits for a training job, in the background, and tells the optimiser what came of it. */
  const follow = (trial: Trial) => {
    const done = supervisor.ended(TRAINING.kind, trial.name).then(async () => {
      const training = getRecord(TRAINING, trial.name, context);
      // A shutdown ends the training job's process, not the job: nothing is known of it yet.
      if (control.reason() !== 'shutdown') {
        await search.tell(trial.id, objectiveOf(training, objective.MetricName) ?? null);
        refresh();
      }
      return trial.id;
    });
    running.set(trial.id, done);
  };

  try {
    await restore(name, search, follow, context);
    refresh();
    while (control.reason() === undefined) {
      const started = trials(name, context).length;
      if (done(getRecord(TUNING, name, context), started, most, context)) {
        if (running.size === 0) break;
      } else if (running.size < limits.MaxParallelTrainingJobs) {
        follow(await startTrial(name, started, search, context, supervisor));
        refresh();
        continue;
      }
      running.delete(await Promise.race(running.values()));
    }
    await Promise.all(running.values());
    if (control.reason() === 'shutdown') return;
    refresh();
    if (control.reason() === undefined || control.reason() === 'max-runtime') judge(name, context);
  } finally {
    control.signal.removeEventListener('abort', stopChildren);
    unlimit();
    search.close();
  }
}

function trials(name: string, context: Context): Trial[] {
  return localPart(getRecord(TUNING, name, context)).trials ?? [];
}

function remainingSeconds(job: Shape, context: Context): number | undefined {
  const most = job.HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds;
  return most === undefined ? undefined : Math.max(0, job.CreationTime + most - context.now());
}

/** Gives the optimiser what an earlier server had learned, and follows the training jobs that still run. */
async function restore(name: string, search: Search, follow: (trial: Trial) => void, context: Context): Promise<void> {
  const metric = getRecord(TUNING, name, context).HyperParameterTuningJobConfig.HyperParameterTuningJobObjective
    .MetricName;
  for (const trial of trials(name, context)) {
    await search.restore(trial.id, trial.values);
    const training = context.store.get(TRAINING.kind, trial.name);
    if (training && !isTerminal(training.TrainingJobStatus)) follow(trial);
    else await search.tell(trial.id, (training && objectiveOf(training, metric)) ?? null);
  }
}

async function startTrial(
  name: string,
  id: number,
  search: Search,
  context: Context,
  supervisor: Supervisor,
): Promise<Trial> {
  const values = await search.ask(id);
  const job = getRecord(TUNING, name, context);
  const hash = createHash('sha256').update(`${job.HyperParameterTuningJobArn} ${job.CreationTime} ${id}`).digest('hex');
  const trial: Trial = { id, name: `${name}-${String(id + 1).padStart(3, '0')}-${hash.slice(0, 8)}`, values };
  const {
    StaticHyperParameters,
    HyperParameterTuningResourceConfig: resources,
    ResourceConfig,
    HyperParameterRanges: _ranges,
    DefinitionName: _name,
    TuningObjective: _objective,
    RetryStrategy: _retry,
    ...definition
  } = job.TrainingJobDefinition;
  const metric = job.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName;
  // The trial is in the record before its job exists: a restart in between finds a trial without a job, and counts it as failed.
  updateRecord(TUNING, name, withLocalPart(job, { trials: [...trials(name, context), trial] }), context);
  createTraining(
    {
      ...definition,
      TrainingJobName: trial.name,
      HyperParameters: { ...StaticHyperParameters, _tuning_objective_metric: metric, ...tunedHyperParameters(trial) },
      ResourceConfig: ResourceConfig ?? {
        InstanceType: resources?.InstanceType ?? resources?.InstanceConfigs?.[0]?.InstanceType,
        InstanceCount: resources?.InstanceCount ?? resources?.InstanceConfigs?.[0]?.InstanceCount,
        VolumeSizeInGB: resources?.VolumeSizeInGB ?? resources?.InstanceConfigs?.[0]?.VolumeSizeInGB,
      },
      TuningJobArn: job.HyperParameterTuningJobArn,
    },
    context,
    supervisor,
  );
  return trial;
}

/** Whether no more training jobs are to be started. */
function done(job: Shape, started: number, most: number, context: Context): boolean {
  if (started >= most) return true;
  const summaries = trainingSummaries(job, context);
  const succeeded = summaries.filter((each) => each.ObjectiveStatus === 'Succeeded');
  if (succeeded.length === 0 && summaries.filter((each) => each.ObjectiveStatus === 'Failed').length >= HOPELESS_AFTER)
    return true;
  const config = job.HyperParameterTuningJobConfig;
  const target = config.TuningJobCompletionCriteria?.TargetObjectiveMetricValue;
  if (target === undefined) return false;
  const maximize = config.HyperParameterTuningJobObjective.Type === 'Maximize';
  return succeeded.some(({ FinalHyperParameterTuningJobObjectiveMetric: { Value } }) =>
    maximize ? Value >= target : Value <= target,
  );
}

/** Fails the tuning job when it has nothing to show, in the service's words. */
function judge(name: string, context: Context): void {
  const summaries = trainingSummaries(getRecord(TUNING, name, context), context);
  if (summaries.some((each) => each.ObjectiveStatus === 'Succeeded')) return;
  const first = summaries.find((each) => each.FailureReason !== undefined);
  if (first === undefined) {
    throw clientError(
      `No objective metrics found after running ${summaries.length} training jobs. Please ensure that the custom algorithm is emitting the objective metric as defined by the regular expression provided.`,
    );
  }
  throw clientError(
    `No training job succeeded after ${summaries.length} attempts. For additional details, list the training jobs of this tuning job. The first failure (${first.TrainingJobName}): ${first.FailureReason}`,
  );
}
