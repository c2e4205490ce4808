import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import type { Aws } from '../../src/ports/index.ts';
import { type Command, mlops, startMlops } from './support/command-line.ts';
import { silentLog } from './support/silent-log.ts';
import { teamFolder, trainingQueryWith } from './support/team-folder.ts';

/** The same training is started more than once: three times at the same moment, and again after `kill -9`. */

const COMMIT = 'a'.repeat(40);
const TRAIN = ['train', '--commit', COMMIT, '--repository', 'acme/late-lines'];
let dir: string;
let server: SageMakerServer;
let aws: Aws;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'failures-'));
  server = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  aws = connectAws('us-east-1', silentLog);
});

afterAll(async () => {
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('three trainings of a commit at the same moment start one execution', async () => {
  const query = trainingQueryWith('l.orderkey = o.orderkey', 'l.orderkey = o.orderkey AND l.quantity < 0');
  const team = teamFolder({ parent: dir, name: 'race', query });
  const all = await Promise.all([1, 2, 3].map(() => mlops(TRAIN, { cwd: team.dir })));
  const executions = await aws.sagemaker.executions(team.pipeline);
  expect(executions).toHaveLength(1);
  for (const result of all) {
    expect(result.err).toMatch(new RegExp(`^(Started|Picking up) ${executions[0]?.arn}`, 'm'));
    expect(result.err).toContain('The query gives no rows.');
    expect(result.code).toBe(6);
  }
});

test('after kill -9 the same command continues the run: one execution, one model', async () => {
  const team = teamFolder({ parent: dir, name: 'killed' });
  const first = startMlops(TRAIN, { cwd: team.dir });
  const [, arn] = await waitForOutput(first, /^Started (\S+)$/m);
  await waitForOutput(first, /Preprocess-Data: Executing/);
  first.child.kill('SIGKILL');
  expect((await first.result).code).toBe(137);

  const second = await mlops(TRAIN, { cwd: team.dir });
  expect(second.err).toContain(`Picking up ${arn} (Executing)`);
  expect(second.out).toMatch(new RegExp(`^Registered ${team.packageGroup} version 1 in `, 'm'));
  expect(second.code).toBe(0);

  const third = await mlops([...TRAIN, '--json'], { cwd: team.dir });
  expect(JSON.parse(third.out)).toMatchObject({ decision: 'unchanged', facts: { execution_arn: arn, adopted: true } });
  expect(await aws.sagemaker.executions(team.pipeline)).toHaveLength(1);
  expect(await aws.sagemaker.modelPackages(team.packageGroup)).toHaveLength(1);
});

/** Waits until a command has written a text to standard error. */
async function waitForOutput({ child, result }: Command, pattern: RegExp): Promise<RegExpExecArray> {
  let text = '';
  return await new Promise((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    result.then(({ all }) => reject(new Error(`it ended and its output does not match ${pattern}: ${all}`)), reject);
  });
}
