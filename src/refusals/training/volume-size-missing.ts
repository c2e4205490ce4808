import { hasVolumesOnly } from '../../config/instance-families.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const volumeSizeMissing: Refusal = {
  name: 'volume-size-missing',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job on an instance type without local disks has a VolumeSizeInGB.',
  source: 'API reference, ResourceConfig.VolumeSizeInGB',
  confidence: 'documented',
  settings: ['training_step.volume_size_in_gb'],
  way_out: 'Set VolumeSizeInGB.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('ResourceConfig'))
      .filter(
        (resources) =>
          hasVolumesOnly(resources.at('InstanceType').text ?? '') && !resources.at('VolumeSizeInGB').exists,
      )
      .map((resources) =>
        resources.refuse(`VolumeSizeInGB is required for ${resources.at('InstanceType').text}, which has EBS only.`),
      ),
};
