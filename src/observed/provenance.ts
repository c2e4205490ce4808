import type { Provenance } from './training-run.ts';

/**
 * Returns the text for the description of an execution, which stores where the execution comes from. The definition
 * does not contain the commit: it would change with each commit, and the step cache would never be hit.
 */
export function provenanceText(provenance: Provenance): string {
  return JSON.stringify({ mlops: 1, ...provenance });
}

/** Reads the provenance from the description. All fields are null for an execution that another program started. */
export function readProvenance(description: string | undefined): Provenance {
  const none: Provenance = { commit: null, repository: null, environment: null, run_key: null };
  if (description === undefined || !description.startsWith('{')) return none;
  try {
    const value = JSON.parse(description) as Record<string, unknown>;
    if (value.mlops !== 1) return none;
    const text = (key: keyof Provenance) => (typeof value[key] === 'string' ? value[key] : null);
    return {
      commit: text('commit'),
      repository: text('repository'),
      environment: text('environment'),
      run_key: text('run_key'),
    };
  } catch {
    return none;
  }
}
