import type { Refusal } from '../refusal.ts';

export const privateImageWithoutVpc: Refusal = {
  name: 'private-image-without-vpc',
  operations: ['CreateTrainingJob'],
  rule: 'A training job with an image of a private registry is in a VPC.',
  source: 'developer guide, docker-containers-adapt-your-own-private-registry',
  confidence: 'documented',
  way_out: 'Set VpcConfig to a VPC that reaches the registry.',
  find: (request) => {
    const mode = request.at('AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode');
    if (mode.text !== 'Vpc' || request.at('VpcConfig').exists) return [];
    return [mode.refuse('TrainingRepositoryAccessMode Vpc needs VpcConfig.')];
  },
};
