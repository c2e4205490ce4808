import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectPresto } from '../../../src/adapters/presto/index.ts';
import { Failure } from '../../../src/failure.ts';
import type { PrestoConnection } from '../../../src/ports/presto.ts';
import { until } from '../../support/processes.ts';

/** The adapter on the real Presto. */

const port = Number(process.env.PRESTO_PORT);
if (process.env.PRESTO_HOST === undefined || !port) {
  throw new Error('PRESTO_HOST and PRESTO_PORT are not set: run the tests with npm test');
}
const CONNECTION: PrestoConnection = {
  host: process.env.PRESTO_HOST,
  port,
  protocol: 'http',
  catalog: 'tpch',
  schema: 'tiny',
  user: 'mlops',
};
const presto = connectPresto(CONNECTION);

/** Milliseconds that a statement may take which the test itself ends. */
const PATIENT = 240_000;

/** A statement that takes minutes, known to Presto by its mark. */
function long(): { mark: string; sql: string; state(): Promise<string> } {
  const mark = randomBytes(6).toString('hex');
  return {
    mark,
    sql: `SELECT count(*) FROM sf100.lineitem WHERE comment LIKE '%${mark}%'`,
    async state() {
      const answer = await presto.run(
        `SELECT state FROM system.runtime.queries WHERE query LIKE '%lineitem%${mark}%' AND query NOT LIKE '%runtime%'`,
      );
      return answer.ok ? answer.rows.map((row) => row.join(' ')).join() : answer.error.message;
    },
  };
}

/** Waits until Presto says that the statement is in a state. */
function reaches(statement: { mark: string; state(): Promise<string> }, wanted: string): Promise<void> {
  return until(
    async () => (await statement.state()) === wanted,
    `the statement with ${statement.mark} to be ${wanted}`,
  );
}

/** A statement that its bound ended after Presto had begun with it: before that, there is nothing to cancel. */
async function endedByItsBound(): Promise<ReturnType<typeof long>> {
  for (let timeout = 1_500; ; timeout *= 3) {
    const statement = long();
    const said = `did not finish the statement within ${timeout / 1000} s`;
    await expect(presto.run(statement.sql, { timeout })).rejects.toThrow(said);
    if ((await statement.state()) !== '') return statement;
  }
}

test('columns and rows, over several pages', async () => {
  const answer = await presto.run(
    'SELECT orderkey, totalprice, orderdate, comment FROM orders ORDER BY orderkey LIMIT 9000',
  );
  if (!answer.ok) throw new Error(answer.error.message);
  expect(answer.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'orderkey bigint',
    'totalprice double',
    'orderdate date',
    'comment varchar(79)',
  ]);
  expect(answer.rows).toHaveLength(9000);
  expect(answer.rows[0]).toEqual([1, expect.any(Number), '1996-01-02', expect.any(String)]);
  expect(new Set(answer.rows.map(([key]) => key)).size).toBe(9000);
});

test('values as Presto writes them', async () => {
  const answer = await presto.run(
    "SELECT BIGINT '9223372036854775807', BIGINT '-9007199254740991', DECIMAL '0.10', nan(), infinity(), NULL, true, ARRAY[1, 2], TIMESTAMP '2024-03-31 02:30:00', 'é😀\"', now() AT TIME ZONE 'UTC' = now()",
  );
  expect(answer).toMatchObject({
    rows: [
      [
        '9223372036854775807',
        -9007199254740991,
        '0.10',
        'NaN',
        'Infinity',
        null,
        true,
        '[ 1, 2 ]',
        '2024-03-31 02:30:00.000',
        'é😀"',
        true,
      ],
    ],
  });
});

test('what a statement says wrongly is an answer with its place; columns count characters', async () => {
  expect(await presto.run("SELECT 1,\n  '😀', nope")).toEqual({
    ok: false,
    error: {
      message: "line 2:8: Column 'nope' cannot be resolved",
      name: 'SYNTAX_ERROR',
      type: 'USER_ERROR',
      location: { line: 2, column: 8 },
    },
  });
  expect(await presto.run('SELECT 1 FROM nope')).toMatchObject({ ok: false, error: { location: undefined } });
  expect(await presto.run('SELECT 1 / (nationkey - nationkey) FROM nation')).toMatchObject({
    ok: false,
    error: { name: 'DIVISION_BY_ZERO', type: 'USER_ERROR' },
  });
});

test('a prepared statement by its name', async () => {
  const answer = await presto.run('DESCRIBE OUTPUT "my query"', { prepared: { 'my query': "SELECT '%+&=,' AS a" } });
  expect(answer).toMatchObject({ ok: true, rows: [['a', '', '', '', 'varchar(5)', 0, true]] });
});

test('many statements at once', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => presto.run(`SELECT ${index}`)));
  expect(answers.map((answer) => answer.ok && answer.rows[0]?.[0])).toEqual(
    Array.from({ length: 12 }, (_, index) => index),
  );
});

test('a statement is cancelled on the server at its bound, by a signal, and beyond its rows', async () => {
  await reaches(await endedByItsBound(), 'FAILED');
  const told = long();
  const stop = new AbortController();
  const asked = presto.run(told.sql, { signal: stop.signal, timeout: PATIENT });
  asked.catch(() => undefined);
  await reaches(told, 'RUNNING');
  stop.abort();
  await expect(asked).rejects.toThrow('The statement was cancelled');
  await reaches(told, 'FAILED');
  await expect(presto.run('SELECT * FROM lineitem', { maxRows: 10 })).rejects.toThrow('gives more than 10 rows');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the process with its statement', async (signal) => {
  const statement = long();
  const script = fileURLToPath(new URL('long-statement.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(port), statement.mark], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('exit', (code, by) => resolve(by ?? code)));
  try {
    await reaches(statement, 'RUNNING');
  } finally {
    child.kill(signal);
  }
  expect(await ended).toBe(signal);
  await reaches(statement, 'FAILED');
});

test('an unknown catalog or schema is an answer, not a failure', async () => {
  const elsewhere = connectPresto({ ...CONNECTION, catalog: 'nope' });
  expect(await elsewhere.run('SELECT 1 FROM nation')).toMatchObject({
    ok: false,
    error: { message: 'Catalog nope does not exist' },
  });
  expect(await elsewhere.run('SELECT 1').catch((error: unknown) => error instanceof Failure)).toMatchObject({
    ok: true,
  });
});
