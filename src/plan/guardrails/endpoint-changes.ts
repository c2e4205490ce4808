import type { EndpointSpec } from '../../config/index.ts';
import { canonicalJson } from '../../pipeline/canonical.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * Whether the change touches the endpoint of its environment: its model or its settings. True when there is no base to
 * compare with; then a rule speaks of what is configured.
 */
export function endpointChanges({ base, environment }: ChangeContext): boolean {
  if (environment === null) return false;
  if (base === null || base.environment === null) return true;
  return settings(base.environment.endpoint) !== settings(environment.endpoint);
}

/** The path of the file is where it stands, not what it says. */
function settings({ file: _file, ...endpoint }: EndpointSpec): string {
  return canonicalJson(endpoint);
}
