import type { Finding } from '../../../finding.ts';
import { VARIANT } from '../../../observed/content-name.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The running endpoint has a variant with another name than ours. SageMaker refuses a blue/green update between
 * different names, and the number of instances and the scaling belong to the old name.
 *
 * AWS: "your new endpoint configuration must have the same variant name as the old endpoint configuration" (developer
 * guide, Deployment guardrails, Exclusions).
 */
export function variantNameMismatch(context: RuleContext): Finding[] {
  const { environment } = context;
  const running = context.endpoint?.endpoint;
  if (environment === null || environment.endpoint.model === null || running === undefined) return [];
  if (running.status === 'Failed' || running.status === 'Deleting') return [];
  const names = running.variants.map(({ name }) => name);
  if (names.length === 0 || (names.length === 1 && names[0] === VARIANT)) return [];
  const other = names.filter((name) => name !== VARIANT);
  return [
    {
      rule: 'guardrail/variant-name-mismatch',
      severity: 'error',
      message: `The endpoint ${running.name} has the ${other.length === 1 ? 'variant' : 'variants'} ${other.join(', ')}; an update would bring ${VARIANT}${names.length > other.length ? ' alone' : ''}.`,
      why: 'A blue/green update needs the same variant names before and after. Instance counts and scaling policies belong to the old name, so the capacity would begin at the minimum again.',
      way_out:
        'Somebody else made or changed this endpoint. Set another endpoint_name, move the callers to it, and delete the old endpoint.',
      place: context.place('environment.endpoint.endpoint_name'),
    },
  ];
}
