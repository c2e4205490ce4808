import { canonicalJson } from '../pipeline/canonical.ts';
import type { AffectedParts } from './plan.ts';
import type { EnvironmentState } from './state.ts';

/**
 * What of an environment a change affects, as the files have it. Models are trained in the environments that promote from no
 * other one, as train.yml does it, and by a merge that changes the definition only (`unlessSame` of startOrAdopt); the others
 * get theirs by a pin.
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
  const { file: _, ...endpoint } = state.environment.endpoint;
  return canonicalJson({ endpoint, aws: state.config.aws, region: state.region, account: state.account });
}
