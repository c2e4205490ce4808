import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

const LIMITS = { MaxAttempts: 20, ExpireAfterMin: 14_400, IntervalSeconds: 43_200 };

export const retryPolicyLimit: Refusal = {
  name: 'retry-policy-limit',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A retry policy has at most 20 attempts, 14,400 minutes, and 43,200 seconds before its first attempt.',
  source: 'developer guide, pipelines-retry-policy',
  confidence: 'documented',
  settings: ['pipeline.retries'],
  way_out: 'Use a smaller value.',
  find: (request) =>
    (definitionOf(request)?.steps ?? []).flatMap(({ member, name }) =>
      member.at('RetryPolicies').items.flatMap((policy) =>
        Object.entries(LIMITS).flatMap(([limit, max]) => {
          const value = policy.at(limit);
          if (value.number === undefined || value.number <= max) return [];
          const place = `Step '${name}': RetryPolicies[${policy.path.at(-1)}]`;
          return [value.refuse(unreadable(`${place}: ${limit} must be a number from 0 to ${max}`))];
        }),
      ),
    ),
};
