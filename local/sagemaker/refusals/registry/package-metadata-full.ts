import type { AccountRefusal } from '../account-refusal.ts';
import { packageArn } from '../packages.ts';

/** The limit of the map CustomerMetadataProperties in the model of the API. */
const MAX_ENTRIES = 50;

export const packageMetadataFull: AccountRefusal = {
  name: 'package-metadata-full',
  operations: ['UpdateModelPackage'],
  rule: 'A model package has at most 50 metadata entries after an update, too.',
  source: 'API reference, UpdateModelPackage.CustomerMetadataProperties',
  confidence: 'inferred',
  find: (request, context) => {
    const added = request.at('CustomerMetadataProperties');
    const record = context.store.get('model-package', packageArn(request.at('ModelPackageArn').text ?? '', context));
    const removed = request.at('CustomerMetadataPropertiesToRemove').items.map(({ text }) => text);
    const kept = Object.keys(record?.CustomerMetadataProperties ?? {}).filter((key) => !removed.includes(key));
    const keys = new Set([...kept, ...added.entries.map(([key]) => key)]);
    return added.exists && keys.size > MAX_ENTRIES
      ? [added.refuse(`CustomerMetadataProperties of a model package are limited to ${MAX_ENTRIES} entries.`)]
      : [];
  },
};
