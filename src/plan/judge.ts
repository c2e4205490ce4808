import type { Finding } from '../finding.ts';
import { CHANGE_RULES, GUARDRAIL_RULES } from './guardrails/index.ts';
import { HONESTY_RULES } from './honesty/index.ts';
import { sortFindings } from './make-plan.ts';
import type { ChangeContext, RuleContext } from './rule.ts';

/** Applies all rules to one environment; worst first, each finding once. */
export function judge(context: ChangeContext): Finding[] {
  return sortFindings([...judgeSide(context), ...judgeChange(context)]);
}

/** The rules about one side as it is: base and head can be judged by them alike. */
export function judgeSide(context: RuleContext): Finding[] {
  return [...HONESTY_RULES, ...GUARDRAIL_RULES].flatMap((rule) => rule(context));
}

/** The rules about what a change does. */
export function judgeChange(context: ChangeContext): Finding[] {
  return CHANGE_RULES.flatMap((rule) => rule(context));
}
