import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';
import { TAGGED_OPERATIONS } from '../tagged-operations.ts';

export const tagKeyTwice: Refusal = {
  name: 'tag-key-twice',
  operations: TAGGED_OPERATIONS,
  rule: 'A key is there once among the tags of a resource.',
  source: 'API reference, Tag.Key and AddTags',
  confidence: 'documented',
  settings: ['pipeline.tags'],
  way_out: 'Remove one of the tags.',
  find: (request) =>
    repeated(request.at('Tags').items.map((tag) => tag.at('Key'))).map((key) =>
      key.refuse('Duplicate tag keys found. Please note that Tag keys are case sensitive.'),
    ),
};
