import type { Refusal } from '../refusal.ts';
import { volumesOf } from '../volumes.ts';

export const volumeKeyRegion: Refusal = {
  name: 'volume-key-region',
  operations: ['CreateHyperParameterTuningJob', 'CreateProcessingJob', 'CreateTrainingJob', 'CreateTransformJob'],
  rule: 'The key of a volume is in the region of the job.',
  source: 'AWS KMS developer guide, "KMS keys are Regional resources"; EBS user guide, EBS encryption',
  confidence: 'inferred',
  settings: ['aws.kms_key_id'],
  way_out: 'Use a key of the region, or a replica there of a multi-region key.',
  find: (request, { region }) =>
    volumesOf(request).flatMap(({ key }) => {
      const own = /^arn:[^:]+:kms:([^:]+):/.exec(key.text ?? '')?.[1];
      if (own === undefined || own === region) return [];
      return [key.refuse(`The KMS key ${key.text} must be in the region ${region}.`)];
    }),
};
