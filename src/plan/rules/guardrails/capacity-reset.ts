import type { Finding } from '../../../finding.ts';
import { VARIANT } from '../../../observed/content-name.ts';
import type { ChangeContext } from '../rule.ts';
import { endpointChanges } from './endpoint-changes.ts';

/**
 * More instances run than the new maximum allows. Their count cannot be kept (see plan-endpoint.ts), so the update
 * begins with the minimum, under a load that needs more instances.
 *
 * AWS: RetainAllVariantProperties false uses "the variant properties specified in a new EndpointConfig":
 * InitialInstanceCount (API reference, UpdateEndpoint).
 */
export function capacityReset(context: ChangeContext): Finding[] {
  const { environment } = context;
  const running = context.endpoint?.endpoint;
  if (environment === null || environment.endpoint.model === null || running === undefined) return [];
  if (running.status === 'Failed' || running.status === 'Deleting' || !endpointChanges(context)) return [];
  const count = running.variants.find(({ name }) => name === VARIANT)?.desiredInstanceCount;
  const { min_instance_count: min, max_instance_count: max } = environment.endpoint;
  if (count === undefined || count <= max) return [];
  return [
    {
      rule: 'guardrail/capacity-reset',
      severity: 'warning',
      message: `${running.name} runs ${count} instances, more than the new maximum of ${max}: the update would begin with ${min}.`,
      why: 'A count outside the limits cannot be kept, so the update begins with the minimum. Scaling up again takes minutes, and meanwhile too few instances carry the load.',
      way_out: `Keep max_instance_count at ${count} or more for this change; or raise min_instance_count to what the load needs${min < max ? ` (up to ${max})` : ''}.`,
      place: context.place('environment.endpoint.max_instance_count'),
    },
  ];
}
