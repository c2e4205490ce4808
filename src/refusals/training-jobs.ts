import type { Member } from './member.ts';

/** The training jobs that a request describes: the one of CreateTrainingJob, or the definitions of a tuning job. */
export function trainingJobs(request: Member): readonly Member[] {
  const definitions = [request.at('TrainingJobDefinition'), ...request.at('TrainingJobDefinitions').items].filter(
    ({ exists }) => exists,
  );
  return definitions.length > 0 || request.at('HyperParameterTuningJobConfig').exists ? definitions : [request];
}

/** The members that say on which instances a training job runs. */
export function resourceConfigs(job: Member): readonly Member[] {
  return [job.at('ResourceConfig'), job.at('HyperParameterTuningResourceConfig')].filter(({ exists }) => exists);
}
