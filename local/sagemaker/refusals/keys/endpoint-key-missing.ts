import type { AccountRefusal } from '../account-refusal.ts';
import { configMember } from '../endpoint-update.ts';
import { missingKey } from '../kms-keys.ts';

/** The service makes a grant for the key when the endpoint is created or updated, not when the configuration is. */
export const endpointKeyMissing: AccountRefusal = {
  name: 'endpoint-key-missing',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'The KMS key of the volumes of an endpoint is there.',
  source:
    'API reference, CreateEndpointConfig.KmsKeyId; DeleteEndpoint: SageMaker retires the grants of the endpoint for KMS keys',
  confidence: 'inferred',
  find: (request, context) => missingKey(configMember(request, context).at('KmsKeyId'), context),
};
