import type { Refusal } from '../refusal.ts';

export const tuningWithoutDefinition: Refusal = {
  name: 'tuning-without-definition',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job has a definition of its training jobs.',
  source: 'API reference, CreateHyperParameterTuningJob.TrainingJobDefinition and TrainingJobDefinitions',
  confidence: 'inferred',
  way_out: 'Give TrainingJobDefinition.',
  find: (request) =>
    request.at('TrainingJobDefinition').exists || request.at('TrainingJobDefinitions').exists
      ? []
      : [request.refuse('TrainingJobDefinition is required.')],
};
