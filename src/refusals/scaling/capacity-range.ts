import type { Refusal } from '../refusal.ts';

export const capacityRange: Refusal = {
  name: 'capacity-range',
  operations: ['RegisterScalableTarget', 'PutScheduledAction'],
  rule: 'The minimum capacity is at most the maximum capacity.',
  source: 'developer guide, endpoint-auto-scaling-add-policy',
  confidence: 'documented',
  settings: ['min_instance_count'],
  way_out: 'Raise MaxCapacity, or lower MinCapacity.',
  find: (request) =>
    [request, request.at('ScalableTargetAction')].flatMap((capacities) => {
      const [min, max] = [capacities.at('MinCapacity'), capacities.at('MaxCapacity')];
      if (min.number === undefined || max.number === undefined || min.number <= max.number) return [];
      return [min.refuse(`MinCapacity ${min.number} must be at most MaxCapacity, which is ${max.number}.`)];
    }),
};
