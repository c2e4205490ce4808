/** One thing that an apply would do. A plan is a list of these, sorted, and plain JSON. */
export interface Change {
  /** Kind and name: `pipeline mlops-pipeline-presto`. */
  resource: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'start' | 'wait' | 'keep';
  /** What is there now, short; null when nothing is. */
  from: string | null;
  to: string | null;
  why: string;
}

/** A line a change, as a person reads it. */
export function changeLines(changes: readonly Change[]): string[] {
  const mark = { create: '+', update: '~', replace: '±', delete: '-', start: '>', wait: '…', keep: '=' } as const;
  return changes.map(({ resource, action, from, to, why }) => {
    const move = from !== null && to !== null && from !== to ? ` ${from} → ${to}` : '';
    return `${mark[action]} ${action} ${resource}${move}: ${why}`;
  });
}
