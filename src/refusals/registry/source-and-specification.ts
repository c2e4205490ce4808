import type { Refusal } from '../refusal.ts';

export const sourceAndSpecification: Refusal = {
  name: 'source-and-specification',
  operations: ['CreateModelPackage'],
  rule: 'A model package that is cloned from a SourceUri has no InferenceSpecification in the same request.',
  source: 'aws/sagemaker-python-sdk#4492',
  confidence: 'inferred',
  way_out: 'Create the package without SourceUri, and set SourceUri with UpdateModelPackage.',
  find: (request) =>
    request.at('SourceUri').exists && request.at('InferenceSpecification').exists
      ? [request.at('SourceUri').refuse('SourceUri and InferenceSpecification cannot both be specified.')]
      : [],
};
