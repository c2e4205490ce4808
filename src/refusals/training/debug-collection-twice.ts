import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const debugCollectionTwice: Refusal = {
  name: 'debug-collection-twice',
  operations: ['CreateTrainingJob'],
  rule: 'The name of a collection of tensors is there once in a training job.',
  source: 'API reference, CollectionConfiguration.CollectionName',
  confidence: 'documented',
  way_out: 'Give one of the collections another name.',
  find: (request) =>
    repeated(
      request.at('DebugHookConfig.CollectionConfigurations').items.map((collection) => collection.at('CollectionName')),
    ).map((name) => name.refuse(`The CollectionName ${name.text} must be unique.`)),
};
