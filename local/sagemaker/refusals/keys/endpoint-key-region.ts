import type { AccountRefusal } from '../account-refusal.ts';
import { configMember } from '../endpoint-update.ts';
import { keyOfOtherRegion } from '../kms-keys.ts';

export const endpointKeyRegion: AccountRefusal = {
  name: 'endpoint-key-region',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'The KMS key of the volumes of an endpoint is in its region.',
  source: 'KMS developer guide: a key is used in its own region',
  confidence: 'inferred',
  find: (request, context) => keyOfOtherRegion(configMember(request, context).at('KmsKeyId'), context),
};
