import { createRedactor, redact, redactJson } from '../src/redact.ts';

test.each([
  ['an access key', 'key AKIAIOSFODNN7EXAMPLE end', 'key *** end'],
  ['a temporary access key', 'ASIAIOSFODNN7EXAMPLE', '***'],
  ['a secret key', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = ***'],
  ['a presigned address', 'https://b.s3/x?X-Amz-Signature=abc123&a=1', 'https://b.s3/x?X-Amz-Signature=***&a=1'],
  ['a GitHub token', `token ghp_${'a'.repeat(36)}`, 'token ***'],
  ['a fine-grained token', `github_pat_${'a1'.repeat(20)}`, '***'],
  ['a web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', '***'],
  ['a password in an address', 'https://user:hunter2@presto:8443/v1', 'https://user:***@presto:8443/v1'],
  ['a password in JSON', '{"username": "u", "password": "hunter2"}', '{"username": "u", "password": "***"}'],
  ['a password in a command', 'presto --password=hunter2 --user u', 'presto --password=*** --user u'],
  ['a header', 'Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
  ['a private key', 'x\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\ny', 'x\n***\ny'],
])('%s is hidden', (_what, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'an ARN arn:aws:sagemaker:us-east-1:123456789012:pipeline/p',
  'sha256:0123456789abcdef',
  'presto_credentials: mlops',
])('%s stays', (text) => {
  expect(redact(text)).toBe(text);
});

test('a registered value is hidden in every spelling, each of its lines too, and short ones are not', () => {
  const redactor = createRedactor();
  redactor.add('p@ss "word"');
  redactor.add('line one\nline two');
  redactor.add('abc');
  expect(redactor.redact('p@ss "word"')).toBe('***');
  expect(redactor.redact(encodeURIComponent('p@ss "word"'))).toBe('***');
  expect(redactor.redact(JSON.stringify({ a: 'p@ss "word"' }))).toBe('{"a":"***"}');
  expect(redactor.redact('line two; abc')).toBe('***; abc');
});

test('JSON stays JSON', () => {
  const redactor = createRedactor();
  const value = { log: ['"password": "hunter2"', 1, null], nested: { text: 'AKIAIOSFODNN7EXAMPLE' } };
  expect(redactJson(value, redactor)).toEqual({ log: ['"password": "***"', 1, null], nested: { text: '***' } });
});
