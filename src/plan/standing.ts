import type { Finding } from '../finding.ts';

/** A finding with what it is about, wherever in the files that stands. */
export interface Judged {
  finding: Finding;
  /**
   * A setting, or a piece of a query, by its meaning: what stays the same when lines move. Null when the finding is about
   * the change itself, or about what the change brings to life: that is always news.
   */
  about: string | null;
}

/**
 * The findings of the head; those that the base has too are marked as standing. The same is: the same rule and severity, the
 * same message with its figures for the same reason, about the same thing; the advice may be another. When the head has one of
 * them more often than the base, all of them are news, as nobody can tell which one was there before. An error is never
 * standing: it stops the change, whoever made it.
 */
export function withStanding(head: readonly Judged[], base: readonly Judged[]): Finding[] {
  const before = counted(base);
  const after = counted(head);
  return head.map((judged) => {
    const identity = identityOf(judged);
    const known = identity !== null && (after.get(identity)?.size ?? 0) <= (before.get(identity)?.size ?? 0);
    return known ? { ...judged.finding, standing: true } : judged.finding;
  });
}

/** What it finds, but not where; null for what is always news. */
function identityOf({ finding, about }: Judged): string | null {
  const { rule, severity, message, why = null } = finding;
  return about === null || severity === 'error' ? null : JSON.stringify([rule, severity, message, why, about]);
}

/** The places of each finding: said twice of one place it is one. */
function counted(all: readonly Judged[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const judged of all) {
    const identity = identityOf(judged);
    if (identity === null) continue;
    const known = places.get(identity) ?? new Set();
    places.set(identity, known.add(JSON.stringify(judged.finding.place)));
  }
  return places;
}
