import { isUnversioned } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

export const specificationMissing: Refusal = {
  name: 'specification-missing',
  operations: ['CreateModelPackage'],
  rule: 'A model package without a group describes its containers, or names the algorithm that it comes from.',
  source: 'API reference, CreateModelPackage',
  confidence: 'inferred',
  way_out: 'Add an InferenceSpecification.',
  find: (request) =>
    !isUnversioned(request) ||
    request.at('InferenceSpecification').exists ||
    request.at('SourceAlgorithmSpecification').exists
      ? []
      : [request.refuse('Either InferenceSpecification or SourceAlgorithmSpecification must be specified.')],
};
