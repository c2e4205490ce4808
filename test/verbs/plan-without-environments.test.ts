/** @servers presto */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePlan } from '../../src/cli/write-plan.ts';
import { Failure } from '../../src/failure.ts';
import { allFindings } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { makeReceipts } from '../../src/plan/receipt.ts';
import type { Aws, Ports } from '../../src/ports/index.ts';
import { type PlanInput, plan } from '../../src/verbs/plan.ts';
import { train } from '../../src/verbs/train.ts';
import { git } from './git-project.ts';
import { ACCOUNT, COMMIT, startWorld, type World } from './world.ts';

/** The layout of the published solution: config.yml with `{account_id}` in it, and no folder of environments. */

let world: World;
let file: string;

beforeEach(async () => {
  if (process.env.PRESTO_PORT === undefined)
    throw new Error('These tests need a Presto: run them with npm test -- test/verbs');
  world = await startWorld();
  file = join(world.dir, 'plan.json');
  const project = dirname(world.configFile);
  git(project, 'init', '-q', '-b', 'main');
  commit();
});
afterEach(async () => {
  await world.close();
});

function commit() {
  const project = dirname(world.configFile);
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', 'base');
}

const nobody = () => {
  throw new Error('somebody was asked');
};
const silent = {
  run: async () => {
    throw new Failure('unavailable', 'Presto at presto:8080 did not answer');
  },
};
const withoutPresto = (over: Partial<Ports> = {}): Ports => ({ ...world.ports, presto: () => silent, ...over });
const credentialsOf = (account: string): Aws => ({
  ...world.aws,
  identity: { caller: async () => ({ account, arn: `arn:aws:iam::${account}:user/ada` }) },
});

async function run(ports: Ports = withoutPresto(), more: Partial<PlanInput> = {}): Promise<Plan> {
  return (await plan({ configFile: world.configFile, base: 'HEAD', ...more }, ports)).facts.plan;
}

const PRESTO_UNASKED = {
  source: 'presto',
  what: null,
  why: 'it was not asked; its credentials are in Secrets Manager of the account that is planned for',
};

const fewerJobs = () => world.edit((text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 3'));
const bucket = (name: string) => world.edit((text) => text.replace(/s3_bucket: .*/, `s3_bucket: ${name}`));
const held = (more: object = {}) => ({ configFile: world.configFile, commit: COMMIT, plan: { file }, ...more });

test('is planned for the account of the credentials: query, rows, pipeline and run', async () => {
  const sql = join(dirname(world.configFile), 'sql/training.sql');
  writeFileSync(sql, readFileSync(sql, 'utf8').replace('l.orderkey * 10', 'l.orderkey * 100'));
  const made = await run(world.ports);
  const [only] = made.environments;
  expect(only).toMatchObject({
    environment: 'default',
    account: ACCOUNT,
    region: 'us-east-1',
    gaps: [],
    differences: [{ subject: 'query' }],
    training_query: { valid: true, file: 'sql/training.sql' },
    data: { head: { rows: 5000 }, base: { rows: 5000 } },
    changes: [{ action: 'create' }, { action: 'start' }],
    run: { pipeline: 'mlops-pipeline-presto' },
    observed: { 'training pipeline': 'none' },
  });
  // Whoever merges is told that nothing but the credentials says where this goes.
  expect(allFindings(made)).toContainEqual(expect.objectContaining({ rule: 'guardrail/allowed-account' }));
  expect(makeReceipts(made).default).toMatchObject({ environment: 'default', account: ACCOUNT, region: 'us-east-1' });
});

test('a training does what was planned, and refuses what was not', async () => {
  bucket(`${world.bucket.slice(0, 12)}-{account_id}`);
  commit();
  fewerJobs();
  const { S3 } = await import('@aws-sdk/client-s3');
  await new S3({ region: 'us-east-1', forcePathStyle: true }).createBucket({
    Bucket: `${world.bucket.slice(0, 12)}-${ACCOUNT}`,
  });
  writePlan(file, await run(), undefined);
  world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
  await expect(train(held(), world.ports)).rejects.toMatchObject({
    code: 'moved',
    facts: { which: 'desired', moved: 'training pipeline' },
  });
  expect(await world.aws.sagemaker.pipeline('mlops-pipeline-presto')).toBeUndefined();
  world.edit((text) => text.replace('max_depth: [3, 15]', 'max_depth: [3, 20]'));
  expect(await train(held(), world.ports)).toMatchObject({ decision: 'done' });
  expect(await train(held(), world.ports)).toMatchObject({ decision: 'unchanged' });
});

test('a plan for another account or region does not allow a training', async () => {
  fewerJobs();
  writePlan(file, await run(withoutPresto({ aws: () => credentialsOf('210987654321') })), undefined);
  await expect(train(held(), world.ports)).rejects.toMatchObject({
    code: 'moved',
    message: 'This is not what was reviewed: the account was 210987654321 and is 123456789012',
  });
  writePlan(file, await run(withoutPresto(), { region: 'eu-west-1' }), undefined);
  await expect(train(held(), world.ports)).rejects.toMatchObject({
    code: 'moved',
    message: 'This is not what was reviewed: the region was eu-west-1 and is us-east-1',
  });
});

test('a plan without an account does not allow a training, and says so', async () => {
  fewerJobs();
  writePlan(file, await run(withoutPresto({ aws: nobody }), { offline: true }), undefined);
  await expect(train(held(), world.ports)).rejects.toMatchObject({
    code: 'inconclusive',
    message: expect.stringContaining(`was made without reading account ${ACCOUNT}`),
  });
  const nameless = {
    ...world.aws,
    identity: {
      caller: async () => {
        throw new Failure('access_denied', 'These credentials have expired');
      },
    },
  };
  const made = await run(withoutPresto({ aws: () => nameless }));
  expect(made.environments[0]).toMatchObject({
    changes: null,
    observed: null,
    gaps: [{ source: 'aws', what: null, why: 'These credentials have expired' }, PRESTO_UNASKED],
  });
  writePlan(file, made, undefined);
  await expect(train(held(), world.ports)).rejects.toMatchObject({ code: 'inconclusive' });
});

test('an account that is asked for is the only one that is looked at', async () => {
  fewerJobs();
  const made = await run(withoutPresto(), { account: '210987654321' });
  expect(made.environments[0]).toMatchObject({
    account: '210987654321',
    observed: null,
    gaps: [
      { source: 'aws', what: null, why: `these credentials belong to account ${ACCOUNT}, not to 210987654321` },
      PRESTO_UNASKED,
    ],
  });
});

test('a name with {account_id} and the same name in full are the same in that account', async () => {
  bucket('team-{account_id}');
  commit();
  bucket(`team-${ACCOUNT}`);
  fewerJobs();
  const paths = ({ environments: [only] }: Plan) => only?.differences.map(({ path }) => path);
  expect(paths(await run())).toEqual(['tuning_step.maximum_training_jobs']);
  expect(paths(await run(withoutPresto({ aws: () => credentialsOf('210987654321') })))).toEqual([
    'tuning_step.maximum_training_jobs',
    'aws.s3_bucket',
  ]);
});

test('what does not change asks nobody', async () => {
  const asks = { ...world.ports, aws: nobody, presto: nobody };
  expect(await run(asks)).toMatchObject({ environments: [], unchanged: ['default'] });
});

test('a variable that is no port stops the plan as it stops the training', async () => {
  const { PRESTO_PORT } = process.env;
  process.env.PRESTO_PORT = 'http';
  try {
    fewerJobs();
    await expect(run()).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('environment variable PRESTO_PORT'),
    });
  } finally {
    process.env.PRESTO_PORT = PRESTO_PORT;
  }
});

test('the first environment of a project is new, and what was trained without it stays', async () => {
  const folder = join(dirname(world.configFile), 'environments/dev');
  mkdirSync(folder, { recursive: true });
  world.environment('dev', {});
  const made = await run();
  expect(made.environments.map(({ environment, account }) => [environment, account])).toEqual([
    ['dev', ACCOUNT],
    ['default', ACCOUNT],
  ]);
  expect(made.environments[0]).toMatchObject({
    findings: expect.not.arrayContaining([expect.objectContaining({ rule: 'environment/removed' })]),
    gaps: expect.arrayContaining([
      { source: 'presto', what: 'the training query', why: 'Presto at presto:8080 did not answer' },
    ]),
  });
  expect(made.environments[1]?.findings).toEqual([
    expect.objectContaining({
      rule: 'environment/removed',
      severity: 'notice',
      message: expect.stringContaining('has environments now'),
    }),
  ]);
});
