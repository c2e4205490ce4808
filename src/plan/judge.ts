import type { Finding } from '../finding.ts';
import { GUARDRAIL_RULES } from './guardrails/index.ts';
import { HONESTY_RULES } from './honesty/index.ts';
import { sortFindings } from './make-plan.ts';
import type { RuleContext } from './rule.ts';

/** Applies all rules to one environment; worst first, each finding once. */
export function judge(context: RuleContext): Finding[] {
  return sortFindings([...HONESTY_RULES, ...GUARDRAIL_RULES].flatMap((rule) => rule(context)));
}
