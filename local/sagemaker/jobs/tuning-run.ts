import { createHash } from 'node:crypto';
import type { Context, Shape } from '../context.ts';
import { clientError } from './failure-reason.ts';
import { internalPart, isFinal, requireRecord, TRAINING, TUNING, updateRecord, withInternalPart } from './records.ts';
import { gridSize, readRanges, Search } from './search.ts';
import type { JobControl, JobSupervisor } from './supervisor.ts';
import { createTraining, stopTraining } from './training.ts';
import { objectiveOf, type Trial, trainingSummaries, tunedHyperParameters, tuningProgress } from './tuning-summary.ts';

/** The service gives up after this many training jobs when none of them succeeded. */
const MAX_FAILED_JOBS = 5;

/** One run of a tuning job: proposes values, trains with them and collects the objectives, until a limit is reached. */
export class TuningRun {
  readonly #name: string;
  readonly #context: Context;
  readonly #control: JobControl;
  readonly #supervisor: JobSupervisor;
  readonly #search: Search;
  readonly #metric: string;
  readonly #maxJobs: number;
  readonly #maxParallelJobs: number;
  /** The training jobs that run. Each resolves to the trial's id. */
  readonly #running = new Map<number, Promise<number>>();

  /** Starts the optimiser. @throws JobFailure when it is not installed */
  constructor(name: string, context: Context, control: JobControl, supervisor: JobSupervisor) {
    const job = requireRecord(TUNING, name, context);
    const config = job.HyperParameterTuningJobConfig;
    const ranges = readRanges(config.ParameterRanges);
    const limits = config.ResourceLimits;
    this.#name = name;
    this.#context = context;
    this.#control = control;
    this.#supervisor = supervisor;
    this.#metric = config.HyperParameterTuningJobObjective.MetricName;
    this.#maxJobs =
      config.Strategy === 'Grid' ? gridSize(ranges) : (limits.MaxNumberOfTrainingJobs ?? Number.POSITIVE_INFINITY);
    this.#maxParallelJobs = limits.MaxParallelTrainingJobs;
    this.#search = new Search({
      strategy: config.Strategy,
      maximize: config.HyperParameterTuningJobObjective.Type === 'Maximize',
      seed: internalPart(job).seed,
      startup: Math.max(2, Math.min(5, Math.ceil(this.#maxJobs / 3))),
      ranges,
    });
  }

  /** Runs the tuning job to its end. @throws JobFailure when no training job gave an objective */
  async run(): Promise<void> {
    const control = this.#control;
    const removeLimit = control.limit(remainingSeconds(this.#job(), this.#context));
    const stopTrials = () => this.#stopTrials();
    control.signal.addEventListener('abort', stopTrials, { once: true });
    try {
      await this.#restore();
      this.#updateProgress();
      await this.#runTrials();
      await Promise.all(this.#running.values());
      if (control.reason === 'shutdown') return;
      this.#updateProgress();
      if (control.reason === undefined || control.reason === 'max-runtime') {
        checkSuccess(trainingSummaries(this.#job(), this.#context));
      }
    } finally {
      control.signal.removeEventListener('abort', stopTrials);
      removeLimit();
      this.#search.close();
    }
  }

  #job(): Shape {
    return requireRecord(TUNING, this.#name, this.#context);
  }

  #trials(): Trial[] {
    return internalPart(this.#job()).trials ?? [];
  }

  #updateProgress(): void {
    updateRecord(TUNING, this.#name, tuningProgress(this.#job(), this.#context), this.#context);
  }

  /** Adds the trials of an earlier server to the search, and follows the training jobs that still run. */
  async #restore(): Promise<void> {
    for (const trial of this.#trials()) {
      await this.#search.restore(trial.id, trial.values);
      const training = this.#context.store.get(TRAINING.kind, trial.name);
      if (training && !isFinal(training.TrainingJobStatus)) this.#follow(trial);
      else await this.#search.tell(trial.id, (training && objectiveOf(training, this.#metric)) ?? null);
    }
  }

  /** Starts training jobs and waits for them, until no more are to be started and all have ended. */
  async #runTrials(): Promise<void> {
    while (this.#control.reason === undefined) {
      const started = this.#trials().length;
      if (started >= this.#maxJobs || isComplete(this.#job(), this.#context)) {
        if (this.#running.size === 0) break;
      } else if (this.#running.size < this.#maxParallelJobs) {
        this.#follow(await this.#startTrial(started));
        this.#updateProgress();
        continue;
      }
      this.#running.delete(await Promise.race(this.#running.values()));
    }
  }

  async #startTrial(id: number): Promise<Trial> {
    const values = await this.#search.ask(id);
    const job = this.#job();
    const { HyperParameterTuningJobArn: arn, CreationTime: creationTime } = job;
    const hash = createHash('sha256').update(`${arn} ${creationTime} ${id}`).digest('hex');
    const trial: Trial = { id, name: `${this.#name}-${String(id + 1).padStart(3, '0')}-${hash.slice(0, 8)}`, values };
    // The trial is recorded before its job exists. After a restart in between, the trial has no job and counts as
    // failed.
    const record = withInternalPart(job, { trials: [...this.#trials(), trial] });
    updateRecord(TUNING, this.#name, record, this.#context);
    createTraining(trainingRequest(job, trial), this.#context, this.#supervisor);
    return trial;
  }

  /** Waits for a training job in the background, and tells its objective to the optimiser. */
  #follow(trial: Trial): void {
    const done = this.#supervisor.ended(TRAINING.kind, trial.name).then(async () => {
      const training = requireRecord(TRAINING, trial.name, this.#context);
      // A shutdown ends the training job's process, not the job: there is no objective yet.
      if (this.#control.reason !== 'shutdown') {
        await this.#search.tell(trial.id, objectiveOf(training, this.#metric) ?? null);
        this.#updateProgress();
      }
      return trial.id;
    });
    this.#running.set(trial.id, done);
  }

  #stopTrials(): void {
    if (this.#control.reason === 'shutdown') return;
    for (const trial of this.#trials()) {
      const training = this.#context.store.get(TRAINING.kind, trial.name);
      if (training && !isFinal(training.TrainingJobStatus)) {
        stopTraining(trial.name, this.#context, this.#supervisor);
      }
    }
  }
}

function remainingSeconds(job: Shape, context: Context): number | undefined {
  const maxSeconds = job.HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds;
  return maxSeconds === undefined ? undefined : Math.max(0, job.CreationTime + maxSeconds - context.now());
}

/** Makes the CreateTrainingJob request of a trial. */
function trainingRequest(tuning: Shape, trial: Trial): Shape {
  const {
    StaticHyperParameters,
    HyperParameterTuningResourceConfig: resources,
    ResourceConfig,
    HyperParameterRanges: _ranges,
    DefinitionName: _name,
    TuningObjective: _objective,
    RetryStrategy: _retry,
    ...definition
  } = tuning.TrainingJobDefinition;
  const metric = tuning.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName;
  return {
    ...definition,
    TrainingJobName: trial.name,
    HyperParameters: { ...StaticHyperParameters, _tuning_objective_metric: metric, ...tunedHyperParameters(trial) },
    ResourceConfig: ResourceConfig ?? {
      InstanceType: resources?.InstanceType ?? resources?.InstanceConfigs?.[0]?.InstanceType,
      InstanceCount: resources?.InstanceCount ?? resources?.InstanceConfigs?.[0]?.InstanceCount,
      VolumeSizeInGB: resources?.VolumeSizeInGB ?? resources?.InstanceConfigs?.[0]?.VolumeSizeInGB,
    },
    TuningJobArn: tuning.HyperParameterTuningJobArn,
  };
}

/** Tells whether a tuning job needs no more training jobs: the target is reached, or too many have failed. */
function isComplete(job: Shape, context: Context): boolean {
  const summaries = trainingSummaries(job, context);
  const succeeded = summaries.filter((each) => each.ObjectiveStatus === 'Succeeded');
  const failed = summaries.filter((each) => each.ObjectiveStatus === 'Failed');
  if (succeeded.length === 0 && failed.length >= MAX_FAILED_JOBS) return true;
  const config = job.HyperParameterTuningJobConfig;
  const target = config.TuningJobCompletionCriteria?.TargetObjectiveMetricValue;
  if (target === undefined) return false;
  const maximize = config.HyperParameterTuningJobObjective.Type === 'Maximize';
  return succeeded.some(({ FinalHyperParameterTuningJobObjectiveMetric: { Value } }) =>
    maximize ? Value >= target : Value <= target,
  );
}

/** @throws JobFailure ClientError in the service's words when no training job gave an objective */
function checkSuccess(summaries: readonly Shape[]): void {
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
