import { connectPresto } from '../../../src/adapters/presto/index.ts';
import type { Limits } from '../../../src/adapters/presto/limits.ts';
import { Failure } from '../../../src/failure.ts';
import type { PrestoConnection, PrestoOptions } from '../../../src/ports/presto.ts';
import { type Coordinator, coordinator, FINISHED, type Handler, page } from './hostile-server.ts';

/** Servers that hang, lie or break: each statement ends within its bounds, with one failure that says what to do. */

/** No pauses; bounds that no machine is too slow for. A test about a bound has a short one of its own. */
const PATIENT: Partial<Limits> = {
  idleTimeout: 60_000,
  connectTimeout: 60_000,
  cancelTimeout: 60_000,
  firstPause: 1,
  statementTimeout: 120_000,
};

let server: Coordinator;
afterEach(() => server?.close());

function ask(
  sql: string,
  options: PrestoOptions = {},
  limits: Partial<Limits> = {},
  more: Partial<PrestoConnection> = {},
) {
  const connection = {
    host: '127.0.0.1',
    port: server.port,
    protocol: 'http',
    catalog: 'c',
    schema: 's',
    user: 'u',
  } as const;
  return connectPresto({ ...connection, ...more }, undefined, { ...PATIENT, ...limits }).run(sql, options);
}

async function failure(asked: Promise<unknown>): Promise<Failure> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Failure);
  expect((error as Failure).message).not.toMatch(/\n|undefined|\[object/);
  return error as Failure;
}

const paths = () => server.seen.map(({ method, path }) => `${method} ${path}`);

/**
 * The failure of a statement that its bound ends after it came as far as the test needs it to: a bound that was too short
 * for this machine is tried again, longer.
 */
async function failureAtBound(
  handler: Handler,
  reached: () => boolean,
  limits: Partial<Limits> = {},
): Promise<{ failed: Failure; bound: string }> {
  for (let timeout = 200; ; timeout *= 3) {
    server = await coordinator(handler);
    const failed = await failure(ask('SELECT 1', { timeout }, limits));
    if (reached()) return { failed, bound: `${timeout / 1000} s` };
    await server.close();
  }
}

test('headers of every request; the prepared statement goes with the first', async () => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/v1/statement/q1/1?slug=x` });
    else page(response, { ...FINISHED, columns: [{ name: 'a', type: 'bigint', typeSignature: {} }], data: [[1]] });
  });
  const answer = await ask('DESCRIBE OUTPUT s', { prepared: { s: 'SELECT 1, 2 -- 50 %' } });
  expect(answer).toEqual({ ok: true, columns: [{ name: 'a', type: 'bigint' }], rows: [[1]] });
  const [post, get] = server.seen;
  expect(paths()).toEqual(['POST /v1/statement', 'GET /v1/statement/q1/1?slug=x']);
  expect(post).toMatchObject({ body: 'DESCRIBE OUTPUT s' });
  expect(post?.headers).toMatchObject({
    'x-presto-user': 'u',
    'x-presto-catalog': 'c',
    'x-presto-schema': 's',
    'x-presto-source': 'sagemaker-presto-gitops',
    'x-presto-time-zone': 'UTC',
    'x-presto-prepared-statement': 's=SELECT%201%2C%202%20--%2050%20%25',
    'accept-encoding': 'identity',
  });
  expect(post?.headers.authorization).toBeUndefined();
  expect(get?.headers['x-presto-user']).toBe('u');
});

test('integers that no JavaScript number holds are text, wherever they stand; digits in text stay as they are', async () => {
  server = await coordinator((_, response, self) => {
    if (server.seen.length === 1) return page(response, { nextUri: `${self}/1` });
    response.end(
      '{"id":"q","stats":{"state":"FINISHED"},"columns":[{"name":"a","type":"bigint"}],"data":[[9007199254740993,-9223372036854775808,9007199254740991,1.2345678901234567E19,"say \\"9007199254740993\\", 9007199254740993",[12345678901234567890],"\\\\",12345678901234567]]}',
    );
  });
  const answer = await ask('SELECT 1');
  expect(answer).toMatchObject({
    rows: [
      [
        '9007199254740993',
        '-9223372036854775808',
        9007199254740991,
        1.2345678901234567e19,
        'say "9007199254740993", 9007199254740993',
        ['12345678901234567890'],
        '\\',
        '12345678901234567',
      ],
    ],
  });
});

test.each([
  ['another host', (self: string) => self.replace('127.0.0.1', 'localhost')],
  ['another port', (self: string) => self.replace(/\d+$/, '1')],
  ['another protocol', (self: string) => self.replace('http:', 'https:')],
  ['another host in front', (self: string) => self.replace('//', '//evil.example/')],
  ['user and host', (self: string) => self.replace(/:(\d+)$/, ':$1@evil.example')],
])('a next page on %s is not fetched, and the statement is cancelled', async (_what, lie) => {
  server = await coordinator((_, response, self) => page(response, { nextUri: `${lie(self)}/v1/statement/q1/1` }));
  const { code, message, way_out } = await failure(ask('SELECT 1'));
  expect(code).toBe('unavailable');
  expect(message).toMatch(/^Presto at http:\/\/127\.0\.0\.1:\d+ (sends its result from|answers, but not as)/);
  expect(way_out).toMatch(/presto\.host/);
  expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});

test.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed', async (status) => {
  server = await coordinator((_, response, self) => {
    response.writeHead(status, { location: `${self}/elsewhere?token=abcdef` }).end();
  });
  const { code, message } = await failure(ask('SELECT 1'));
  expect([code, paths()]).toEqual(['unavailable', ['POST /v1/statement']]);
  expect(message).toMatch(/redirects to http:\/\/127\.0\.0\.1:\d+, which is not followed$/);
});

test('a redirect of a later page is not followed either, and the statement is cancelled', async () => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/v1/statement/q1/1` });
    else response.writeHead(307, { location: 'http://evil.example/' }).end();
  });
  expect((await failure(ask('SELECT 1'))).message).toContain('redirects to http://evil.example,');
  expect(paths()).toEqual(['POST /v1/statement', 'GET /v1/statement/q1/1', 'DELETE /v1/statement/q1/1']);
});

test.each([502, 503, 504])('pages that answer %d without end are asked for a few times', async (status) => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/v1/statement/q1/1` });
    else response.writeHead(status).end('<html><body>Bad <b>gateway</b></body></html>');
  });
  const { code, message } = await failure(ask('SELECT 1'));
  expect(code).toBe('unavailable');
  expect(message).toMatch(new RegExp(`answers with HTTP ${status}: it is starting, stopping, or a proxy answers`));
  expect(paths().filter((path) => path.startsWith('GET'))).toHaveLength(5);
  expect(paths().at(-1)).toBe('DELETE /v1/statement/q1/1');
});

test('a page that fails for a moment is asked for again', async () => {
  let failures = 2;
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/1` });
    else if (failures-- > 0) response.writeHead(503).end();
    else page(response, { ...FINISHED, columns: [], data: [[7]] });
  });
  expect(await ask('SELECT 7')).toMatchObject({ ok: true, rows: [[7]] });
});

test('a connection that breaks under a page is opened again; a statement is never sent twice for it', async () => {
  let broken = 1;
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/1` });
    else if (broken-- > 0) response.destroy();
    else page(response, { ...FINISHED, columns: [], data: [[7]] });
  });
  expect(await ask('SELECT 7')).toMatchObject({ ok: true, rows: [[7]] });
  await server.close();
  server = await coordinator((_, response) => response.destroy());
  expect((await failure(ask('SELECT 7'))).message).toContain('cannot be reached: socket hang up');
  expect(paths()).toEqual(['POST /v1/statement']);
});

test('a kept connection that the server closes meanwhile is opened anew, for a statement too', async () => {
  let closed = 0;
  server = await coordinator(({ method, kept }, response, self) => {
    if (method === 'POST' && kept && closed++ < 1) response.destroy();
    else if (method === 'POST') page(response, { nextUri: `${self}/1` });
    else page(response, { ...FINISHED, columns: [], data: [[7]] });
  });
  const connection = {
    host: '127.0.0.1',
    port: server.port,
    protocol: 'http',
    catalog: 'c',
    schema: 's',
    user: 'u',
  } as const;
  const presto = connectPresto(connection, undefined, PATIENT);
  for (let times = 0; times < 3; times++) expect(await presto.run('SELECT 7')).toMatchObject({ rows: [[7]] });
  expect(closed).toBeGreaterThan(0);
});

test.each([
  ['the first answer', 'POST'],
  ['a later answer', 'GET'],
])('silence instead of %s ends', async (_what, silent) => {
  server = await coordinator(({ method }, response, self) => {
    if (method !== silent && method !== 'DELETE') page(response, { nextUri: `${self}/1` });
  });
  const { code, message } = await failure(ask('SELECT 1', {}, { idleTimeout: 300, cancelTimeout: 300 }));
  expect([code, message]).toEqual(['unavailable', expect.stringMatching(/did not answer within 0\.3 s$/)]);
});

test('an answer that trickles ends with the bound of the whole statement', async () => {
  const timers: NodeJS.Timeout[] = [];
  server = await coordinator((_, response) => {
    response.writeHead(200);
    timers.push(setInterval(() => response.write(' '), 50));
  });
  const { message } = await failure(ask('SELECT 1', { timeout: 700 }));
  for (const timer of timers) clearInterval(timer);
  expect(message).toMatch(/did not finish the statement within 0\.7 s$/);
});

test('a statement that runs without end is cancelled at its bound', async () => {
  let pages = 0;
  const { failed, bound } = await failureAtBound(
    (_, response, self) => page(response, { nextUri: `${self}/${++pages}` }),
    () => server.seen.some(({ method }) => method === 'GET'),
  );
  expect([failed.code, failed.message]).toEqual(['unavailable', expect.stringContaining(`within ${bound}`)]);
  expect(server.seen.at(-1)?.method).toBe('DELETE');
});

test('a cancellation that is not answered holds nobody up', async () => {
  const { failed, bound } = await failureAtBound(
    ({ method }, response, self) => {
      if (method === 'POST') page(response, { nextUri: `${self}/1` });
    },
    () => server.seen.some(({ method }) => method === 'DELETE'),
    { cancelTimeout: 300 },
  );
  expect(failed.message).toContain(`did not finish the statement within ${bound}`);
});

test('a signal cancels, before and while it runs', async () => {
  server = await coordinator(({ method }, response, self) => {
    if (method !== 'GET') page(response, { nextUri: `${self}/v1/statement/q1/1` });
  });
  const stop = new AbortController();
  const asked = failure(ask('SELECT 1', { signal: stop.signal }));
  while (server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort(new Failure('still_running', 'the run goes on elsewhere'));
  expect((await asked).message).toBe('the run goes on elsewhere');
  expect(paths().at(-1)).toBe('DELETE /v1/statement/q1/1');
  const before = server.seen.length;
  await failure(ask('SELECT 1', { signal: AbortSignal.abort() }));
  expect(server.seen).toHaveLength(before);
});

const SHAPES: Array<[what: string, body: string]> = [
  ['HTML', '<html>Sign in</html>'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a page without stats', '{"id":"q","nextUri":"http://127.0.0.1/1","infoUri":"x"}'],
  ['a page without an id', '{"stats":{"state":"RUNNING"}}'],
  ['a running page that leads nowhere', '{"id":"q","infoUri":"x","stats":{"state":"RUNNING"},"nextUri":7}'],
  ['a first page without a next one', '{"id":"q","infoUri":"x","stats":{"state":"FINISHED"}}'],
  ['half a page', '{"id":"q","stats":{"sta'],
];

test.each(SHAPES)('%s is no answer of Presto', async (_what, body) => {
  server = await coordinator((_, response) => response.end(body));
  const { code, message, way_out } = await failure(ask('SELECT 1'));
  expect([code, message]).toEqual([
    'unavailable',
    expect.stringContaining('answers, but not as a PrestoDB coordinator'),
  ]);
  expect(way_out).toBe('Check presto.host and the port in config.yml.');
});

test.each([
  ['columns', { columns: 7, data: [[1]] }],
  ['rows', { columns: [], data: 7 }],
  ['columns without names', { columns: [null], data: [[1]] }],
])('%s of another shape end the statement, and throw nothing past it', async (_what, more) => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/1` });
    else page(response, { ...FINISHED, ...more });
  });
  expect((await failure(ask('SELECT 1'))).message).toContain('a page has another shape');
});

test('an answer with more rows or more bytes than the limit is refused', async () => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'DELETE') return response.writeHead(204).end();
    return page(response, { nextUri: `${self}/1`, columns: [], data: [['x'.repeat(500)], ['y']] });
  });
  const many = await failure(ask('SELECT 1', { maxRows: 5 }));
  expect([many.code, many.message]).toEqual(['inconclusive', expect.stringMatching(/gives more than 5 rows$/)]);
  expect(paths().at(-1)).toBe('DELETE /1');
  expect((await failure(ask('SELECT 1', {}, { maxBytes: 400 }))).message).toContain('an answer is too long');
});

test.each([
  [401, 'credentials_missing', 'wants a password (401)'],
  [403, 'access_denied', 'forbids this user to run the statement (403): no & never'],
  [404, 'unavailable', 'does not know the statement (404)'],
  [410, 'unavailable', 'does not know the statement (410)'],
  [431, 'unavailable', 'answers with HTTP 431: no & never'],
  [500, 'unavailable', 'answers with HTTP 500: no & never'],
])('HTTP %d is %s', async (status, code, said) => {
  server = await coordinator((_, response) => response.writeHead(status).end('no\n& never'));
  const failed = await failure(ask('SELECT 1'));
  expect([failed.code, failed.message]).toEqual([code, expect.stringContaining(said)]);
});

const error = (errorName: string, errorType: string, message = 'why') => ({
  error: { message, errorName, errorType, errorCode: 1, failureInfo: {} },
  stats: { state: 'FAILED' },
});

test.each(['NO_NODES_AVAILABLE', 'SERVER_STARTING_UP', 'QUERY_QUEUE_FULL'])(
  '%s passes: the statement is sent again',
  async (name) => {
    let times = 2;
    server = await coordinator(({ method }, response, self) => {
      if (method === 'POST') page(response, times-- > 0 ? error(name, 'INTERNAL_ERROR') : { nextUri: `${self}/1` });
      else page(response, { ...FINISHED, columns: [], data: [[1]] });
    });
    expect(await ask('SELECT 1')).toMatchObject({ ok: true, rows: [[1]] });
    expect(paths().filter((path) => path.startsWith('POST'))).toHaveLength(3);
  },
);

test('an error that does not pass is reported when the time for retries ends', async () => {
  const { failed } = await failureAtBound(
    (_, response) => page(response, error('QUERY_QUEUE_FULL', 'INSUFFICIENT_RESOURCES', 'Too many queued queries')),
    // Asked again: the first answer was understood.
    () => server.seen.length > 1,
  );
  expect([failed.code, failed.message]).toEqual([
    'unavailable',
    expect.stringContaining('Too many queued queries (QUERY_QUEUE_FULL)'),
  ]);
});

test.each([
  ['GENERIC_INTERNAL_ERROR', 'INTERNAL_ERROR'],
  ['HIVE_METASTORE_ERROR', 'EXTERNAL'],
  ['ADMINISTRATIVELY_KILLED', 'USER_ERROR'],
  ['CLUSTER_OUT_OF_MEMORY', 'INSUFFICIENT_RESOURCES'],
])('%s is not about the statement', async (name, type) => {
  server = await coordinator(({ method }, response, self) => {
    if (method === 'POST') page(response, { nextUri: `${self}/1` });
    else page(response, error(name, type));
  });
  expect((await failure(ask('SELECT 1'))).message).toContain(`failed to run the statement: why (${name})`);
});

test.each([
  ['SYNTAX_ERROR', 'USER_ERROR'],
  ['PERMISSION_DENIED', 'USER_ERROR'],
  ['EXCEEDED_LOCAL_MEMORY_LIMIT', 'INSUFFICIENT_RESOURCES'],
])('%s is an answer, in the first page and in a later one', async (name, type) => {
  for (const first of [true, false]) {
    server = await coordinator(({ method }, response, self) => {
      if (method === 'POST' && !first) page(response, { nextUri: `${self}/1` });
      else page(response, error(name, type));
    });
    expect(await ask('SELECT 1')).toEqual({ ok: false, error: { message: 'why', name, type, location: undefined } });
    await server.close();
  }
});

test('a password never travels over plain http, and nothing is sent', async () => {
  server = await coordinator((_, response) => page(response, {}));
  const { code, message, way_out } = await failure(ask('SELECT 1', {}, {}, { password: 'correct-horse' }));
  expect([code, message]).toEqual(['config_invalid', expect.stringContaining('never sent over plain http')]);
  expect(way_out).toContain('Set presto.protocol to https');
  expect(server.seen).toEqual([]);
});

test('a coordinator that does not listen is unavailable', async () => {
  server = await coordinator(() => undefined);
  await server.close();
  const { code, message, way_out } = await failure(ask('SELECT 1'));
  expect([code, message]).toEqual(['unavailable', expect.stringMatching(/cannot be reached: connect ECONNREFUSED/)]);
  expect(way_out).toContain('Check presto.host');
});

test('https to a server that speaks http', async () => {
  server = await coordinator((_, response) => page(response, {}));
  const { code, message } = await failure(ask('SELECT 1', {}, {}, { protocol: 'https', password: 'correct-horse' }));
  expect([code, message]).toEqual(['unavailable', expect.stringContaining('does not prove who it is')]);
  expect(message).not.toContain('correct-horse');
  expect(server.seen).toEqual([]);
});
