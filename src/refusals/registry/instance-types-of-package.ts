import { isUnversioned } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

const MEMBERS = ['SupportedTransformInstanceTypes', 'SupportedRealtimeInferenceInstanceTypes'];

export const instanceTypesOfPackage: Refusal = {
  name: 'instance-types-of-package',
  operations: ['CreateModelPackage'],
  rule: 'A model package without a group names the instance types for transform jobs and for endpoints.',
  source: 'API reference, InferenceSpecification.SupportedTransformInstanceTypes; aws/sagemaker-python-sdk#3222',
  confidence: 'documented',
  way_out: 'List the instance types, or register the model in a group.',
  find: (request) => {
    const specification = request.at('InferenceSpecification');
    if (!isUnversioned(request) || !specification.exists) return [];
    return MEMBERS.filter((name) => !specification.at(name).exists).map((name) =>
      specification.at(name).refuse(`${name} is required for a model package without a group.`),
    );
  },
};
