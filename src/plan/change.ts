/** What a change is about. */
export type ResourceKind =
  | 'training-pipeline'
  | 'batch-pipeline'
  | 'endpoint'
  | 'endpoint-config'
  | 'model'
  | 'scaling'
  | 'scaling-policy'
  | 'scheduled-action'
  | 'model-package'
  | 'model-package-group';

/** One thing that an apply would do. A plan has a list of these, in the order in which they are done. Plain JSON. */
export interface Change {
  kind: ResourceKind;
  /** Name of the resource in its account. */
  name: string;
  /** Kind and name for a reader: `pipeline mlops-pipeline-presto`. */
  resource: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'start' | 'wait' | 'keep';
  /** What is there now, short; null when nothing is. */
  from: string | null;
  to: string | null;
  why: string;
}

const RESOURCE_TEXTS: Record<ResourceKind, string> = {
  'training-pipeline': 'pipeline',
  'batch-pipeline': 'pipeline',
  endpoint: 'endpoint',
  'endpoint-config': 'endpoint-config',
  model: 'model',
  scaling: 'scaling of',
  'scaling-policy': 'scaling policy',
  'scheduled-action': 'scheduled action',
  'model-package': 'model-package',
  'model-package-group': 'model-package-group',
};

/** Kind, name and their text, as a `Change` has them. */
export function resourceOf(kind: ResourceKind, name: string): Pick<Change, 'kind' | 'name' | 'resource'> {
  return { kind, name, resource: `${RESOURCE_TEXTS[kind]} ${name}` };
}

/** True for two changes of one resource. */
export const sameResource = (a: Change, b: Change): boolean => a.kind === b.kind && a.name === b.name;

/** One line for each change, as a person reads it. */
export function changeLines(changes: readonly Change[]): string[] {
  const mark = { create: '+', update: '~', replace: '±', delete: '-', start: '>', wait: '…', keep: '=' } as const;
  return changes.map(({ resource, action, from, to, why }) => {
    const move = from !== null && to !== null && from !== to ? ` ${from} → ${to}` : '';
    return `${mark[action]} ${action} ${resource}${move}: ${why}`;
  });
}
