import type { Refusal } from '../refusal.ts';

/** The model of the API required these members until serverless training jobs came, which do without them. */
export const trainingJobIncomplete: Refusal = {
  name: 'training-job-incomplete',
  operations: ['CreateTrainingJob'],
  rule: 'A training job that is not serverless has AlgorithmSpecification and ResourceConfig.',
  source: 'API reference, CreateTrainingJob',
  confidence: 'inferred',
  way_out: 'Give the missing member.',
  find: (request) =>
    request.at('ServerlessJobConfig').exists
      ? []
      : ['AlgorithmSpecification', 'ResourceConfig']
          .filter((name) => !request.at(name).exists)
          .map((name) => request.refuse(`${name} is required.`)),
};
