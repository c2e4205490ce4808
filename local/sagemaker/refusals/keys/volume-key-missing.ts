import type { AccountRefusal } from '../account-refusal.ts';
import { missingKey } from '../kms-keys.ts';
import { VOLUME_KEYS, VOLUME_OPERATIONS } from '../volume-keys.ts';

/** A key of another account is not looked for: its policy may share it. */
export const volumeKeyMissing: AccountRefusal = {
  name: 'volume-key-missing',
  operations: VOLUME_OPERATIONS,
  rule: 'The KMS key of the volume of a job is there.',
  source: 'API reference, ResourceConfig.VolumeKmsKeyId',
  confidence: 'inferred',
  find: async (request, context) => {
    const violations = [];
    for (const member of VOLUME_KEYS) violations.push(...(await missingKey(request.at(member), context)));
    return violations;
  },
};
