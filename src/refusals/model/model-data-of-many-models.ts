import { containersOf } from '../containers.ts';
import type { Refusal } from '../refusal.ts';

export const modelDataOfManyModels: Refusal = {
  name: 'model-data-of-many-models',
  operations: ['CreateModel'],
  rule: 'ModelDataSource does not go with a container that hosts several models.',
  source: 'API reference, ContainerDefinition.ModelDataSource',
  confidence: 'documented',
  way_out: 'Name the prefix of the models with ModelDataUrl.',
  find: (request) =>
    containersOf(request)
      .filter((container) => container.at('Mode').text === 'MultiModel')
      .map((container) => container.at('ModelDataSource'))
      .filter((source) => source.exists)
      .map((source) => source.refuse('ModelDataSource cannot be used with a container in mode MultiModel.')),
};
