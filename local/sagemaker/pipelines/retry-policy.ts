import { isObject } from './expressions.ts';

/** Exceptions that a retry policy can name (developer guide, "Retry Policy for Pipeline Steps"). */
export const EXCEPTION_TYPES = [
  'Step.SERVICE_FAULT',
  'Step.THROTTLING',
  'SageMaker.JOB_INTERNAL_ERROR',
  'SageMaker.CAPACITY_ERROR',
  'SageMaker.RESOURCE_LIMIT',
] as const;
export type ExceptionType = (typeof EXCEPTION_TYPES)[number];

export interface RetryPolicy {
  readonly exceptions: readonly ExceptionType[];
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxAttempts?: number;
  readonly expireAfterMinutes?: number;
}

const MAX_ATTEMPTS = 20;
const MAX_EXPIRE_MINUTES = 14_400;
/** Ten days, the longest a policy can last; a timer of Node's overflows at 24 days. */
const LONGEST_DELAY = MAX_EXPIRE_MINUTES * 60;

/** The service retries these by itself when no policy of the step names them. */
const BY_ITSELF: RetryPolicy = {
  exceptions: ['Step.SERVICE_FAULT', 'Step.THROTTLING'],
  intervalSeconds: 1,
  backoffRate: 2,
  maxAttempts: 5,
};

/** Reads `RetryPolicies` of a step; the SDK writes ExceptionType as a list, the published schema as a string: both are read. */
export function retryPolicies(value: unknown, step: string, problems: string[]): RetryPolicy[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`Step '${step}': RetryPolicies must be a list`);
    return [];
  }
  const policies: RetryPolicy[] = [];
  const named = new Set<string>();
  for (const [index, each] of value.entries()) {
    const at = `Step '${step}': RetryPolicies[${index}]`;
    if (!isObject(each)) {
      problems.push(`${at} is not an object`);
      continue;
    }
    const exceptions = (
      Array.isArray(each.ExceptionType) ? each.ExceptionType : [each.ExceptionType]
    ) as ExceptionType[];
    for (const exception of exceptions) {
      if (!EXCEPTION_TYPES.includes(exception)) {
        problems.push(
          `${at}: Value '${exception}' for 'ExceptionType' failed to satisfy enum value set: [${EXCEPTION_TYPES.join(', ')}]`,
        );
      } else if (named.has(exception)) problems.push(`${at}: ExceptionType '${exception}' is named more than once`);
      named.add(exception);
    }
    const number = (name: string, fallback: number | undefined, low: number, high: number): number | undefined => {
      const found = each[name];
      if (found === undefined || found === null) return fallback;
      if (typeof found === 'number' && found >= low && found <= high) return found;
      problems.push(`${at}: ${name} must be a number from ${low} to ${high}`);
      return fallback;
    };
    const maxAttempts = number('MaxAttempts', undefined, 1, MAX_ATTEMPTS);
    const expireAfterMinutes = number('ExpireAfterMin', undefined, 0, MAX_EXPIRE_MINUTES);
    if ((maxAttempts === undefined) === (expireAfterMinutes === undefined)) {
      problems.push(`${at} needs either MaxAttempts or ExpireAfterMin`);
    }
    policies.push({
      exceptions,
      intervalSeconds: number('IntervalSeconds', 1, 0, 86_400) ?? 1,
      backoffRate: number('BackoffRate', 2, 0, 100) ?? 2,
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
      ...(expireAfterMinutes === undefined ? {} : { expireAfterMinutes }),
    });
  }
  return policies;
}

/** The exception type of an error that a creating operation answered; undefined when it is the caller's fault. */
export function exceptionOfCall(code: string): ExceptionType | undefined {
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(code)) return 'Step.THROTTLING';
  if (code === 'ResourceLimitExceeded') return 'SageMaker.RESOURCE_LIMIT';
  if (/InternalFailure|InternalServer|ServiceUnavailable/i.test(code)) return 'Step.SERVICE_FAULT';
  return undefined;
}

/** The exception type of a failed job, by the first word of its FailureReason. */
export function exceptionOfJob(reason: string): ExceptionType | undefined {
  if (/^(InternalServerError|InternalFailure|JobInternalError)/i.test(reason)) return 'SageMaker.JOB_INTERNAL_ERROR';
  if (/^(CapacityError|InsufficientCapacity)/i.test(reason)) return 'SageMaker.CAPACITY_ERROR';
  if (/^ResourceLimitExceeded/i.test(reason)) return 'SageMaker.RESOURCE_LIMIT';
  return undefined;
}

export type RetryDecision = { readonly retryInSeconds: number } | { readonly giveUp: string };

/**
 * Whether a step runs once more.
 * @param retried how often this exception was retried before
 * @param secondsSinceStart since the step's first attempt began
 */
export function decideRetry(
  policies: readonly RetryPolicy[],
  exception: ExceptionType,
  retried: number,
  secondsSinceStart: number,
): RetryDecision {
  const shown = exception.replace('.', '_').toUpperCase();
  const policy = [...policies, BY_ITSELF].find((each) => each.exceptions.includes(exception));
  if (!policy) return { giveUp: `No retry policy configured for the exception type ${shown}.` };
  if (policy.maxAttempts !== undefined && retried >= policy.maxAttempts) {
    return { giveUp: `The retry policy's ${policy.maxAttempts} attempts for the exception type ${shown} are used up.` };
  }
  const delay = Math.min(policy.intervalSeconds * policy.backoffRate ** retried, LONGEST_DELAY);
  if (policy.expireAfterMinutes !== undefined && secondsSinceStart + delay > policy.expireAfterMinutes * 60) {
    return {
      giveUp: `The retry policy for the exception type ${shown} expired after ${policy.expireAfterMinutes} minutes.`,
    };
  }
  return { retryInSeconds: delay };
}

/** MLOPS_LOCAL_TIME_SCALE: how many real seconds one second of waiting takes; 0.01 makes a 30 s interval 0.3 s. */
export function timeScale(environment: NodeJS.ProcessEnv = process.env): number {
  const scale = Number(environment.MLOPS_LOCAL_TIME_SCALE ?? '1');
  return Number.isFinite(scale) && scale >= 0 ? scale : 1;
}
