/** @servers presto */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toFailure } from '../../src/adapters/aws/errors.ts';
import { connectPresto } from '../../src/adapters/presto/index.ts';
import { writePlan } from '../../src/cli/write-plan.ts';
import { Failure } from '../../src/failure.ts';
import { gapText } from '../../src/observed/gap.ts';
import type { EnvironmentPlan } from '../../src/plan/plan.ts';
import type { Aws, Ports } from '../../src/ports/index.ts';
import { deploy } from '../../src/verbs/deploy.ts';
import { plan } from '../../src/verbs/plan.ts';
import { requestsOf } from '../support/aws-requests.ts';
import { git } from '../verbs/git-project.ts';
import { COMMIT, startWorld, type World } from '../verbs/world.ts';

/** One part of what is asked fails: what the plan says then, and that nobody may take it for a yes. */

let world: World;
let pin: string;

beforeEach(async () => {
  world = await startWorld();
  pin = (await world.register()).yaml;
  for (const [name, from] of [
    ['dev', ''],
    ['staging', 'promotes_from: dev\n'],
    ['prod', 'promotes_from: staging\n'],
  ] as const) {
    world.environment(name, { environment: `account: "123456789012"\n${from}` });
  }
  const project = dirname(world.configFile);
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', 'base');
});
afterEach(async () => {
  await world.close();
});

/** A model for dev, and another training. */
function change() {
  world.environment('dev', { endpoint: pin, batch: pin });
  fewerJobs();
}
const fewerJobs = () => world.edit((text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 3'));

const silent = {
  run: async () => {
    throw new Failure('unavailable', 'Presto at presto:8080 did not answer');
  },
};
const NO_PRESTO = ['Presto, the training query: Presto at presto:8080 did not answer'];

const DENIED = { name: 'AccessDeniedException', $fault: 'client', $metadata: { httpStatusCode: 400 } };
const THROTTLED = { name: 'ThrottlingException', $fault: 'client', $metadata: { httpStatusCode: 400 } };

/** AWS that answers all but one call. */
function without(part: 'identity' | 'sagemaker' | 'secrets' | 'scaling', call: string, error: object): Aws {
  const real = world.aws[part] as object;
  const broken = new Proxy(real, {
    get: (target, name, receiver) =>
      name === call
        ? async () => {
            throw toFailure(Object.assign(new Error(`no ${call}`), error), `ask for ${call}`);
          }
        : Reflect.get(target, name, receiver),
  });
  return { ...world.aws, [part]: broken };
}

async function planned(aws: Aws = world.aws, over: Partial<Ports> = {}): Promise<EnvironmentPlan> {
  const ports: Ports = { ...world.ports, aws: () => aws, presto: () => silent, ...over };
  const { facts } = await plan({ configFile: world.configFile, base: 'HEAD' }, ports);
  const [dev] = facts.plan.environments;
  if (dev?.environment !== 'dev') throw new Error('dev does not change');
  expect(dev.findings).toContainEqual(expect.objectContaining({ rule: 'plan/incomplete', severity: 'warning' }));
  writePlan(join(world.dir, 'plan.json'), facts.plan, undefined);
  return dev;
}

const resources = ({ changes }: EnvironmentPlan) =>
  changes?.map(({ action, resource }) => `${action} ${resource.replace(/ .*/, '')}`);

const ACTION = 'Add the action that AWS names to the role that these credentials belong to.';

test.each([
  ['denied', DENIED, ACTION],
  ['throttled', THROTTLED, 'Run it again; if it stays, check the region, the network and AWS_ENDPOINT_URL*.'],
])('a pipeline whose reading is %s: a merge trains nevertheless, and says so', async (_, error, way_out) => {
  change();
  const dev = await planned(without('sagemaker', 'pipeline', error));
  expect(dev.gaps.map(gapText)).toEqual([
    ...NO_PRESTO,
    `AWS, the batch pipeline: Could not ask for pipeline: no pipeline. ${way_out}`,
    `AWS, the training pipeline: Could not ask for pipeline: no pipeline. ${way_out}`,
  ]);
  expect(resources(dev)).toEqual([
    'start pipeline',
    'create model',
    'create endpoint-config',
    'create endpoint',
    'create scaling',
  ]);
  expect(dev.run).toBeNull();
});

test('a model that cannot be read: what deploying it changes is unknown, and no deploy is held to that', async () => {
  change();
  const dev = await planned(without('sagemaker', 'modelPackage', DENIED));
  expect(dev.gaps.map(gapText)).toEqual([
    ...NO_PRESTO,
    `AWS, mlops-presto version 1 and what deploying it changes: Could not ask for modelPackage: no modelPackage. ${ACTION}`,
  ]);
  expect(resources(dev)).toEqual(['create pipeline', 'start pipeline', 'create pipeline']);
  const held = { configFile: world.configFile, environment: 'dev', commit: COMMIT };
  await expect(deploy({ ...held, plan: { file: join(world.dir, 'plan.json') } }, world.ports)).rejects.toMatchObject({
    code: 'moved',
    message: 'This is not what was reviewed: endpoint in the account was not read and is none',
  });
});

test.each([
  ['sagemaker', 'endpoint'],
  ['sagemaker', 'models'],
  ['scaling', 'target'],
] as const)('an endpoint of which %s.%s is not answered is not looked at', async (part, call) => {
  change();
  const dev = await planned(without(part, call, DENIED));
  expect(dev.gaps.map(gapText)).toEqual([
    ...NO_PRESTO,
    `AWS, the endpoint: Could not ask for ${call}: no ${call}. ${ACTION}`,
  ]);
  expect(dev.observed).not.toHaveProperty('endpoint');
});

test('a secret that may not be read, or is not there: Presto is not asked, and the rest is there', async () => {
  change();
  const nobody = () => {
    throw new Error('Presto was asked');
  };
  const denied = await planned(without('secrets', 'value', DENIED), { presto: nobody });
  expect(denied.gaps.map(gapText)).toEqual([`Presto: Could not ask for value: no value. ${ACTION}`]);
  const none = { ...world.aws, secrets: { value: async () => undefined } };
  const missing = await planned(none, { presto: nobody });
  expect(missing.gaps.map(gapText)).toEqual([
    'Presto: There is no secret prestodb-credentials in Secrets Manager in us-east-1. Create it, or correct presto.presto_credentials.',
  ]);
  expect(missing.changes).toHaveLength(7);
});

test('credentials that AWS does not know: neither AWS nor Presto was asked, and both are said', async () => {
  change();
  const dev = await planned(without('identity', 'caller', { name: 'ExpiredToken', $fault: 'client' }));
  expect(dev.gaps.map(gapText)).toEqual([
    expect.stringMatching(/^AWS: Could not ask for caller: no caller\. Give AWS credentials/),
    expect.stringMatching(/^Presto: it was not asked; /),
  ]);
  expect(dev).toMatchObject({ changes: null, observed: null, training_query: null });
});

test('a query that fails on its rows is an error at its place, and no gap', async () => {
  const file = join(dirname(world.configFile), 'sql/training.sql');
  const quantity = 'CAST(l.quantity AS BIGINT) / (l.linenumber - 1) AS quantity,';
  const right = readFileSync(file, 'utf8');
  const broken = right.replace('l.quantity,', quantity);
  writeFileSync(file, broken);
  const ports: Ports = { ...world.ports, aws: () => world.aws, presto: connectPresto };
  const result = await plan({ configFile: world.configFile, base: 'HEAD' }, ports);
  const [dev] = result.facts.plan.environments;
  expect(dev?.training_query?.valid).toBe(true);
  expect(dev?.gaps).toEqual([]);
  expect(dev?.data).toMatchObject({ head: null, base: { rows: 5000 } });
  const line = broken.slice(0, broken.indexOf(quantity)).split('\n').length;
  const queryErrors = (findings: EnvironmentPlan['findings'] = []) =>
    findings.filter(({ rule, severity }) => rule.startsWith('query/') && severity === 'error');
  expect(queryErrors(dev?.findings)).toEqual([
    expect.objectContaining({
      rule: 'query/fails-on-rows',
      message: 'The training query fails on its rows: DIVISION_BY_ZERO',
      place: expect.objectContaining({ file: 'sql/training.sql', line }),
    }),
  ]);
  expect(result).toMatchObject({ decision: 'refused', reason_code: 'rule_broken' });
  // The change that repairs the query is not stopped by what the base has.
  const project = dirname(world.configFile);
  git(project, 'commit', '-q', '-a', '-m', 'broken');
  writeFileSync(file, right);
  const repaired = await plan({ configFile: world.configFile, base: 'HEAD' }, ports);
  const [after] = repaired.facts.plan.environments;
  expect(after?.gaps).toEqual([]);
  expect(after?.data).toMatchObject({ head: { rows: 5000 }, base: null });
  expect(queryErrors(after?.findings)).toEqual([]);
  expect(after?.findings).toContainEqual(
    expect.objectContaining({ rule: 'query/base-fails-on-rows', severity: 'notice' }),
  );
});

test.each([
  ['of another tool', '{"Version": "2020-12-01", "Steps": [{"Name": "mine", "Type": "Lambda"}]}', 'Accuracy-Condition'],
  [
    'with a bare condition',
    '{"Steps": [{"Name": "mine", "Type": "Condition"}], "Parameters": []}',
    'Accuracy-Condition',
  ],
  ['without names', '{"Steps": [null], "Parameters": [{}]}', 'its definition cannot be read'],
  ['that is none', 'null', 'its definition cannot be read'],
  ['that is no JSON', 'steps: none', 'its definition cannot be read'],
])('a pipeline %s is a stranger, and no defect', async (_, definition, what) => {
  fewerJobs();
  const pipeline = async (name: string) => ({
    name,
    arn: `arn:aws:sagemaker:us-east-1:123456789012:pipeline/${name}`,
    definition,
    roleArn: 'arn:aws:iam::123456789012:role/mine',
    description: undefined,
  });
  const aws: Aws = { ...world.aws, sagemaker: { ...world.aws.sagemaker, pipeline } };
  const dev = await planned(aws);
  expect(dev.gaps.map(gapText)).toEqual(NO_PRESTO);
  expect(dev.findings).toContainEqual(
    expect.objectContaining({ rule: 'plan/pipeline-not-as-base', message: expect.stringContaining(what) }),
  );
});

test('a server that changes is asked for its own rows', async () => {
  world.edit((text) => text.replace('host: 127.0.0.1', 'host: presto.example.com'));
  const asked: string[] = [];
  const real = connectPresto;
  const { PRESTO_HOST, PRESTO_PORT } = process.env;
  delete process.env.PRESTO_HOST;
  delete process.env.PRESTO_PORT;
  try {
    const presto: Ports['presto'] = (connection) => {
      asked.push(connection.host);
      if (connection.host === '127.0.0.1') return silent;
      return real({ ...connection, host: String(PRESTO_HOST), port: Number(PRESTO_PORT) });
    };
    const dev = await planned(world.aws, { presto });
    expect(dev.gaps.map(gapText)).toEqual(['Presto, the rows of the base: Presto at presto:8080 did not answer']);
    expect(dev.data).toMatchObject({ base: null, head: { rows: 5000 } });
    expect(asked).toContain('127.0.0.1');
  } finally {
    Object.assign(process.env, { PRESTO_HOST, PRESTO_PORT });
  }
});

test('a plan of three environments asks AWS little', async () => {
  const input = { configFile: world.configFile, base: 'HEAD' };
  const ports = { ...world.ports, presto: () => silent };
  expect((await requestsOf(() => plan(input, ports))).requests).toEqual([]);
  fewerJobs();
  // Who we are (STS names no operation) and the secret of Presto, once for all; the pipeline where it trains, and
  // the group with its owner.
  expect((await requestsOf(() => plan(input, ports))).requests.sort()).toEqual([
    'DescribeModelPackageGroup',
    'DescribePipeline',
    'GetSecretValue',
    'ListPipelineExecutions',
    'ListTags',
    'POST /',
  ]);
});
