import { hasLocalStorage } from '../../config/instance-families.ts';
import type { Refusal } from '../refusal.ts';
import { volumesOf } from '../volumes.ts';

export const volumeKeyOnLocalDisk: Refusal = {
  name: 'volume-key-on-local-disk',
  operations: ['CreateHyperParameterTuningJob', 'CreateProcessingJob', 'CreateTrainingJob', 'CreateTransformJob'],
  rule: 'An instance type with local disks takes no key for its volume. The hardware encrypts the disks.',
  source:
    'API reference, VolumeKmsKeyId of ResourceConfig, HyperParameterTuningResourceConfig, ProcessingClusterConfig and TransformResources',
  confidence: 'documented',
  way_out: 'Leave out VolumeKmsKeyId, or use an instance type without local disks.',
  find: (request) =>
    volumesOf(request).flatMap(({ key, instanceTypes }) => {
      const types = instanceTypes.map(({ text }) => text ?? '');
      // With several types, one that has a volume of EBS can use the key.
      if (!key.exists || types.length === 0 || !types.every(hasLocalStorage)) return [];
      return [key.refuse(`VolumeKmsKeyId is not supported for ${types.join(', ')}, which has local storage.`)];
    }),
};
