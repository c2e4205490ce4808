import type { Refusal } from '../refusal.ts';

const MAX_VARIABLES = 48;

export const tuningEnvironmentSize: Refusal = {
  name: 'tuning-environment-size',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The definitions of a tuning job have at most 48 environment variables together.',
  source: 'API reference, HyperParameterTrainingJobDefinition.Environment',
  confidence: 'documented',
  way_out: 'Use fewer environment variables.',
  find: (request) => {
    const definitions = request.at('TrainingJobDefinitions');
    const count = definitions.items.reduce((sum, job) => sum + job.at('Environment').entries.length, 0);
    if (count <= MAX_VARIABLES) return [];
    return [
      definitions.refuse(
        `The definitions have ${count} environment variables together, at most ${MAX_VARIABLES} are allowed.`,
      ),
    ];
  },
};
