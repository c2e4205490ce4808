import type { Refusal } from '../refusal.ts';

export const tagsOfVersion: Refusal = {
  name: 'tags-of-version',
  operations: ['CreateModelPackage'],
  rule: 'A version of a group has no tags of its own. It uses the tags of its group.',
  source: 'API reference, CreateModelPackage.Tags',
  confidence: 'documented',
  way_out: 'Set the tags on the model package group.',
  find: (request) =>
    request.at('ModelPackageGroupName').exists && request.at('Tags').items.length > 0
      ? [
          request
            .at('Tags')
            .refuse(
              'Tags cannot be specified for a versioned model package: it uses the tags of its model package group.',
            ),
        ]
      : [],
};
