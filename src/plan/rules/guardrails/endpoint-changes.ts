import { canonicalJson } from '../../../pipeline/canonical.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * Says whether the change touches the endpoint of its environment: its model or its settings. True when there is no
 * base to compare with: a rule then reports what is configured.
 */
export function endpointChanges({ base, environment }: ChangeContext): boolean {
  if (environment === null) return false;
  if (base === null || base.environment === null) return true;
  return canonicalJson(base.environment.endpoint) !== canonicalJson(environment.endpoint);
}
