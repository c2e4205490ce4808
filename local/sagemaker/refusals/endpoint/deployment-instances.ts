import { sizeMessage } from '../../../../src/refusals/deployment-sizes.ts';
import type { Member } from '../../../../src/refusals/index.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { endpointUpdate } from '../endpoint-update.ts';

const ROUTING = 'BlueGreenUpdatePolicy.TrafficRoutingConfiguration';
const SIZES: readonly { member: string; min: number; max: number }[] = [
  { member: `${ROUTING}.CanarySize`, min: 0, max: 50 },
  { member: `${ROUTING}.LinearStepSize`, min: 10, max: 50 },
  { member: 'RollingUpdatePolicy.MaximumBatchSize', min: 5, max: 50 },
];

/** Sizes in percent are rules of the request alone. */
export const deploymentInstances: AccountRefusal = {
  name: 'deployment-instances',
  operations: ['UpdateEndpoint'],
  rule: 'A size in instances is within the same limits as one in percent: a canary, a step and a batch are at most half of a variant.',
  source: 'API reference, TrafficRoutingConfig and RollingUpdatePolicy.MaximumBatchSize',
  confidence: 'documented',
  find: (request, context) => {
    const { instances } = endpointUpdate(request, context);
    if (instances === undefined) return [];
    return SIZES.flatMap(({ member, min, max }) => {
      const size: Member = request.at(`DeploymentConfig.${member}`);
      const value = size.at('Value');
      if (size.at('Type').text !== 'INSTANCE_COUNT' || value.number === undefined) return [];
      const percent = (100 * value.number) / instances;
      if (percent >= min && percent <= max) return [];
      return [value.refuse(sizeMessage(String(size.path.at(-1)), percent, { min, max }))];
    });
  },
};
