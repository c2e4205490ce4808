import { createHash, randomInt } from 'node:crypto';
import type { CreatingStep } from './step-types.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `${LETTERS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Twelve lower-case letters and digits, as the service's execution ids. */
export function newExecutionId(): string {
  return random(LETTERS, 12);
}

/**
 * The name that the service gives what a step creates: `pipelines-<execution>-<step>-<random>`, the step's name cut to
 * 20 characters. A tuning job's name has 32 characters at most: `<execution>-<step, 8>-<random>`. A name in the
 * Arguments is taken as a prefix, which is what the SDK's PipelineDefinitionConfig is for.
 */
export function resourceName(type: CreatingStep, executionId: string, step: string, given: unknown): string {
  const suffix = random(MIXED, 10);
  if (typeof given === 'string' && given !== '') {
    return `${plain(given.slice(0, type.maxName - 24))}-${executionId}-${suffix}`;
  }
  if (type.maxName < 54) return `${executionId}-${plain(step.slice(0, type.maxName - 24))}-${suffix}`;
  return `pipelines-${executionId}-${plain(step.slice(0, 20))}-${suffix}`;
}

/** A token that is the same for the same attempt of the same step: the created thing can be found after a crash. */
export function clientToken(executionArn: string, step: string, startedAt: number, attempt: number): string {
  return createHash('sha256').update(`${executionArn}/${step}/${startedAt}/${attempt}`).digest('hex').slice(0, 36);
}

/** Job names have letters, digits and hyphens, and begin with no hyphen. */
function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9-]/g, '-').replace(/^-+/, '') || 'step';
}

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
