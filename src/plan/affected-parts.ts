import { canonicalJson } from '../pipeline/canonical.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import type { AffectedParts } from './plan.ts';

/**
 * The parts of an environment that a change affects, from the files alone. A merge trains only in environments that promote from
 * no other one (as train.yml does), and only when it changes the definition (`unlessSame` of startOrAdopt). The other
 * environments get their model by a pin.
 */
export function affectedParts(base: EnvironmentState | null, head: EnvironmentState | null): AffectedParts {
  if (head === null) return { training: false, endpoint: false, batch: false };
  const { environment } = head;
  const pinned = (which: 'endpoint' | 'batch_transform') =>
    environment?.[which].model != null || base?.environment?.[which].model != null;
  return {
    training: trains(head) && head.training !== null && head.training.hash !== base?.training?.hash,
    endpoint: pinned('endpoint') && serving(base) !== serving(head),
    batch: pinned('batch_transform') && head.batch !== null && head.batch.hash !== base?.batch?.hash,
  };
}

const trains = ({ environment }: EnvironmentState): boolean => (environment?.promotes_from ?? null) === null;

function serving(state: EnvironmentState | null): string | null {
  if (!state?.environment) return null;
  const { endpoint } = state.environment;
  return canonicalJson({ endpoint, aws: state.config.aws, region: state.region, account: state.account });
}
