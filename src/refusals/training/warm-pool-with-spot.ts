import type { Refusal } from '../refusal.ts';

export const warmPoolWithSpot: Refusal = {
  name: 'warm-pool-with-spot',
  operations: ['CreateTrainingJob'],
  rule: 'A spot training job has no warm pool.',
  source: 'developer guide, train-warm-pools (considerations)',
  confidence: 'documented',
  way_out: 'Leave out KeepAlivePeriodInSeconds, or train without spot instances.',
  find: (request) => {
    const keepAlive = request.at('ResourceConfig.KeepAlivePeriodInSeconds');
    if (!((keepAlive.number ?? 0) > 0) || !request.at('EnableManagedSpotTraining').isTrue) return [];
    return [keepAlive.refuse('KeepAlivePeriodInSeconds cannot be used with managed spot training.')];
  },
};
