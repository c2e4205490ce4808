import type { AccountRefusal } from '../account-refusal.ts';
import { packageArn } from '../packages.ts';

const MAX_SPECIFICATIONS = 15;

export const additionalSpecificationsFull: AccountRefusal = {
  name: 'additional-specifications-full',
  operations: ['UpdateModelPackage'],
  rule: 'A model package has at most 15 additional inference specifications after an update, too.',
  source: 'API reference, UpdateModelPackage.AdditionalInferenceSpecificationsToAdd',
  confidence: 'documented',
  find: (request, context) => {
    const added = request.at('AdditionalInferenceSpecificationsToAdd');
    const record = context.store.get('model-package', packageArn(request.at('ModelPackageArn').text ?? '', context));
    const total = (record?.AdditionalInferenceSpecifications ?? []).length + added.items.length;
    return added.exists && total > MAX_SPECIFICATIONS
      ? [
          added.refuse(
            `A model package has at most ${MAX_SPECIFICATIONS} additional inference specifications. It would have ${total}.`,
          ),
        ]
      : [];
  },
};
