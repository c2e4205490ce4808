import type { Refusal } from '../refusal.ts';

export const containersTwice: Refusal = {
  name: 'containers-twice',
  operations: ['CreateModel'],
  rule: 'A model has one PrimaryContainer or a list of Containers, not both.',
  source: 'API reference, CreateModel.PrimaryContainer and Containers',
  confidence: 'inferred',
  way_out: 'Keep PrimaryContainer for one container, and Containers for an inference pipeline.',
  find: (request) =>
    request.at('PrimaryContainer').exists && request.at('Containers').exists
      ? [request.at('Containers').refuse('PrimaryContainer and Containers cannot both be specified.')]
      : [],
};
