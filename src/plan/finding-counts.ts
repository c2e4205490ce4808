import type { ReasonCode } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { plural } from '../plural.ts';
import { familyOf } from '../rule-names.ts';

/** Counts findings by severity. */
export function countBySeverity(findings: readonly Finding[]): Record<Finding['severity'], number> {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Writes counts for a person: `2 errors, 1 warning`. */
export function countText(counts: Record<Finding['severity'], number>): string {
  const parts = (['error', 'warning', 'notice'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** Returns the reason code of the errors: the files, the pipeline definitions made from them, or a rule. */
export function reasonOf(findings: readonly Finding[]): ReasonCode | 'ok' {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 'ok';
  if (errors.some(({ rule }) => familyOf(rule) === 'config')) return 'config_invalid';
  if (errors.some(({ rule }) => familyOf(rule) === 'definition')) return 'definition_invalid';
  return 'rule_broken';
}
