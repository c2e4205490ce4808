import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { containersOfModel } from '../serverless-models.ts';

export const transformModelData: AccountRefusal = {
  name: 'transform-model-data',
  operations: ['CreateTransformJob'],
  rule: 'A model with a ModelDataSource does not run in a transform job.',
  source: 'API reference, ContainerDefinition.ModelDataSource',
  confidence: 'documented',
  find: (request, context) => {
    const name = request.at('ModelName');
    const model = findRecord('model', name.text ?? '', context)?.record;
    return model && containersOfModel(model, context).some((container) => container.ModelDataSource !== undefined)
      ? [name.refuse('A model with containers that use ModelDataSource is not supported for transform jobs.')]
      : [];
  },
};
