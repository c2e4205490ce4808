import type { Finding } from '../finding.ts';
import { GUARDRAIL_RULES } from './guardrails/index.ts';
import { HONESTY_RULES } from './honesty/index.ts';
import type { RuleContext } from './rule.ts';

const SEVERITIES = ['error', 'warning', 'notice'] as const satisfies Finding['severity'][];

/** Applies all rules. Worst first, then by place and rule; what two environments or two rules say alike is there once. */
export function judge(context: RuleContext): Finding[] {
  return sortFindings([...HONESTY_RULES, ...GUARDRAIL_RULES].flatMap((rule) => rule(context)));
}

/** The order in which findings are read: worst first, then by file, line and column (what has no place last), then by rule. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const once = new Map(
    findings.map((finding) => [JSON.stringify([finding.rule, finding.message, finding.place]), finding]),
  );
  return [...once.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      comparePlaces(a.place, b.place) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

function comparePlaces(a: Finding['place'], b: Finding['place']): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** By code unit: the same on every machine. */
const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
