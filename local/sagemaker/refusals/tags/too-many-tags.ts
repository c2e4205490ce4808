import { readTags } from '../../resources/tags.ts';
import type { AccountRefusal } from '../account-refusal.ts';

const MAX_TAGS = 50;

export const tooManyTags: AccountRefusal = {
  name: 'too-many-tags',
  operations: ['AddTags'],
  rule: 'A resource has at most 50 tags.',
  source: 'API reference, AddTags: the list of tags has at most 50 members',
  confidence: 'inferred',
  settings: ['pipeline.tags'],
  find: (request, context) => {
    const arn = request.at('ResourceArn').text;
    if (arn === undefined) return [];
    const keys = new Set([
      ...readTags(arn, context).map(({ Key }) => Key),
      ...request.at('Tags').items.map((tag) => tag.at('Key').text),
    ]);
    return keys.size > MAX_TAGS
      ? [request.at('Tags').refuse(`The number of tags is greater than the limit of ${MAX_TAGS} tags per resource.`)]
      : [];
  },
};
