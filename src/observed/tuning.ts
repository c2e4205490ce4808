import type { SageMaker } from '../ports/sagemaker.ts';
import { seconds } from './step-runs.ts';
import type { TrainingRun, Trial } from './training-run.ts';

/** Reads a tuning job with its trials, the best first by the job's objective. Null when the job does not exist. */
export async function describeTuning(sagemaker: SageMaker, name: string): Promise<TrainingRun['tuning']> {
  const [job, jobTrials] = await Promise.all([sagemaker.tuningJob(name), sagemaker.tuningTrials(name)]);
  if (job === undefined) return null;
  const trials: Trial[] = jobTrials.map((trial) => ({
    training_job: trial.trainingJob,
    status: trial.status,
    objective: trial.objective ?? null,
    hyperparameters: trial.hyperparameters,
    duration_seconds: seconds(trial.startedAt, trial.endedAt),
    failure_reason: trial.failureReason ?? null,
  }));
  const sign = job.objective?.type === 'Minimize' ? 1 : -1;
  const rank = (trial: Trial) => (trial.objective === null ? Number.POSITIVE_INFINITY : sign * trial.objective);
  // Infinity minus Infinity is NaN, which breaks a sort. So ranks are compared, and equal ranks are sorted by name.
  trials.sort((a, b) =>
    rank(a) === rank(b) ? a.training_job.localeCompare(b.training_job) : rank(a) < rank(b) ? -1 : 1,
  );
  return {
    job_name: name,
    strategy: job.strategy ?? null,
    objective: job.objective ?? null,
    best_training_job: job.bestTrainingJob ?? null,
    counts: {
      completed: job.counts.completed,
      stopped: job.counts.stopped,
      failed: job.counts.failed,
      in_progress: job.counts.inProgress,
    },
    trials,
  };
}
