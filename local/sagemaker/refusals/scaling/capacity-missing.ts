import type { AccountRefusal } from '../account-refusal.ts';
import { isRegistered, scaledVariant } from '../scaled-variant.ts';

export const capacityMissing: AccountRefusal = {
  name: 'capacity-missing',
  operations: ['RegisterScalableTarget'],
  rule: 'A new scalable target has a minimum and a maximum capacity.',
  source: 'Application Auto Scaling API reference, RegisterScalableTarget.MinCapacity and MaxCapacity',
  confidence: 'documented',
  find: async (request, context) => {
    const missing = ['MinCapacity', 'MaxCapacity'].filter((name) => !request.at(name).exists);
    if (missing.length === 0 || scaledVariant(request, context) === undefined) return [];
    if (await isRegistered(request, context)) return [];
    return missing.map((name) => request.at(name).refuse(`${name} is required when a scalable target is registered.`));
  },
};
