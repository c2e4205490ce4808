import type { Refusal } from '../refusal.ts';

const MAX_INSTANCES = 100;

export const transformInstanceLimit: Refusal = {
  name: 'transform-instance-limit',
  operations: ['CreateTransformJob'],
  rule: 'A transform job has at most 100 instances.',
  source: 'API reference, TransformResources.InstanceCount',
  confidence: 'documented',
  settings: ['transform_step.instance_count'],
  way_out: 'Use at most 100 instances.',
  find: (request) => {
    const count = request.at('TransformResources.InstanceCount');
    if (!((count.number ?? 0) > MAX_INSTANCES)) return [];
    return [count.refuse(`InstanceCount ${count.number} is more than the maximum, which is ${MAX_INSTANCES}.`)];
  },
};
