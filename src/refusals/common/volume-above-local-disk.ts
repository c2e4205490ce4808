import { localStorageGigabytes } from '../../config/instance-families.ts';
import type { Refusal } from '../refusal.ts';
import { volumesOf } from '../volumes.ts';

/** Training jobs do not have this rule: the reference of ResourceConfig says that they use the whole disk. */
export const volumeAboveLocalDisk: Refusal = {
  name: 'volume-above-local-disk',
  operations: ['CreateHyperParameterTuningJob', 'CreateProcessingJob'],
  rule: 'The volume of an instance type with local disks is not larger than these disks.',
  source:
    'API reference, VolumeSizeInGB of ProcessingClusterConfig and HyperParameterTuningResourceConfig; aws/sagemaker-python-sdk#4939',
  confidence: 'documented',
  settings: ['training_step.volume_size_in_gb'],
  way_out: 'Ask for a smaller volume, or use an instance type with larger disks.',
  find: (request) =>
    volumesOf(request).flatMap(({ size, instanceTypes: [type, ...others] }) => {
      const disk = localStorageGigabytes(type?.text ?? '');
      const isTraining = size.path.includes('ResourceConfig');
      if (disk === undefined || others.length > 0 || isTraining || !((size.number ?? 0) > disk)) return [];
      return [size.refuse(`VolumeSizeInGB ${size.number} is more than the ${disk} GB of the disks of ${type?.text}.`)];
    }),
};
