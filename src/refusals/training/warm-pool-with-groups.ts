import type { Refusal } from '../refusal.ts';

export const warmPoolWithGroups: Refusal = {
  name: 'warm-pool-with-groups',
  operations: ['CreateTrainingJob'],
  rule: 'A training job on instance groups has no warm pool.',
  source: 'developer guide, train-warm-pools (considerations)',
  confidence: 'documented',
  way_out: 'Leave out KeepAlivePeriodInSeconds, or use one instance type.',
  find: (request) => {
    const keepAlive = request.at('ResourceConfig.KeepAlivePeriodInSeconds');
    if (!((keepAlive.number ?? 0) > 0) || request.at('ResourceConfig.InstanceGroups').items.length === 0) return [];
    return [keepAlive.refuse('KeepAlivePeriodInSeconds cannot be used with a heterogeneous cluster.')];
  },
};
