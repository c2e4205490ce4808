import type { Refusal } from '../refusal.ts';

export const containersMissing: Refusal = {
  name: 'containers-missing',
  operations: ['CreateModel'],
  rule: 'A model has at least one container.',
  source: 'API reference, CreateModel: the request describes a primary container',
  confidence: 'inferred',
  way_out: 'Add a PrimaryContainer.',
  find: (request) => {
    const containers = request.at('Containers');
    const isExpression = containers.exists && !Array.isArray(containers.value);
    return request.at('PrimaryContainer').exists || isExpression || containers.items.length > 0
      ? []
      : [request.refuse('Either PrimaryContainer or Containers must be specified.')];
  },
};
