import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const specificationNameTwice: Refusal = {
  name: 'specification-name-twice',
  operations: ['CreateModelPackage', 'UpdateModelPackage'],
  rule: 'Each additional inference specification of a model package has a name of its own.',
  source: 'API reference, AdditionalInferenceSpecificationDefinition.Name',
  confidence: 'documented',
  way_out: 'Rename one of them.',
  find: (request) =>
    ['AdditionalInferenceSpecifications', 'AdditionalInferenceSpecificationsToAdd'].flatMap((list) =>
      repeated(request.at(list).items.map((specification) => specification.at('Name'))).map((name) =>
        name.refuse(`More than one additional inference specification has the name ${name.text}.`),
      ),
    ),
};
