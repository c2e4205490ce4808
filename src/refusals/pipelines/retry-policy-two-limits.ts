import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const retryPolicyTwoLimits: Refusal = {
  name: 'retry-policy-two-limits',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A retry policy has MaxAttempts or ExpireAfterMin, not both.',
  source: 'developer guide, pipelines-retry-policy: "the retry policy generates a validation error"',
  confidence: 'documented',
  way_out: 'Leave out MaxAttempts or ExpireAfterMin.',
  find: (request) =>
    (definitionOf(request)?.steps ?? []).flatMap(({ member, name }) =>
      member
        .at('RetryPolicies')
        .items.filter((policy) => policy.at('MaxAttempts').exists && policy.at('ExpireAfterMin').exists)
        .map((policy) =>
          policy.refuse(
            unreadable(
              `Step '${name}': RetryPolicies[${policy.path.at(-1)}] has both MaxAttempts and ExpireAfterMin, only one of them is allowed`,
            ),
          ),
        ),
    ),
};
