import { resourceExists } from '../../resources/tags.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const taggedResourceMissing: AccountRefusal = {
  name: 'tagged-resource-missing',
  operations: ['AddTags'],
  rule: 'Tags are added to a resource that is there.',
  source: 'API reference, AddTags.ResourceArn',
  confidence: 'inferred',
  find: (request, context) => {
    const arn = request.at('ResourceArn');
    return arn.text === undefined || resourceExists(arn.text, context)
      ? []
      : [arn.refuse(`Could not find resource ${arn.text}.`)];
  },
};
