import type { SageMaker, StepState } from '../ports/sagemaker.ts';
import type { DefinedStep } from './definition-facts.ts';
import type { StepRun } from './training-run.ts';

/** Returns the steps of a definition with their state and job in an execution, in the definition's order. */
export async function describeSteps(
  sagemaker: SageMaker,
  defined: DefinedStep[],
  states: StepState[],
): Promise<StepRun[]> {
  return Promise.all(
    defined.map(async (step) => {
      const state = states.find((candidate) => candidate.name === step.name);
      return {
        name: step.name,
        type: step.type,
        status: state?.status ?? 'NotRun',
        started_at: state?.startedAt ?? null,
        ended_at: state?.endedAt ?? null,
        duration_seconds: seconds(state?.startedAt, state?.endedAt),
        attempts: state?.attempts ?? null,
        cache_hit: state?.cacheHit ?? null,
        failure_reason: state?.failureReason ?? null,
        job: state === undefined ? null : await jobOf(sagemaker, state),
      };
    }),
  );
}

async function jobOf(sagemaker: SageMaker, state: StepState): Promise<StepRun['job']> {
  if (state.job === undefined) return null;
  const { kind, arn } = state.job;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const job = await {
    processing: () => sagemaker.processingJob(name),
    training: () => sagemaker.trainingJob(name),
    tuning: () => sagemaker.tuningJob(name),
    transform: () => sagemaker.transformJob(name),
  }[kind]();
  const instances = job?.instanceCount ?? 1;
  const time =
    kind === 'tuning'
      ? (await sagemaker.tuningTrials(job?.name ?? name)).reduce(
          (sum, trial) => sum + (seconds(trial.startedAt, trial.endedAt) ?? 0),
          0,
        )
      : seconds(job?.startedAt, job?.endedAt);
  return {
    kind,
    // The ARN has the name in lower case. Logs are found by the name with its original letter case.
    name: job?.name ?? name,
    arn,
    instance_type: job?.instanceType ?? null,
    instance_count: job?.instanceCount ?? null,
    billable_seconds: state.cacheHit !== undefined ? 0 : time === null ? null : time * instances,
  };
}

/** Returns the seconds between two times; null when one of them is missing. */
export function seconds(from: string | undefined, to: string | undefined): number | null {
  return from === undefined || to === undefined ? null : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
