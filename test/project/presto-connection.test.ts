import type { Config } from '../../src/config/index.ts';
import { Failure } from '../../src/failure.ts';
import type { Aws } from '../../src/ports/index.ts';
import { prestoConnection } from '../../src/project/presto-connection.ts';

/** How the secret and the configuration become a connection, by the rules that the jobs have. */

/** A certificate of nobody; its key was never kept. */
const CA = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBeTCCAR+gAwIBAgIUQJMIhbWmJenPUEwn2PF7TY4fnfQwCgYIKoZIzj0EAwIw',
  'ETEPMA0GA1UEAwwGcHJlc3RvMCAXDTI2MTEyMjE5NTEwMFoYDzIxMjYxMDI5MTk1',
  'MTAwWjARMQ8wDQYDVQQDDAZwcmVzdG8wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
  'AARuCSU1VKsltJiFk5pWrRPqGtxnEZtAPArlMVaoyEtow+uxkZ4hnFzrBDSz2qOa',
  'F9+jSw2n6l/FuYBX50TrS3/Ao1MwUTAdBgNVHQ4EFgQUhwgGmQjGSUXJdpQ45yl5',
  'KHW0REgwHwYDVR0jBBgwFoAUhwgGmQjGSUXJdpQ45yl5KHW0REgwDwYDVR0TAQH/',
  'BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAoFkme1/o1fn56DExLw2G0Qg4xxDL',
  'a1Rb+Tc6dHqehBQCIAte7rTGHqWahF6a7b2oSNElWKdKK1Z/Fe08JnhXLC6Y',
  '-----END CERTIFICATE-----',
].join('\n');

function connect(secret: unknown, protocol?: 'http' | 'https', reviewed?: Partial<Config['presto']>) {
  const presto = {
    host: 'presto.example',
    port: 8443,
    catalog: 'hive',
    schema: 'sales',
    presto_credentials: 'team/presto',
  };
  const config = { presto: { ...presto, ...(protocol === undefined ? {} : { protocol }) } } as Config;
  const asked: string[] = [];
  const secrets = {
    value: async (name: string) => {
      asked.push(name);
      return typeof secret === 'string' || secret === undefined ? secret : JSON.stringify(secret);
    },
  };
  return prestoConnection(
    { config, aws: { region: 'eu-west-1', secrets } as unknown as Aws },
    reviewed && [{ ...config.presto, ...reviewed }],
  );
}

const REST = { host: 'presto.example', port: 8443, catalog: 'hive', schema: 'sales' };

test.each([
  ['a user alone', { username: 'ada' }, undefined, { protocol: 'http', user: 'ada' }],
  [
    'an empty password is none',
    { username: 'ada', password: '', ca: null },
    undefined,
    { protocol: 'http', user: 'ada' },
  ],
  [
    'a password',
    { username: 'ada', password: 'swordfish' },
    undefined,
    { protocol: 'https', user: 'ada', password: 'swordfish' },
  ],
  ['a user over TLS', { username: 'ada', ca: CA }, 'https', { protocol: 'https', user: 'ada', ca: CA }],
  [
    'a chain of certificates',
    { username: 'ada', password: 'swordfish', ca: `${CA}\n${CA}` },
    'https',
    { protocol: 'https', user: 'ada', password: 'swordfish', ca: `${CA}\n${CA}` },
  ],
  ['what else is in the secret', { username: 'ada', engine: 'presto' }, undefined, { protocol: 'http', user: 'ada' }],
] as const)('%s', async (_what, secret, protocol, expected) => {
  expect(await connect(secret, protocol)).toEqual({ ...REST, ...expected });
});

test.each([
  ['no secret', undefined, undefined, 'not_found', 'There is no secret team/presto in Secrets Manager in eu-west-1'],
  ['no JSON', 'swordfish', undefined, 'config_invalid', 'The secret team/presto is not JSON'],
  ['a list', ['swordfish'], undefined, 'config_invalid', 'The secret team/presto is not a JSON object'],
  ['null', 'null', undefined, 'config_invalid', 'The secret team/presto is not a JSON object'],
  ['no user', { password: 'swordfish' }, undefined, 'config_invalid', 'The secret team/presto has no username'],
  [
    'a number for a password',
    { username: 'ada', password: 5 },
    undefined,
    'config_invalid',
    'The secret team/presto has a field password that is not a text',
  ],
  [
    'a colon in the user',
    { username: 'ada:swordfish' },
    undefined,
    'config_invalid',
    'The secret team/presto has a username with characters that an HTTP header cannot carry',
  ],
  [
    'a line break in the user',
    { username: 'ada\nswordfish' },
    undefined,
    'config_invalid',
    'The secret team/presto has a username with characters that an HTTP header cannot carry',
  ],
  [
    'a certificate that is none',
    { username: 'ada', ca: 'swordfish' },
    undefined,
    'config_invalid',
    'The secret team/presto has a field ca that is not a certificate in PEM form',
  ],
  [
    'half a certificate',
    { username: 'ada', ca: CA.replace(/[^\n]{40}\n/, '\n') },
    undefined,
    'config_invalid',
    'The secret team/presto has a field ca that is not a certificate in PEM form',
  ],
  [
    'a password over plain http',
    { username: 'ada', password: 'swordfish' },
    'http',
    'config_invalid',
    'The secret team/presto has a password, which is never sent over plain http',
  ],
] as const)('%s is refused, and nothing of the secret is said', async (_what, secret, protocol, code, message) => {
  const failed = await connect(secret, protocol).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Failure);
  expect(failed).toMatchObject({ code, message });
  expect((failed as Failure).way_out).toBeTruthy();
  expect(JSON.stringify([failed, String(failed)])).not.toContain('swordfish');
});

test.each([
  ['host', { host: 'presto.reviewed.example' }],
  ['port', { port: 443 }],
  ['protocol', { protocol: 'https' }],
  ['presto_credentials', { presto_credentials: 'team/other' }],
] as const)('a password goes to no server whose %s was not reviewed', async (key, reviewed) => {
  await expect(connect({ username: 'ada', password: 'swordfish' }, undefined, reviewed)).rejects.toMatchObject({
    code: 'not_allowed',
    message: `presto.${key} is not what the base has, and a password goes to no server that is not reviewed`,
  });
  expect(await connect({ username: 'ada' }, undefined, reviewed)).toMatchObject({ host: 'presto.example' });
});

test('another catalog or schema of the reviewed server is no other server', async () => {
  const secret = { username: 'ada', password: 'swordfish' };
  expect(await connect(secret, undefined, { catalog: 'tpch', schema: 'tiny' })).toMatchObject({ catalog: 'hive' });
});
