import {
  createIfAbsent,
  deleteIfExists,
  describeIfExists,
  isMissing,
  isTaken,
  toFailure,
} from '../../../src/adapters/aws/errors.ts';
import { Failure } from '../../../src/failure.ts';

const error = (name: string, message = 'said so', more: object = {}) =>
  Object.assign(new Error(message), { name }, more);

test.each([
  [error('CredentialsProviderError', 'Could not load credentials from any providers'), 'credentials_missing'],
  [error('ExpiredTokenException', 'expired', { $metadata: { httpStatusCode: 400 } }), 'credentials_missing'],
  [error('AccessDeniedException', 'not authorized to perform: sagemaker:CreateModel'), 'access_denied'],
  [error('Unknown', 'no', { $metadata: { httpStatusCode: 403 } }), 'access_denied'],
  [error('ResourceNotFound'), 'not_found'],
  [error('ValidationException', 'Could not find model "x".'), 'not_found'],
  [error('ResourceLimitExceeded', 'quota'), 'conflict'],
  [error('ConflictException'), 'conflict'],
  [error('ValidationException', 'bad', { $fault: 'client' }), 'conflict'],
  [error('ThrottlingException', 'slow down'), 'unavailable'],
  [error('TimeoutError'), 'unavailable'],
  [error('Error', 'connect', { code: 'ECONNREFUSED' }), 'unavailable'],
  [error('InternalFailure', 'oops', { $fault: 'server' }), 'unavailable'],
])('%s is %s', (thrown, code) => {
  const failure = toFailure(thrown, 'create the model m');
  expect(failure.code).toBe(code);
  expect(failure.message).toBe(`Could not create the model m: ${(thrown as Error).message}`);
});

test.each([
  [error('Error', 'self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'no trusted connection'],
  [error('Error', 'Hostname does not match', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'no trusted connection'],
  [error('Error', 'unable to get issuer', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }), 'no trusted connection'],
  [error('Error', 'expired', { code: 'CERT_HAS_EXPIRED' }), 'no trusted connection'],
  [error('Error', 'wrong version number', { code: 'EPROTO' }), 'no trusted connection'],
  [
    error('SyntaxError', "Unexpected token '<'\n  Deserialization error: to see the raw response, inspect …", {
      $metadata: { httpStatusCode: 200 },
    }),
    'what answered is not AWS (HTTP 200)',
  ],
])('%s is another server than AWS', (thrown, what) => {
  const failure = toFailure(thrown, 'read the pipeline p');
  expect(failure.code).toBe('unavailable');
  expect(failure.message).toContain(`Could not read the pipeline p: ${what}`);
});

test('a failure passes, a defect is thrown on', () => {
  const failure = new Failure('moved', 'x');
  expect(toFailure(failure, 'y')).toBe(failure);
  expect(() => toFailure(new TypeError('x is undefined'), 'y')).toThrow(TypeError);
});

test('SageMaker words a missing and a taken name as ValidationException', () => {
  expect(isMissing(error('ValidationException', 'Could not find endpoint "e".'))).toBe(true);
  expect(isMissing(error('ValidationException', 'Value at instanceType is wrong'))).toBe(false);
  expect(isTaken(error('ValidationException', 'Cannot create already existing endpoint "e".'))).toBe(true);
});

test('reads, deletes and creates may be repeated', async () => {
  const missing = async () => Promise.reject(error('ResourceNotFound'));
  expect(await describeIfExists('x', missing)).toBeUndefined();
  expect(await deleteIfExists('x', missing)).toBe(false);
  expect(await deleteIfExists('x', async () => undefined)).toBe(true);
  expect(await createIfAbsent('x', async () => Promise.reject(error('ValidationException', 'already existing')))).toBe(
    'exists',
  );
});
