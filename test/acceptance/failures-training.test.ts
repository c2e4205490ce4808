import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import type { Aws } from '../../src/ports/index.ts';
import { atMost } from './support/at-most.ts';
import { expectNoStackTrace, mlops } from './support/command-line.ts';
import { silentLog } from './support/silent-log.ts';
import { type TeamOptions, teamFolder, trainingQueryWith } from './support/team-folder.ts';
import { expectFailedStep, jobLogs, type Trained, train } from './support/trained.ts';

/**
 * Trainings that fail because of a mistake of the user, on the real Presto and with the real container scripts. There is one
 * clear message, the failed step has the same reason, no model is registered, and the user sees no stack trace.
 */

const PREPROCESS = 'Preprocess-Data';

type Case = Omit<TeamOptions, 'parent' | 'name'> & { env?: Record<string, string> };

const CASES = {
  // The case that takes longest comes first.
  gate: { edits: [['accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.9999']] },
  syntax: { query: trainingQueryWith('JOIN orders o ON', 'JOIN orders o WERE') },
  column: { query: trainingQueryWith('l.quantity,', 'l.quantety,') },
  table: { query: trainingQueryWith('FROM lineitem', 'FROM lineitems') },
  empty: { query: trainingQueryWith('l.orderkey = o.orderkey', 'l.orderkey = o.orderkey AND l.quantity < 0') },
  oneClass: {
    query: trainingQueryWith('l.orderkey = o.orderkey', 'l.orderkey = o.orderkey AND l.receiptdate > l.commitdate'),
  },
  nulls: { query: trainingQueryWith('l.quantity,', 'nullif(l.quantity, 3) AS quantity,') },
  text: { query: trainingQueryWith('l.quantity,', 'l.shipmode AS quantity,') },
  noFeature: { edits: [['- quantity', '- quantitty']] },
  noSecret: { edits: [['presto_credentials: prestodb-credentials', 'presto_credentials: prestodb-credentails']] },
  noSchema: { edits: [['schema: tiny', 'schema: tinny']] },
  unreachable: { env: { PRESTO_HOST: '127.0.0.1', PRESTO_PORT: '1' } },
  noBucket: { edits: [['s3_bucket: sagemaker-{region}-{account_id}', 's3_bucket: nobody-made-this-bucket']] },
} satisfies Record<string, Case>;

let dir: string;
let server: SageMakerServer;
let runs: Record<keyof typeof CASES, Promise<Trained>>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'failures-'));
  server = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  const aws: Aws = connectAws('us-east-1', silentLog);
  const limited = atMost(3);
  runs = Object.fromEntries(
    Object.entries<Case>(CASES).map(([name, { env, ...options }]) => {
      const team = teamFolder({ parent: dir, name: name.toLowerCase(), ...options });
      const run = limited(() => train(aws, team, env));
      // The test that awaits the run gets the error. Until then it must not count as unhandled.
      run.catch(() => undefined);
      return [name, run];
    }),
  ) as typeof runs;
});

afterAll(async () => {
  await Promise.allSettled(Object.values(runs));
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

const FAILURES: Array<[what: string, name: keyof typeof CASES, reason: string]> = [
  [
    'a syntax error, with line and column of the file',
    'syntax',
    "Presto rejects the query at line 10:15: mismatched input 'WERE'",
  ],
  [
    'an unknown column, with its place',
    'column',
    "Presto rejects the query at line 6:5: 'l.quantety' cannot be resolved",
  ],
  ['an unknown table', 'table', 'Presto rejects the query: Table tpch.tiny.lineitems does not exist'],
  ['an unknown schema', 'noSchema', 'Presto rejects the query: Schema tinny does not exist'],
  [
    'an empty result',
    'empty',
    'The query gives no rows. Check its conditions, and the catalog and schema it reads from.',
  ],
  [
    'a target with one class',
    'oneClass',
    "The target 'late' is 1 in all 800 rows: there is nothing to tell apart. Change the query so that it yields both 0 and 1.",
  ],
  [
    'NULLs in a feature, with their number and examples',
    'nulls',
    'The query yields values that no model can use: quantity is NULL in ',
  ],
  ['a feature that is not a number', 'text', 'A feature is not numeric: quantity is varchar(10), for example '],
  [
    'a feature that the query does not give',
    'noFeature',
    "The query does not give the feature 'quantitty' (did you mean quantity?).",
  ],
  ['a secret that does not exist', 'noSecret', "There is no secret 'prestodb-credentails'"],
  ['a Presto that cannot be reached', 'unreachable', 'Presto at http://127.0.0.1:1 cannot be reached: '],
];

test.each(FAILURES)('the training fails with its reason for %s', async (_what, name, reason) => {
  expectFailedStep(await runs[name], PREPROCESS, reason);
});

test('a bucket that does not exist is reported before anything is started', async () => {
  const { result, execution, packages } = await runs.noBucket;
  expect(result.code).toBe(4);
  expect(result.err).toMatch(
    /^mlops: not_found: Could not write s3:\/\/nobody-made-this-bucket\/.*: The specified bucket does not exist$/m,
  );
  expect(result.err).toContain('Check aws.s3_bucket in config.yml');
  expect({ execution, packages }).toEqual({ execution: undefined, packages: 0 });
  expectNoStackTrace(result.all);
});

test('a model below its threshold ends in the Fail step, is not registered, and has a report', async () => {
  const { result, execution, steps, packages, team } = await runs.gate;
  expect({ code: result.code, packages, status: execution?.status }).toEqual({
    code: 6,
    packages: 0,
    status: 'Failed',
  });
  expect(steps.at(-1)).toMatchObject({
    name: 'AccuracyThresholdFailed',
    status: 'Failed',
    reason: expect.stringMatching(/^Execution failed due to Accuracy < 0\.9999/),
  });
  expect(result.err).toContain('mlops: gate_failed: Execution failed due to Accuracy < 0.9999');
  expect(result.err).toMatch(
    /^ {2}The accuracy is 0\.\d{4}, below 0\.9999\. Nothing was registered\. The whole report: mlops report arn:/m,
  );
  expectNoStackTrace(result.all);

  const report = await mlops(['report', execution?.arn ?? ''], { cwd: team.dir });
  expect(report.code).toBe(0);
  expect(report.out).toContain('## ⛔ The model did not pass its gates: nothing was registered');
  expect(report.out).toMatch(/\| Accuracy \| ⛔ failed \| 0\.\d{3} against at least 1\.000 \|/);
  expect(report.out).toMatch(/\| Beats the baseline \| ✅ passed \|/);
});

test('the same command a second time starts nothing and prints the same reason', async () => {
  const { team, execution } = await runs.empty;
  const again = await mlops(['train'], { cwd: team.dir });
  expect(again.code).toBe(6);
  expect(again.err).toContain(`Picking up ${execution?.arn} (Failed)`);
  expect(again.err).toContain('The query gives no rows.');
});

test('no log of a job has a stack trace', async () => {
  await Promise.all(Object.values(runs));
  const logs = jobLogs(server);
  expect(logs).toContain('The query gives no rows.');
  expectNoStackTrace(logs);
});
