import type { ObservedEnvironment } from '../observed/environment.ts';
import { type Change, type ResourceKind, resourceOf } from './change.ts';
import { countText } from './scaling-text.ts';

/** The resources that `destroy` removes, in this order. */
export function planRemoval(observed: ObservedEnvironment): Change[] {
  const gone = (kind: ResourceKind, name: string, why: string): Change => ({
    ...resourceOf(kind, name),
    action: 'delete',
    from: null,
    to: null,
    why,
  });
  const {
    endpointName,
    endpoint,
    scaling,
    policies,
    scheduledActions,
    configs,
    models,
    batchPipeline,
    batchModels,
    registry,
  } = observed;
  return [
    // AWS removes policies and scheduled actions with the scalable target, also those that somebody else made.
    ...(scaling === undefined
      ? []
      : [
          gone('scaling', endpointName, countText(scaling.min, scaling.max)),
          ...policies.map(({ name }) => gone('scaling-policy', name, 'it goes with the scaling')),
          ...scheduledActions.map(({ name }) => gone('scheduled-action', name, 'it goes with the scaling')),
        ]),
    ...(endpoint === undefined ? [] : [gone('endpoint', endpointName, `it is ${endpoint.status}`)]),
    ...configs.map(({ name }) => gone('endpoint-config', name, 'made for this environment')),
    ...models.map(({ name }) => gone('model', name, 'made for this environment')),
    ...(batchPipeline === undefined ? [] : [gone('batch-pipeline', batchPipeline.name, 'with its executions')]),
    ...batchModels.map((name) => gone('model', name, 'made by an execution of that pipeline')),
    ...(registry?.packages ?? []).map((arn) => gone('model-package', arn.slice(arn.indexOf('/') + 1), '--registry')),
    ...(registry === undefined || registry.packages.length === 0
      ? []
      : [gone('model-package-group', registry.group, '--registry')]),
  ];
}
