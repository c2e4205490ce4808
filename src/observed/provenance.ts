import type { Provenance } from './training-run.ts';

/**
 * Where an execution comes from, kept in its description. The definition itself never names a commit: it would be another
 * one at each commit, and the step cache would never be hit.
 */
export function provenanceText(provenance: Provenance): string {
  return JSON.stringify({ mlops: 1, ...provenance });
}

/** Reads it back; all null for an execution that something else started. */
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
