import type { Finding } from '../../../finding.ts';
import { VARIANT } from '../../../observed/content-name.ts';
import type { ChangeContext } from '../rule.ts';
import { endpointChanges } from './endpoint-changes.ts';

/**
 * The number of instances becomes fixed, below what runs now. A range keeps the number that runs (see plan-endpoint.ts); a
 * fixed number does not, so the update begins with fewer instances than the load has called for.
 *
 * AWS: RetainAllVariantProperties false uses "the variant properties specified in a new EndpointConfig":
 * InitialInstanceCount (API reference, UpdateEndpoint).
 */
export function capacityReset(context: ChangeContext): Finding[] {
  const { environment } = context;
  const running = context.endpoint?.endpoint;
  if (environment === null || environment.endpoint.model === null || running === undefined) return [];
  if (running.status === 'Failed' || running.status === 'Deleting' || !endpointChanges(context)) return [];
  const { endpoint } = environment;
  if (endpoint.serverless !== undefined || endpoint.min_instance_count !== endpoint.max_instance_count) return [];
  const count = running.variants.find(({ name }) => name === VARIANT)?.desiredInstanceCount;
  const fixed = endpoint.max_instance_count;
  if (count === undefined || count <= fixed) return [];
  return [
    {
      rule: 'guardrail/capacity-reset',
      severity: 'warning',
      message: `${running.name} runs ${count} instances; the update would begin with the fixed number of ${fixed}.`,
      why: 'The number that runs is what the load needed until now. With fewer instances the callers wait, or get errors.',
      way_out: `Set min_instance_count and max_instance_count to ${count}, or allow a range: max_instance_count of ${count} or more keeps what runs.`,
      place: context.place('environment.endpoint.max_instance_count'),
    },
  ];
}
