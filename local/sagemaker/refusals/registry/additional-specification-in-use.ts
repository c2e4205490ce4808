import type { AccountRefusal } from '../account-refusal.ts';
import { packageArn, specificationOf } from '../packages.ts';

export const additionalSpecificationInUse: AccountRefusal = {
  name: 'additional-specification-in-use',
  operations: ['UpdateModelPackage'],
  rule: 'An additional inference specification has a name that the model package does not use yet.',
  source: 'API reference, AdditionalInferenceSpecificationDefinition.Name',
  confidence: 'documented',
  find: (request, context) => {
    const record = context.store.get('model-package', packageArn(request.at('ModelPackageArn').text ?? '', context));
    return request
      .at('AdditionalInferenceSpecificationsToAdd')
      .items.map((specification) => specification.at('Name'))
      .filter(({ text }) => record !== undefined && text !== undefined && specificationOf(record, text) !== undefined)
      .map((name) =>
        name.refuse(
          `Model package ${record?.ModelPackageArn} has an additional inference specification ${name.text} already.`,
        ),
      );
  },
};
