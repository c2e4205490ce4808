import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePassword } from '../../../local/presto/password.ts';
import { startPresto } from '../../../local/presto/server.ts';
import { connectPresto } from '../../../src/adapters/presto/index.ts';
import type { Limits } from '../../../src/adapters/presto/limits.ts';
import type { Failure } from '../../../src/failure.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { PrestoConnection } from '../../../src/ports/presto.ts';
import { until } from '../../support/processes.ts';
import { coordinator, FINISHED, page } from './hostile-server.ts';

/** A real Presto with TLS and a password: who is let in, who is trusted, and what happens when it stops and goes away. */

let dir: string;
let server: Awaited<ReturnType<typeof startPresto>>;
let connection: PrestoConnection;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'presto-adapter-'));
  server = await startPresto({ dir, tls: true });
  const { host, port, user, password = '', ca = '' } = server;
  connection = { host, port, user, password, ca, protocol: 'https', catalog: 'tpch', schema: 'tiny' };
});

afterAll(async () => {
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const secrets: string[] = [];
const log: Log = {
  info() {},
  warn() {},
  error() {},
  secret: (value) => void secrets.push(value),
  group: () => ({ end() {} }),
};

async function failure(
  more: Partial<PrestoConnection>,
  limits: Partial<Limits> = {},
  without: 'ca' | 'password' | '' = '',
) {
  const { [without as 'ca']: _, ...rest } = { ...connection, ...more };
  const failed: Failure = await connectPresto(rest as PrestoConnection, log, limits)
    .run('SELECT 1')
    .then(
      () => {
        throw new Error('this was to fail');
      },
      (error: Failure) => error,
    );
  const said = JSON.stringify([failed.message, failed.way_out, failed.facts, failed.stack]);
  expect(said).not.toContain(connection.password);
  expect(said).not.toContain(Buffer.from(`${connection.user}:${connection.password}`).toString('base64'));
  return failed;
}

test('the right password over a verified connection', async () => {
  const presto = connectPresto(connection, log);
  expect(await presto.run('SELECT current_user')).toMatchObject({
    ok: true,
    rows: [['mlops']],
  });
  expect(await connectPresto({ ...connection, host: 'localhost' }, log).run('SELECT 1')).toMatchObject({ ok: true });
  expect(secrets).toContain(connection.password);
});

test('a wrong password, and none', async () => {
  const wrong = await failure({ password: 'correct-horse-battery' });
  expect([wrong.code, wrong.message]).toEqual([
    'access_denied',
    expect.stringContaining('refuses the user name or the password'),
  ]);
  expect(`${wrong.message} ${wrong.way_out}`).not.toContain('correct-horse');
  expect((await failure({}, {}, 'password')).code).toBe('credentials_missing');
});

test('a user who may not run queries as another', async () => {
  expect((await failure({ user: 'somebody' })).code).toBe('access_denied');
});

test('a server that nobody vouches for is sent nothing, whatever the environment says', async () => {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    const failed = await failure({}, {}, 'ca');
    expect([failed.code, failed.message]).toEqual(['unavailable', expect.stringContaining('does not prove who it is')]);
    expect(failed.way_out).toContain('"ca"');
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
});

test('a certificate for another name', async () => {
  // 127.0.0.2 is this machine too, and not in the certificate.
  const failed = await failure({ host: '127.0.0.2' });
  expect(failed.message).toMatch(/does not prove who it is|cannot be reached/);
});

test('http to a server that speaks TLS', async () => {
  const { password: _, ...rest } = connection;
  const failed = await connectPresto({ ...rest, protocol: 'http' })
    .run('SELECT 1')
    .catch((error: Failure) => error);
  expect(failed).toMatchObject({ code: 'unavailable' });
});

test.each([
  ['an error page', 'HTTP'],
  ['an error of the query', 'query'],
  ['an address', 'address'],
])('a server that repeats the password in %s is not repeated', async (_what, where) => {
  const files = preparePassword(join(dir, 'tls'));
  const tls = { pfx: readFileSync(files.keystore), passphrase: files.keystorePassword };
  const { password = '', ca = '' } = connection;
  const echo = await coordinator(({ headers }, response, self) => {
    const told = `${headers.authorization} and ${password}`;
    if (where === 'HTTP') response.writeHead(500).end(told);
    else if (where === 'address') page(response, { nextUri: `${self.replace('//', `//${password}.example/`)}` });
    else page(response, { ...FINISHED, error: { message: told, errorName: 'SYNTAX_ERROR', errorType: 'USER_ERROR' } });
  }, tls);
  const asked = connectPresto({ ...connection, port: echo.port, password, ca }).run('SELECT 1');
  const answer = await asked.catch(({ message, way_out }: Failure) => ({ message, way_out }));
  expect(echo.seen[0]?.headers.authorization).toMatch(/^Basic /);
  await echo.close();
  expect(JSON.stringify(answer)).toContain('***');
  expect(JSON.stringify(answer)).not.toContain(password);
  expect(JSON.stringify(answer)).not.toContain(Buffer.from(`${connection.user}:${password}`).toString('base64'));
});

test('a server that is stopped is silent; when it goes on, so does the connection', async () => {
  const presto = connectPresto(connection, log, { idleTimeout: 1_000, cancelTimeout: 500 });
  // A server that is busy may itself be silent for longer than these bounds.
  await until(
    () =>
      presto.run('SELECT 1').then(
        ({ ok }) => ok,
        () => false,
      ),
    'an answer within a second',
  );
  process.kill(server.process.pid, 'SIGSTOP');
  try {
    await expect(presto.run('SELECT 1')).rejects.toThrow('did not answer within 1 s');
    await expect(presto.run('SELECT 1', { timeout: 300 })).rejects.toThrow('did not finish the statement within 0.3 s');
  } finally {
    process.kill(server.process.pid, 'SIGCONT');
  }
  expect(await connectPresto(connection, log).run('SELECT 1')).toMatchObject({ ok: true });
});

test('a server that dies under a statement', async () => {
  const presto = connectPresto(connection, log);
  const running = presto.run("SELECT count(*) FROM sf100.lineitem WHERE comment LIKE '%nothing like it%'");
  running.catch(() => undefined);
  await until(async () => {
    const answer = await presto.run(
      "SELECT state FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%lineitem%' AND query NOT LIKE '%runtime%'",
    );
    return answer.ok && answer.rows.length > 0;
  }, 'the statement to run');
  process.kill(server.process.pid, 'SIGKILL');
  await expect(running).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('cannot be reached'),
  });
});
