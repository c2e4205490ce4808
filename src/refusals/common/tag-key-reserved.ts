import type { Refusal } from '../refusal.ts';
import { TAGGED_OPERATIONS } from '../tagged-operations.ts';

export const tagKeyReserved: Refusal = {
  name: 'tag-key-reserved',
  operations: TAGGED_OPERATIONS,
  rule: 'Keys of tags that begin with aws: belong to AWS.',
  source: 'aws-cloudformation resource providers (TagTools.INVALID_SYSTEM_TAG); AWS General Reference, tagging',
  confidence: 'reported',
  settings: ['pipeline.tags'],
  way_out: 'Use another key.',
  find: (request) =>
    request
      .at('Tags')
      .items.map((tag) => tag.at('Key'))
      .filter(({ text }) => /^aws:/i.test(text ?? ''))
      .map((key) => key.refuse('aws: prefixed tag key names are not allowed for external use.')),
};
