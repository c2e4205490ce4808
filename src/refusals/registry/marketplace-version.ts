import type { Refusal } from '../refusal.ts';

export const marketplaceVersion: Refusal = {
  name: 'marketplace-version',
  operations: ['CreateModelPackage'],
  rule: 'A version of a group cannot be certified for AWS Marketplace.',
  source: 'API reference, CreateModelPackage.CertifyForMarketplace',
  confidence: 'documented',
  way_out: 'Create a model package without a group for the Marketplace.',
  find: (request) =>
    request.at('ModelPackageGroupName').exists && request.at('CertifyForMarketplace').isTrue
      ? [
          request
            .at('CertifyForMarketplace')
            .refuse('CertifyForMarketplace does not apply to a model package that belongs to a model package group.'),
        ]
      : [],
};
