import type { Finding } from '../../finding.ts';
import { CHANGE_RULES, GUARDRAIL_RULES } from './guardrails/index.ts';
import { HONESTY_RULES } from './honesty/index.ts';
import type { ChangeContext, RuleContext } from './rule.ts';

/** Applies the rules about one side. Base and head are checked in the same way. */
export function applySideRules(context: RuleContext): Finding[] {
  return [...HONESTY_RULES, ...GUARDRAIL_RULES].flatMap((rule) => rule(context));
}

/** Applies the rules about the change itself. */
export function applyChangeRules(context: ChangeContext): Finding[] {
  return CHANGE_RULES.flatMap((rule) => rule(context));
}
