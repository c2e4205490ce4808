import { arnOf } from '../../members.ts';
import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const modelMissing: AccountRefusal = {
  name: 'model-missing',
  operations: ['CreateEndpointConfig', 'CreateTransformJob'],
  rule: 'The model of a variant or of a transform job is there.',
  source: 'messages of CreateEndpointConfig and CreateTransformJob in public files',
  confidence: 'quoted',
  find: (request, context) =>
    [
      request.at('ModelName'),
      ...['ProductionVariants', 'ShadowProductionVariants'].flatMap((list) =>
        request.at(list).items.map((variant) => variant.at('ModelName')),
      ),
    ].flatMap((name) =>
      name.text === undefined || findRecord('model', name.text, context)
        ? []
        : [name.refuse(`Could not find model "${arnOf('model', name.text, context)}".`)],
    ),
};
