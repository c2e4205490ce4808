import { samePin } from '../../config/index.ts';
import type { EnvironmentState } from '../../project/environment-state.ts';
import { isAtOrBelow } from '../../project/settings.ts';
import { desiredDigests } from '../digests.ts';
import type { FindingSubject } from './pre-existing.ts';

/**
 * Returns a function that says whether the change makes a subject matter although the subject itself stays the same.
 * These are the settings of an endpoint or a batch when their first model is pinned, and the settings of a rollout when
 * something rolls out. Findings about such a subject are new.
 */
export function activated(base: EnvironmentState, head: EnvironmentState): (about: FindingSubject) => boolean {
  const firstBatchModel = isFirstModel(base, head, 'batch_transform');
  const firstEndpointModel = isFirstModel(base, head, 'endpoint');
  const paths = [
    ...(firstBatchModel ? ['transform_step', 'environment.batch_transform'] : []),
    ...(firstEndpointModel ? ['environment.endpoint'] : []),
    ...(rollsOut(base, head) ? ['environment.endpoint.rollout'] : []),
  ];
  return (about) => {
    switch (about.kind) {
      case 'setting':
        return paths.some((path) => isAtOrBelow(about.path, path));
      case 'query':
      case 'query-part':
        return firstBatchModel && about.query === 'batch';
      case 'none':
        // The finding may be about any of them.
        return paths.length > 0;
      case 'file':
        return false;
    }
  };
}

type Section = 'endpoint' | 'batch_transform';

const modelOf = (state: EnvironmentState, section: Section) => state.environment?.[section].model ?? null;

function isFirstModel(base: EnvironmentState, head: EnvironmentState, section: Section): boolean {
  return modelOf(base, section) === null && modelOf(head, section) !== null;
}

function rollsOut(base: EnvironmentState, head: EnvironmentState): boolean {
  const model = modelOf(head, 'endpoint');
  if (model === null) return false;
  const settings = (state: EnvironmentState) => desiredDigests(state)['endpoint settings'];
  return !samePin(modelOf(base, 'endpoint'), model) || settings(base) !== settings(head);
}
