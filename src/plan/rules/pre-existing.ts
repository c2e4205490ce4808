import type { Finding } from '../../finding.ts';

/** What a finding is about. It stays the same when lines move. */
export type FindingSubject =
  /** A value of the configuration, by its dotted path: `environment.endpoint.rollout`. */
  | { kind: 'setting'; path: string }
  /** A whole query. */
  | { kind: 'query'; query: 'training' | 'batch' }
  /** A piece of a query, in its canonical text. */
  | { kind: 'query-part'; query: 'training' | 'batch'; sql: string }
  /** A file, when nothing closer is known. */
  | { kind: 'file'; file: string }
  /** Nothing in the files. */
  | { kind: 'none' };

/** A finding and what it is about. */
export interface AttributedFinding {
  finding: Finding;
  /**
   * Null when the finding is about the change itself, or about something that the change makes matter: it is always
   * new.
   */
  about: FindingSubject | null;
}

/**
 * Returns the findings of the head, and marks those that the base has too as pre-existing. Two findings are the same
 * when rule, severity, message, reason and subject are the same; the way out may differ. When the head has a finding
 * more often than the base, all of them are new, because it is not known which one was there before. An error is never
 * pre-existing: it always stops the change.
 */
export function markPreExisting(head: readonly AttributedFinding[], base: readonly AttributedFinding[]): Finding[] {
  const before = placesByIdentity(base);
  const after = placesByIdentity(head);
  return head.map((attributed) => {
    const identity = identityOf(attributed);
    const known = identity !== null && (after.get(identity)?.size ?? 0) <= (before.get(identity)?.size ?? 0);
    return known ? { ...attributed.finding, pre_existing: true } : attributed.finding;
  });
}

/** What a finding says, without its place; null for a finding that is always new. */
function identityOf({ finding, about }: AttributedFinding): string | null {
  const { rule, severity, message, why = null } = finding;
  return about === null || severity === 'error' ? null : JSON.stringify([rule, severity, message, why, about]);
}

/** The places of each finding: a finding that is reported twice at one place counts once. */
function placesByIdentity(all: readonly AttributedFinding[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const attributed of all) {
    const identity = identityOf(attributed);
    if (identity === null) continue;
    const known = places.get(identity) ?? new Set();
    places.set(identity, known.add(JSON.stringify(attributed.finding.place)));
  }
  return places;
}
