import { isObject } from './is-object.ts';

/** Exceptions that a retry policy can name (developer guide, "Retry Policy for Pipeline Steps"). */
const EXCEPTION_TYPES = [
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
/** Twelve hours. This and the other limits: developer guide, "Retry Policy for Pipeline Steps". */
const MAX_INTERVAL_SECONDS = 43_200;
const DEFAULT_ATTEMPTS = 5;
const MAX_BACKOFF_RATE = 100;
/** Ten days, the maximum duration of a policy. A timer of Node overflows at 24 days. */
const MAX_DELAY_SECONDS = MAX_EXPIRE_MINUTES * 60;

/** The service retries these exceptions also when no policy of the step names them. */
const DEFAULT_POLICY: RetryPolicy = {
  exceptions: ['Step.SERVICE_FAULT', 'Step.THROTTLING'],
  intervalSeconds: 1,
  backoffRate: 2,
  maxAttempts: 5,
};

/** Reads `RetryPolicies` of a step. Adds what is wrong to `problems`. */
export function readRetryPolicies(value: unknown, step: string, problems: string[]): RetryPolicy[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`Step '${step}': RetryPolicies must be a list`);
    return [];
  }
  const policies: RetryPolicy[] = [];
  const named = new Set<string>();
  for (const [index, each] of value.entries()) {
    const at = `Step '${step}': RetryPolicies[${index}]`;
    if (isObject(each)) policies.push(readPolicy(each, at, named, problems));
    else problems.push(`${at} is not an object`);
  }
  return policies;
}

/** @param named the exceptions that the step's policies have named so far; gets those of this policy */
function readPolicy(value: Record<string, unknown>, at: string, named: Set<string>, problems: string[]): RetryPolicy {
  // The SDK writes ExceptionType as a list, the published schema has a string.
  const exceptions = (
    Array.isArray(value.ExceptionType) ? value.ExceptionType : [value.ExceptionType]
  ) as ExceptionType[];
  for (const exception of exceptions) {
    if (!EXCEPTION_TYPES.includes(exception)) {
      problems.push(
        `${at}: Value '${exception}' for 'ExceptionType' failed to satisfy enum value set: [${EXCEPTION_TYPES.join(', ')}]`,
      );
    } else if (named.has(exception)) problems.push(`${at}: ExceptionType '${exception}' is named more than once`);
    named.add(exception);
  }
  const readNumber = (name: string, min: number, max: number): number | undefined => {
    const number = value[name];
    if (number === undefined || number === null) return undefined;
    if (typeof number === 'number' && number >= min && number <= max) return number;
    problems.push(`${at}: ${name} must be a number from ${min} to ${max}`);
    return undefined;
  };
  const maxAttempts = readNumber('MaxAttempts', 0, MAX_ATTEMPTS);
  const expireAfterMinutes = readNumber('ExpireAfterMin', 0, MAX_EXPIRE_MINUTES);
  if (maxAttempts !== undefined && expireAfterMinutes !== undefined) {
    problems.push(`${at} has both MaxAttempts and ExpireAfterMin, only one of them is allowed`);
  }
  return {
    exceptions,
    intervalSeconds: readNumber('IntervalSeconds', 0, MAX_INTERVAL_SECONDS) ?? 1,
    backoffRate: readNumber('BackoffRate', 0, MAX_BACKOFF_RATE) ?? 2,
    ...(expireAfterMinutes === undefined ? { maxAttempts: maxAttempts ?? DEFAULT_ATTEMPTS } : { expireAfterMinutes }),
  };
}

/** Gives the exception type of an error of a Create operation; undefined when the request is wrong. */
export function exceptionOfCall(code: string): ExceptionType | undefined {
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(code)) return 'Step.THROTTLING';
  if (code === 'ResourceLimitExceeded') return 'SageMaker.RESOURCE_LIMIT';
  if (/InternalFailure|InternalServer|ServiceUnavailable/i.test(code)) return 'Step.SERVICE_FAULT';
  return undefined;
}

/** Gives the exception type of a failed job, by the first word of its FailureReason. */
export function exceptionOfJob(reason: string): ExceptionType | undefined {
  if (/^(InternalServerError|InternalFailure|JobInternalError)/i.test(reason)) return 'SageMaker.JOB_INTERNAL_ERROR';
  if (/^(CapacityError|InsufficientCapacity)/i.test(reason)) return 'SageMaker.CAPACITY_ERROR';
  if (/^ResourceLimitExceeded/i.test(reason)) return 'SageMaker.RESOURCE_LIMIT';
  return undefined;
}

export type RetryDecision = { readonly retryInSeconds: number } | { readonly giveUp: string };

/**
 * Decides whether a step runs again.
 * @param retried how often this exception was retried before
 * @param secondsSinceStart since the step's first attempt began
 */
export function decideRetry(
  policies: readonly RetryPolicy[],
  exception: ExceptionType,
  retried: number,
  secondsSinceStart: number,
): RetryDecision {
  const exceptionName = exception.replace('.', '_').toUpperCase();
  const policy = [...policies, DEFAULT_POLICY].find((each) => each.exceptions.includes(exception));
  if (!policy) return { giveUp: `No retry policy configured for the exception type ${exceptionName}.` };
  if (policy.maxAttempts !== undefined && retried >= policy.maxAttempts) {
    return {
      giveUp: `The retry policy's ${policy.maxAttempts} attempts for the exception type ${exceptionName} are used up.`,
    };
  }
  const delay = Math.min(policy.intervalSeconds * policy.backoffRate ** retried, MAX_DELAY_SECONDS);
  if (policy.expireAfterMinutes !== undefined && secondsSinceStart + delay > policy.expireAfterMinutes * 60) {
    return {
      giveUp: `The retry policy for the exception type ${exceptionName} expired after ${policy.expireAfterMinutes} minutes.`,
    };
  }
  return { retryInSeconds: delay };
}

/**
 * Reads MLOPS_LOCAL_TIME_SCALE: how many real seconds one second of waiting takes. With 0.01, an interval of 30 s takes
 * 0.3 s.
 */
export function timeScale(environment: NodeJS.ProcessEnv = process.env): number {
  const scale = Number(environment.MLOPS_LOCAL_TIME_SCALE ?? '1');
  return Number.isFinite(scale) && scale >= 0 ? scale : 1;
}
