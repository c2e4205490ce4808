/** @servers presto */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectPresto } from '../../src/adapters/presto/index.ts';
import { Failure } from '../../src/failure.ts';
import { gapText } from '../../src/observed/gap.ts';
import { allFindings } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Ports, Presto } from '../../src/ports/index.ts';
import { plan } from '../../src/verbs/plan.ts';
import { train } from '../../src/verbs/train.ts';
import { git } from '../verbs/git-project.ts';
import { COMMIT, startWorld, type World } from '../verbs/world.ts';

let world: World;
let statements: string[];

beforeEach(async () => {
  if (process.env.PRESTO_PORT === undefined)
    throw new Error('These tests need a Presto: run them with npm test -- test/verbs');
  world = await startWorld();
  statements = [];
  for (const name of ['dev', 'test']) world.environment(name, {});
  const project = dirname(world.configFile);
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', 'base');
});
afterEach(async () => {
  await world.close();
});

const sql = (change: (text: string) => string) => {
  const file = join(dirname(world.configFile), 'sql/training.sql');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};

/** Presto that notes what it is asked. */
const listening = (presto: Presto): Presto => ({
  run(statement, options) {
    statements.push(`${statement}\n${options?.prepared?.q ?? ''}`);
    return presto.run(statement, options);
  },
});

const ports = (over: Partial<Ports> = {}): Ports => ({
  ...world.ports,
  presto: (connection) => listening(connectPresto(connection)),
  ...over,
});

const run = async (over: Partial<Ports> = {}): Promise<Plan> =>
  (await plan({ configFile: world.configFile, base: 'HEAD' }, ports(over))).facts.plan;

test('another query: what Presto says of it, its rows beside those of the base, and what will run', async () => {
  sql((text) =>
    text.replace(
      'JOIN orders o ON l.orderkey = o.orderkey',
      "JOIN orders o ON l.orderkey = o.orderkey\nWHERE o.orderpriority <> '5-LOW'",
    ),
  );
  const made = await run();
  const [dev, other] = made.environments;
  expect(made.environments.map(({ environment }) => environment)).toEqual(['dev', 'test']);
  expect(dev?.gaps).toEqual([]);
  expect(dev?.training_query).toMatchObject({
    file: 'sql/training.sql',
    valid: true,
    tables: ['tpch.sf0.01.lineitem', 'tpch.sf0.01.orders'],
  });
  expect(dev?.data?.head).toMatchObject({ rows: 5000, classes: { 0: expect.any(Number), 1: expect.any(Number) } });
  expect(dev?.data?.base).toMatchObject({ rows: 5000 });
  expect(dev?.data?.base?.classes).not.toEqual(dev?.data?.head?.classes);
  expect(dev?.run).toMatchObject({ pipeline: 'mlops-pipeline-presto' });
  expect(dev?.changes?.map(({ action }) => action)).toEqual(['create', 'start']);
  expect(dev?.observed).toMatchObject({ 'training pipeline': 'none' });
  expect(allFindings(made).filter(({ severity }) => severity === 'error')).toEqual([]);
  // Both environments have the same query and the same Presto: it is asked once.
  expect(other?.data).toEqual(dev?.data);
  expect(new Set(statements).size).toBe(statements.length);
});

test('another gate is judged by the rows, which are asked for once: base and head have the same', async () => {
  world.edit((text) => text.replace('accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.6'));
  const [dev] = (await run()).environments;
  expect(dev?.differences.map(({ subject }) => subject)).toEqual(['gates']);
  expect(dev?.findings).toContainEqual(expect.objectContaining({ rule: 'honesty/gate-below-baseline' }));
  expect(dev?.data?.head).toMatchObject({ rows: 5000 });
  expect(dev?.data?.base).toEqual(dev?.data?.head);
  expect(new Set(statements).size).toBe(statements.length);
});

test('a password is not sent to a server that the change names, not by a new environment either', async () => {
  const secrets = { value: async () => JSON.stringify({ username: 'ada', password: 'a secret of the team' }) };
  const aws = () => ({ ...world.aws, secrets });
  const nobody = () => {
    throw new Error('somebody was asked');
  };
  world.environment('other', {
    environment: 'account: "123456789012"\nconfig: {presto: {host: presto.evil.example, protocol: https}}\n',
  });
  const { PRESTO_HOST, PRESTO_PORT } = process.env;
  // The variables would win over what the files say.
  delete process.env.PRESTO_HOST;
  delete process.env.PRESTO_PORT;
  try {
    const made = await run({ aws, presto: nobody });
    const other = made.environments.find(({ environment }) => environment === 'other');
    expect(other?.gaps.map(gapText)).toEqual([
      'Presto: presto.host is not what the base has, and a password goes to no server that is not reviewed. Merge the change of presto by itself first; what depends on it is then checked there.',
    ]);
  } finally {
    Object.assign(process.env, { PRESTO_HOST, PRESTO_PORT });
  }
});

test('a column that Presto does not know is an error at its place in the file', async () => {
  sql((text) => text.replace('l.extendedprice,', 'l.extendedprize AS extendedprice,'));
  const result = await plan({ configFile: world.configFile, base: 'HEAD' }, ports());
  expect(result).toMatchObject({ decision: 'refused', reason_code: 'rule_broken' });
  const [dev] = result.facts.plan.environments;
  expect(dev?.training_query?.valid).toBe(false);
  expect(dev?.data).toBeNull();
  expect(dev?.findings).toContainEqual(
    expect.objectContaining({
      rule: 'query/unknown-column',
      place: expect.objectContaining({ file: 'sql/training.sql', line: 7, column: 5 }),
    }),
  );
});

test('a text that is no query is said once, by Presto', async () => {
  sql((text) => text.replace('FROM lineitem', 'FORM lineitem'));
  const [dev] = (await run()).environments;
  const rules = dev?.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('query/'));
  expect(rules).toEqual(['query/syntax']);
});

test('a Presto that does not answer is a gap with its reason, and the rest of the plan is there', async () => {
  sql((text) => text.replace('l.orderkey * 10', 'l.orderkey * 100'));
  const silent = {
    run: async () => {
      throw new Failure('unavailable', 'Presto at presto:8080 did not answer');
    },
  };
  const [dev] = (await run({ presto: () => silent })).environments;
  expect(dev).toMatchObject({ training_query: null, data: null, changes: [{ action: 'create' }, { action: 'start' }] });
  expect(dev?.gaps.map(gapText)).toEqual(['Presto, the training query: Presto at presto:8080 did not answer']);
  expect(dev?.findings).toContainEqual(expect.objectContaining({ rule: 'plan/incomplete' }));
});

test('what does not change asks nobody', async () => {
  sql((text) => `-- a remark\n${text}`);
  const nobody = () => {
    throw new Error('somebody was asked');
  };
  expect(await run({ aws: nobody, presto: nobody })).toMatchObject({ environments: [], unchanged: ['dev', 'test'] });
});

test('a pipeline that is not what the base makes is named with what differs', async () => {
  const input = { configFile: world.configFile, environment: 'dev', commit: COMMIT };
  world.edit((text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 3'));
  await train(input, world.ports);
  world.edit((text) =>
    text
      .replace('maximum_training_jobs: 3', 'maximum_training_jobs: 4')
      .replace('max_depth: [3, 20]', 'max_depth: [3, 15]'),
  );
  const [dev] = (await run()).environments;
  expect(dev?.findings).toContainEqual(
    expect.objectContaining({
      rule: 'plan/pipeline-not-as-base',
      message: expect.stringContaining('Parameters.MaximumTrainingJobs.DefaultValue'),
    }),
  );
  expect(dev?.changes?.map(({ action }) => action)).toEqual(['update', 'start']);
});

test('a secret of another shape is a gap with its reason', async () => {
  sql((text) => text.replace('l.orderkey * 10', 'l.orderkey * 100'));
  const aws = { ...world.aws, secrets: { ...world.aws.secrets, value: async () => '{"username": 7}' } };
  const [dev] = (await run({ aws: () => aws })).environments;
  expect(dev?.gaps.map(gapText)).toEqual([
    expect.stringMatching(/^Presto: The secret prestodb-credentials has a field username/),
  ]);
});

describe('what was measured', () => {
  const GATE = 'honesty/gate-below-baseline';
  const lowGate = () =>
    world.edit((text) => text.replace('accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.6'));
  const asBase = () => git(dirname(world.configFile), 'commit', '-q', '-a', '-m', 'base');
  const unused = () => sql((text) => text.replace('    l.quantity,', '    l.quantity,\n    l.tax,'));
  const preExisting = (made: Plan, rule: string) =>
    made.environments.map(({ findings }) =>
      findings.filter((finding) => finding.rule === rule).map((finding) => finding.pre_existing === true),
    );

  test('of rows that base and head share is no news, nor what Presto says of a query that both have', async () => {
    lowGate();
    unused();
    asBase();
    world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
    const made = await run();
    expect(preExisting(made, GATE)).toEqual([[true], [true]]);
    expect(preExisting(made, 'query/unused-columns')).toEqual([[true], [true]]);
    expect(new Set(statements).size).toBe(statements.length);
  });

  test('of other rows is news; a column that the text says is not used is not', async () => {
    lowGate();
    unused();
    asBase();
    sql((text) => `${text.trimEnd()}\nWHERE o.orderpriority <> '5-LOW'\n`);
    const made = await run();
    expect(preExisting(made, GATE)).toEqual([[false], [false]]);
    expect(preExisting(made, 'query/unused-columns')).toEqual([[true], [true]]);
  });

  test('of a gate that the change lowers is news, though the rows are the same', async () => {
    lowGate();
    expect(preExisting(await run(), GATE)).toEqual([[false], [false]]);
  });

  test('what could not be looked at is news at every change', async () => {
    world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 15]'));
    const silent = {
      run: async () => {
        throw new Failure('unavailable', 'Presto at presto:8080 did not answer');
      },
    };
    expect(preExisting(await run({ presto: () => silent }), 'plan/incomplete')).toEqual([[false], [false]]);
  });
});
