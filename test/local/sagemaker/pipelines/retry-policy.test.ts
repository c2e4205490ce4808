import {
  decideRetry,
  type ExceptionType,
  exceptionOfCall,
  exceptionOfJob,
  type RetryDecision,
  type RetryPolicy,
  timeScale,
} from '../../../../local/sagemaker/pipelines/retry-policy.ts';

const capacity: RetryPolicy = {
  exceptions: ['SageMaker.CAPACITY_ERROR'],
  intervalSeconds: 50,
  backoffRate: 2,
  expireAfterMinutes: 10,
};

/** An exception that was retried some times, some seconds after the step's start. */
interface RetryCase {
  readonly title: string;
  readonly exception: ExceptionType;
  readonly retried: number;
  readonly seconds: number;
  readonly decision: RetryDecision;
}

test.each<RetryCase>([
  {
    title: 'is retried after the interval',
    exception: 'SageMaker.CAPACITY_ERROR',
    retried: 0,
    seconds: 0,
    decision: { retryInSeconds: 50 },
  },
  {
    title: 'is retried later each time',
    exception: 'SageMaker.CAPACITY_ERROR',
    retried: 2,
    seconds: 150,
    decision: { retryInSeconds: 200 },
  },
  {
    title: 'is not retried after the expiry',
    exception: 'SageMaker.CAPACITY_ERROR',
    retried: 3,
    seconds: 350,
    decision: { giveUp: 'The retry policy for the exception type SAGEMAKER_CAPACITY_ERROR expired after 10 minutes.' },
  },
  {
    title: 'is not retried without a policy',
    exception: 'SageMaker.RESOURCE_LIMIT',
    retried: 0,
    seconds: 0,
    decision: { giveUp: 'No retry policy configured for the exception type SAGEMAKER_RESOURCE_LIMIT.' },
  },
  {
    title: 'is retried without a policy when it is a service fault',
    exception: 'Step.SERVICE_FAULT',
    retried: 1,
    seconds: 0,
    decision: { retryInSeconds: 2 },
  },
  {
    title: 'is not retried after the last attempt',
    exception: 'Step.SERVICE_FAULT',
    retried: 5,
    seconds: 0,
    decision: { giveUp: "The retry policy's 5 attempts for the exception type STEP_SERVICE_FAULT are used up." },
  },
])('an exception $title', ({ exception, retried, seconds, decision }) => {
  expect(decideRetry([capacity], exception, retried, seconds)).toEqual(decision);
});

test('a wait is never longer than the maximum duration of a policy', () => {
  const slow: RetryPolicy = {
    exceptions: ['Step.THROTTLING'],
    intervalSeconds: 86_400,
    backoffRate: 10,
    maxAttempts: 20,
  };
  expect(decideRetry([slow], 'Step.THROTTLING', 19, 0)).toEqual({ retryInSeconds: 864_000 });
});

test.each([
  ['ThrottlingException', 'Step.THROTTLING'],
  ['ResourceLimitExceeded', 'SageMaker.RESOURCE_LIMIT'],
  ['InternalFailure', 'Step.SERVICE_FAULT'],
  ['ValidationException', undefined],
  ['ResourceInUse', undefined],
])('an error %s of a call has its exception type', (code, exception) => {
  expect(exceptionOfCall(code)).toBe(exception);
});

test.each([
  ['InternalServerError: We encountered an internal error.', 'SageMaker.JOB_INTERNAL_ERROR'],
  ['CapacityError: Unable to provision requested ML compute capacity.', 'SageMaker.CAPACITY_ERROR'],
  ['AlgorithmError: InternalServerError in the script', undefined],
  ['ClientError: no such file', undefined],
])('the reason %s of a job has its exception type', (reason, exception) => {
  expect(exceptionOfJob(reason)).toBe(exception);
});

test.each([
  [undefined, 1],
  ['0.01', 0.01],
  ['0', 0],
  ['fast', 1],
  ['-1', 1],
])('the time scale %s is read', (text, scale) => {
  expect(timeScale(text === undefined ? {} : { MLOPS_LOCAL_TIME_SCALE: text })).toBe(scale);
});
