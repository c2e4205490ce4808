import {
  decideRetry,
  type ExceptionType,
  exceptionOfCall,
  exceptionOfJob,
  type RetryPolicy,
  timeScale,
} from '../../../../local/sagemaker/pipelines/retry-policy.ts';

const capacity: RetryPolicy = {
  exceptions: ['SageMaker.CAPACITY_ERROR'],
  intervalSeconds: 50,
  backoffRate: 2,
  expireAfterMinutes: 10,
};

test.each<[string, ExceptionType, number, number, object]>([
  ['the first time after the interval', 'SageMaker.CAPACITY_ERROR', 0, 0, { retryInSeconds: 50 }],
  ['each time later', 'SageMaker.CAPACITY_ERROR', 2, 150, { retryInSeconds: 200 }],
  [
    'not when it would come after the expiry',
    'SageMaker.CAPACITY_ERROR',
    3,
    350,
    { giveUp: 'The retry policy for the exception type SAGEMAKER_CAPACITY_ERROR expired after 10 minutes.' },
  ],
  [
    'not without a policy',
    'SageMaker.RESOURCE_LIMIT',
    0,
    0,
    { giveUp: 'No retry policy configured for the exception type SAGEMAKER_RESOURCE_LIMIT.' },
  ],
  ['a fault of the service by itself', 'Step.SERVICE_FAULT', 1, 0, { retryInSeconds: 2 }],
  [
    'not for ever',
    'Step.SERVICE_FAULT',
    5,
    0,
    { giveUp: "The retry policy's 5 attempts for the exception type STEP_SERVICE_FAULT are used up." },
  ],
])('retries %s', (_, exception, retried, seconds, decision) => {
  expect(decideRetry([capacity], exception, retried, seconds)).toEqual(decision);
});

test('no wait is longer than a policy can last', () => {
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
])('a call that answers %s', (code, exception) => {
  expect(exceptionOfCall(code)).toBe(exception);
});

test.each([
  ['InternalServerError: We encountered an internal error.', 'SageMaker.JOB_INTERNAL_ERROR'],
  ['CapacityError: Unable to provision requested ML compute capacity.', 'SageMaker.CAPACITY_ERROR'],
  ['AlgorithmError: InternalServerError in the script', undefined],
  ['ClientError: no such file', undefined],
])('a job that says %s', (reason, exception) => {
  expect(exceptionOfJob(reason)).toBe(exception);
});

test.each([
  [undefined, 1],
  ['0.01', 0.01],
  ['0', 0],
  ['fast', 1],
  ['-1', 1],
])('a time scale of %s', (text, scale) => {
  expect(timeScale(text === undefined ? {} : { MLOPS_LOCAL_TIME_SCALE: text })).toBe(scale);
});
