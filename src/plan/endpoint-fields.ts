import type { ObservedEndpoint } from '../observed/endpoint.ts';
import { isOurScaling } from '../observed/scaling-names.ts';
import type { TargetTracking } from '../ports/index.ts';
import type { DesiredEndpoint } from './desired-endpoint.ts';
import { NONE } from './digests.ts';
import type { ObservedValues } from './fields.ts';
import { isWithin } from './plan-scaling.ts';

/** What a receipt says about an endpoint in the account. */

type EndpointValues = Required<Pick<ObservedValues, 'endpoint' | 'endpoint scaling' | 'endpoint scaling policy'>>;

/** Limits that scheduled actions set change by themselves, so they are not compared. */
const BY_SCHEDULE = 'by schedule';

/** What is in the account. Without what changes by itself, such as the number of instances. */
export function observedFields(observed: ObservedEndpoint, endpointName: string): EndpointValues {
  const { endpoint, scaling, policies, scheduledActions } = observed;
  const ours = <T extends { name: string }>(found: readonly T[]): T[] =>
    found.filter(({ name }) => isOurScaling(name, endpointName));
  const policyTexts = ours(policies).map(({ name, tracking }) => (tracking === null ? name : policyText(tracking)));
  const limits = (): string => {
    if (scaling === undefined) return NONE;
    return ours(scheduledActions).length > 0 ? BY_SCHEDULE : `${scaling.min}–${scaling.max}`;
  };
  return {
    endpoint: endpoint === undefined ? NONE : (endpoint.configName ?? 'never in service'),
    'endpoint scaling': limits(),
    // Without a scalable target there is no policy.
    'endpoint scaling policy': scaling === undefined || policyTexts.length === 0 ? NONE : policyTexts.sort().join('; '),
  };
}

/** The same once the plan is applied. */
export function appliedFields({ config, scaling }: DesiredEndpoint): EndpointValues {
  return {
    endpoint: config.name,
    'endpoint scaling': limitsText(scaling),
    'endpoint scaling policy': scaling === null ? NONE : policyText(scaling.policy),
  };
}

function limitsText(scaling: DesiredEndpoint['scaling']): string {
  if (scaling === null) return NONE;
  return scaling.actions.length > 0 ? BY_SCHEDULE : `${scaling.min}–${scaling.max}`;
}

const policyText = ({ metric, target, scaleInCooldown, scaleOutCooldown }: TargetTracking): string =>
  `${target} ${metric}, ${scaleInCooldown} s, ${scaleOutCooldown} s`;

/**
 * Takes what an earlier attempt of the same apply left half done as done, so that a second run can finish it: the endpoint that it
 * deleted to make it again, the scaling that it removed and did not set again yet, the limits whose schedule is missing. Only an
 * attempt makes the wanted configuration, whose name is that of its content.
 */
export function withoutHalfDone(
  fields: EndpointValues,
  desired: DesiredEndpoint,
  observed: ObservedEndpoint,
): EndpointValues {
  if (!observed.configs.some(({ name }) => name === desired.config.name)) return fields;
  const applied = appliedFields(desired);
  const { scaling } = desired;
  const limitsAreSet = scaling !== null && observed.scaling !== undefined && isWithin(observed.scaling, scaling);
  const missing = (field: keyof EndpointValues): string => (fields[field] === NONE ? applied[field] : fields[field]);
  return {
    endpoint: missing('endpoint'),
    'endpoint scaling': limitsAreSet ? applied['endpoint scaling'] : missing('endpoint scaling'),
    'endpoint scaling policy': missing('endpoint scaling policy'),
  };
}
