import type { Value } from './expression.ts';
import { type Step, type StepOptions, stepDefinition } from './step.ts';

/** Builds a Fail step: the execution ends as Failed with this message (at most 3,072 characters). */
export function fail(options: StepOptions & { message: Value<string> }): Step {
  return { definition: stepDefinition('Fail', options, { ErrorMessage: options.message }) };
}
