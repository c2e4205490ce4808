import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const modelNameInUse: InstantRefusal = {
  name: 'model-name-in-use',
  operations: ['CreateModel'],
  rule: 'The name of a model is unique in the account and region.',
  source: 'message that clients match on, in public files',
  confidence: 'reported',
  find: (request, context) => {
    const name = request.at('ModelName');
    return name.text !== undefined && findRecord('model', name.text, context)
      ? [name.refuse(`Cannot create already existing model "${arnOf('model', name.text, context)}".`)]
      : [];
  },
};
