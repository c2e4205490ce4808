import { createHash, randomInt } from 'node:crypto';
import type { CreatingStepType } from './step-types.ts';

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED_CASE = `${LETTERS_AND_DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Makes an execution id as the service does: twelve lower-case letters and digits. */
export function newExecutionId(): string {
  return randomText(LETTERS_AND_DIGITS, 12);
}

/**
 * Makes the name of the resource that a step creates, as the service does: `pipelines-<execution>-<step>-<random>`,
 * with the step's name cut to 20 characters. A tuning job's name has at most 32 characters: `<execution>-<step,
 * 8>-<random>`. A name in the Arguments is a prefix; the SDK's PipelineDefinitionConfig is for that.
 * @param prefix the name in the Arguments
 */
export function resourceName(type: CreatingStepType, executionId: string, step: string, prefix: unknown): string {
  const suffix = randomText(MIXED_CASE, 10);
  if (typeof prefix === 'string' && prefix !== '') {
    return `${toNamePart(prefix.slice(0, type.maxName - 24))}-${executionId}-${suffix}`;
  }
  if (type.maxName < 54) return `${executionId}-${toNamePart(step.slice(0, type.maxName - 24))}-${suffix}`;
  return `pipelines-${executionId}-${toNamePart(step.slice(0, 20))}-${suffix}`;
}

/** Makes a token that is the same for the same attempt of the same step. After a crash, it finds what was created. */
export function clientToken(executionArn: string, step: string, startedAt: number, attempt: number): string {
  return createHash('sha256').update(`${executionArn}/${step}/${startedAt}/${attempt}`).digest('hex').slice(0, 36);
}

/** Makes a text usable in a job name: letters, digits and hyphens, without a hyphen at the beginning. */
function toNamePart(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9-]/g, '-').replace(/^-+/, '') || 'step';
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
