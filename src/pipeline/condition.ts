import type { Value } from './expression.ts';
import { type Step, type StepOptions, stepDefinition } from './step.ts';

type Operand = Value<string | number | boolean>;

/** One condition of a Condition step. The step takes its first branch when all of its conditions hold. */
export type Condition =
  | {
      readonly Type: 'Equals' | 'GreaterThan' | 'GreaterThanOrEqualTo' | 'LessThan' | 'LessThanOrEqualTo';
      readonly LeftValue: Operand;
      readonly RightValue: Operand;
    }
  | { readonly Type: 'In'; readonly QueryValue: Operand; readonly Values: readonly Operand[] }
  | { readonly Type: 'Not'; readonly Condition: Condition }
  | { readonly Type: 'Or'; readonly Conditions: readonly Condition[] };

/** The condition that holds when `left` is at least `right`. */
export function greaterThanOrEqualTo(left: Operand, right: Operand): Condition {
  return { Type: 'GreaterThanOrEqualTo', LeftValue: left, RightValue: right };
}

export interface ConditionOptions extends StepOptions {
  conditions: readonly Condition[];
  /** Steps that run when all conditions hold. */
  ifTrue: readonly Step[];
  /** Steps that run otherwise. */
  ifFalse: readonly Step[];
}

/** Builds a Condition step. The steps of its branches are part of it, not of the pipeline's list of steps. */
export function condition(options: ConditionOptions): Step {
  return {
    definition: stepDefinition('Condition', options, {
      Conditions: options.conditions,
      IfSteps: options.ifTrue.map((step) => step.definition),
      ElseSteps: options.ifFalse.map((step) => step.definition),
    }),
  };
}
