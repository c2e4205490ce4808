import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const tuningInstanceConfigs: Refusal = {
  name: 'tuning-instance-configs',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'InstanceConfigs does not stand beside InstanceType, InstanceCount or VolumeSizeInGB.',
  source: 'API reference, HyperParameterTuningResourceConfig.InstanceConfigs',
  confidence: 'documented',
  way_out: 'Give these members in each of the InstanceConfigs.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('HyperParameterTuningResourceConfig'))
      .filter((resources) => resources.at('InstanceConfigs').exists)
      .flatMap((resources) =>
        ['InstanceType', 'InstanceCount', 'VolumeSizeInGB']
          .map((name) => resources.at(name))
          .filter(({ exists }) => exists)
          .map((member) => member.refuse(`${member.path.at(-1)} cannot be specified with InstanceConfigs.`)),
      ),
};
