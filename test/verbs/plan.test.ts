import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localGit } from '../../src/adapters/git/index.ts';
import { Failure } from '../../src/failure.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { commitTree, resolveCommit } from '../../src/planning/commit-tree.ts';
import type { Ports } from '../../src/ports/index.ts';
import { type PlanInput, plan } from '../../src/verbs/plan.ts';
import { config, environment, ROOT, training } from '../golden/plans/project.ts';
import { git, gitProjects } from './git-project.ts';

const projects = gitProjects();
afterAll(() => projects.remove());

/** The world of an offline plan: nobody may be asked anything. */
const PORTS: Ports = {
  clock: { now: () => Date.parse('2026-11-22T12:00:00Z'), sleep: async () => {} },
  log: { info: () => {}, warn: () => {}, error: () => {}, group: () => ({ end: () => {} }), secret: () => {} },
  git: localGit,
  aws: () => {
    throw new Error('AWS was asked');
  },
  presto: () => {
    throw new Error('Presto was asked');
  },
};

const run = async (folder: string, input: Partial<PlanInput> = {}): Promise<Plan> =>
  (await plan({ configFile: join(folder, 'config.yml'), packageRoot: ROOT, offline: true, ...input }, PORTS)).facts
    .plan;

const failure = async (work: () => unknown): Promise<Failure> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing failed');
};

const paths = (made: Plan) =>
  Object.fromEntries(made.environments.map((each) => [each.environment, each.differences.map(({ path }) => path)]));

/** What is left in the folder for temporary files; one of its own, as other tests make plans beside these. */
async function leftBy(work: () => Promise<unknown>): Promise<string[]> {
  const { TMPDIR } = process.env;
  const own = projects.kept(mkdtempSync(join(tmpdir(), 'mlops-temporary-')));
  process.env.TMPDIR = own;
  try {
    await work();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  return readdirSync(own);
}

test('the work tree against where its branch left main', async () => {
  const folder = projects.repository([], [training('l.receiptdate > ', 'l.receiptdate >= ')]);
  const made = await run(folder);
  expect(made).toMatchObject({ base: git(folder, 'rev-parse', 'main'), head: null, scope: 'offline', unchanged: [] });
  expect(paths(made)).toEqual(
    Object.fromEntries(['dev', 'staging', 'prod'].map((name) => [name, ['training_step.query']])),
  );
  const [difference] = made.environments[0]?.differences ?? [];
  expect(difference?.place).toEqual({ file: 'sql/training.sql', line: 8, column: 5 });
  expect(difference?.lines?.filter(({ mark }) => mark !== ' ')).toEqual([
    { mark: '-', text: '    IF(l.receiptdate > l.commitdate, 1, 0) AS late' },
    { mark: '+', text: '    IF(l.receiptdate >= l.commitdate, 1, 0) AS late' },
  ]);
});

test('a commit against a commit, whatever the work tree holds', async () => {
  const folder = projects.repository([], [config('rows: 5000', 'rows: 6000')]);
  git(folder, 'commit', '-q', '-a', '-m', 'change');
  writeFileSync(join(folder, 'config.yml'), 'nonsense');
  const made = await run(folder, { base: 'main', head: 'change' });
  expect(made.head).toBe(git(folder, 'rev-parse', 'change'));
  expect(paths(made).prod).toEqual(['training_step.sample.rows']);
  expect(made.findings).toEqual([]);
});

test('a commit is compared with where it left main, not where HEAD did', async () => {
  const folder = projects.repository([], [config('rows: 5000', 'rows: 6000')]);
  git(folder, 'commit', '-q', '-a', '-m', 'change');
  git(folder, 'checkout', '-q', 'main');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'main goes on');
  const made = await run(folder, { head: 'change' });
  expect(made.base).toBe(git(folder, 'rev-parse', 'main~1'));
  expect(paths(made).dev).toEqual(['training_step.sample.rows']);
});

test('a repository that git does not read is no folder without one', async () => {
  const folder = projects.repository([], []);
  writeFileSync(join(folder, '.git/HEAD'), 'nonsense');
  expect(await failure(() => run(folder))).toMatchObject({
    code: 'inconclusive',
    message: expect.stringContaining('git cannot read'),
  });
});

test('the same commits are the same bytes in another clone', async () => {
  const folder = projects.repository([], [config('n_estimators: 75', 'n_estimators: 200'), training('late', 'late2')]);
  git(folder, 'commit', '-q', '-a', '-m', 'change');
  const clone = projects.kept(realpathSync(mkdtempSync(join(tmpdir(), 'mlops-clone-'))));
  git(clone, 'clone', '-q', folder, 'deep/er');
  const [here, there] = await Promise.all([
    run(folder, { base: 'main', head: 'change' }),
    run(join(clone, 'deep/er'), { base: 'origin/main', head: 'origin/change' }),
  ]);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
});

test('nothing of the repository is touched, and nothing is left behind', async () => {
  const folder = projects.repository([], [config('rows: 5000', 'rows: 6000')]);
  writeFileSync(join(folder, 'untracked'), 'mine');
  const state = () => [
    git(folder, 'status', '--porcelain'),
    readFileSync(join(folder, '.git/index')).toString('hex'),
    git(folder, 'for-each-ref'),
  ];
  const before = state();
  const left = await leftBy(async () => {
    await run(folder);
    await failure(() => run(folder, { head: 'nothing' }));
  });
  expect(left).toEqual([]);
  expect(state()).toEqual(before);
  expect(existsSync(join(folder, '.git/worktrees'))).toBe(false);
});

test('a project in a folder of the repository', async () => {
  const folder = projects.repository([], []);
  const parts = readdirSync(folder).filter((name) => name !== '.git');
  mkdirSync(join(folder, 'ml/late'), { recursive: true });
  git(folder, 'mv', ...parts, 'ml/late/');
  git(folder, 'commit', '-q', '-a', '-m', 'moved');
  const file = join(folder, 'ml/late/sql/training.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replace('JOIN orders', 'LEFT JOIN orders'));
  const made = await run(join(folder, 'ml/late'), { base: 'HEAD' });
  expect(made.environments[0]?.differences).toMatchObject([
    { path: 'training_step.query', place: { file: 'ml/late/sql/training.sql', line: 10 } },
  ]);
});

test('what the configuration names is read wherever it lies', async () => {
  const folder = projects.repository(
    [
      { file: 'sagemaker-code', rename: 'a folder/größe' },
      config('source_dir: sagemaker-code', 'source_dir: "a folder/größe/"'),
      { file: 'sql/training.sql', rename: 'queries/late lines.txt' },
      config('query_file: sql/training.sql', 'query_file: ./queries/late lines.txt'),
    ],
    [],
  );
  expect(await run(folder)).toMatchObject({ environments: [], unchanged: ['dev', 'staging', 'prod'], findings: [] });
});

test('a link within the repository is followed', async () => {
  const folder = projects.repository([], []);
  git(folder, 'mv', 'sagemaker-code/training.py', 'sagemaker-code/mlops/fit.py');
  symlinkSync('mlops/fit.py', join(folder, 'sagemaker-code/training.py'));
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'linked');
  const made = await run(folder, { base: 'main', head: 'change' });
  expect(made.findings).toEqual([]);
  expect(paths(made).dev).toEqual(['sagemaker-code/mlops/fit.py']);
});

describe('a link that leads out of the repository', () => {
  test.each([
    ['absolute', { 'sql/training.sql': '/etc/hostname' }],
    ['up and out', { 'sql/training.sql': '../../../etc/hostname' }],
    ['out by way of another link', { 'sql/here.sql': '..', 'sql/training.sql': 'here.sql/../../etc/hostname' }],
    ['a folder of scripts', { 'sagemaker-code/more': '/etc' }],
  ])('is refused: %s', async (_, links) => {
    const folder = projects.repository([], []);
    for (const [path, target] of Object.entries(links)) {
      if (existsSync(join(folder, path))) git(folder, 'rm', '-q', path);
      symlinkSync(target, join(folder, path));
    }
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'linked');
    const left = await leftBy(async () => {
      expect(await failure(() => run(folder, { head: 'change' }))).toMatchObject({
        code: 'config_invalid',
        message: expect.stringContaining('leads out of the repository'),
      });
    });
    expect(left).toEqual([]);
  });
});

describe('references', () => {
  const folder = () => projects.repository([], []);

  test.each(['--help', '-h', '--output=/tmp/x', '', 'a b', 'HEAD\n', 'HEAD\0'])('%j is none', async (ref) => {
    expect(await failure(() => resolveCommit(localGit, folder(), ref))).toMatchObject({ code: 'usage' });
  });

  test.each(['nothing', 'HEAD:config.yml', 'main..change', '0'.repeat(40), '$(id)'])(
    '%s names no commit',
    async (ref) => {
      expect(await failure(() => resolveCommit(localGit, folder(), ref))).toMatchObject({
        code: 'not_found',
        way_out: expect.stringContaining('Fetch'),
      });
    },
  );

  test('a shallow clone without the base is told how to get it', async () => {
    const origin = projects.repository([], [config('rows: 5000', 'rows: 6000')]);
    git(origin, 'commit', '-q', '-a', '-m', 'change');
    git(origin, 'checkout', '-q', 'main');
    const clone = projects.kept(realpathSync(mkdtempSync(join(tmpdir(), 'mlops-clone-'))));
    git(clone, 'clone', '-q', '--depth', '1', '--branch', 'change', `file://${origin}`, 'shallow');
    const shallow = join(clone, 'shallow');
    const main = git(origin, 'rev-parse', 'main');
    for (const input of [{}, { base: main }, { base: 'HEAD^1' }]) {
      expect(await failure(() => run(shallow, input))).toMatchObject({ code: 'not_found' });
    }
    expect((await failure(() => run(shallow, { base: main }))).way_out).toContain('fetch-depth');
  });

  test('without a repository there is no base', async () => {
    const bare = projects.kept(realpathSync(mkdtempSync(join(tmpdir(), 'mlops-bare-'))));
    writeFileSync(join(bare, 'config.yml'), '');
    expect(await failure(() => run(bare))).toMatchObject({
      code: 'usage',
      way_out: expect.stringContaining('mlops check'),
    });
  });
});

test('the first configuration of a repository is new in every environment', async () => {
  const folder = projects.repository([], []);
  git(folder, 'checkout', '-q', '--orphan', 'empty');
  git(folder, 'rm', '-rq', '--cached', '.');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'empty');
  const made = await run(folder, { base: 'empty' });
  expect(paths(made)).toEqual({ dev: ['environment'], staging: ['environment'], prod: ['environment'] });
  expect(made.environments[0]?.differences[0]).toMatchObject({ from: null, to: 'account 123456789012, us-east-1' });
});

test('a base that is broken does not stop who mends it', async () => {
  const folder = projects.repository(
    [config('test_split: 0.9', 'test_split: 1.9')],
    [config('test_split: 1.9', 'test_split: 0.9')],
  );
  const made = await run(folder);
  expect(made.findings).toMatchObject([{ rule: 'config/base-unreadable', severity: 'notice' }]);
  expect(Object.keys(paths(made))).toEqual(['dev', 'staging', 'prod']);
});

test('a head that is broken has its mistakes, and no environment', async () => {
  const folder = projects.repository(
    [],
    [config('test_split: 0.9', 'test_split: 1.9'), config('schema: tiny', 'shema: tiny')],
  );
  const result = await plan({ configFile: join(folder, 'config.yml'), packageRoot: ROOT, offline: true }, PORTS);
  expect(result).toMatchObject({
    decision: 'refused',
    reason_code: 'config_invalid',
    facts: { plan: { environments: [], unchanged: [] } },
  });
  const places = result.facts.plan.findings.map(({ rule, place }) => [rule, place?.file, place?.line]);
  expect(places).toContainEqual(['config/invalid', 'config.yml', 30]);
  expect(JSON.stringify(result)).not.toContain(folder);
});

test('a mistake of a query is found at its line, and stops the change', async () => {
  const folder = projects.repository([], [training('FROM lineitem', 'FORM lineitem')]);
  const result = await plan({ configFile: join(folder, 'config.yml'), packageRoot: ROOT, offline: true }, PORTS);
  expect(result).toMatchObject({ decision: 'refused', reason_code: 'rule_broken' });
  expect(result.facts.plan.environments[0]?.findings).toMatchObject([
    { rule: 'query/syntax', place: { file: 'sql/training.sql', line: 9 } },
  ]);
});

test('a feature that the query does not yield is found without a server', async () => {
  const folder = projects.repository([], [config('    - extendedprice\n', '    - extended_price\n')]);
  const made = await run(folder);
  expect(made.environments[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'query/missing-feature', place: expect.objectContaining({ file: 'config.yml' }) }),
  );
});

test('a remark that the base has too is no news', async () => {
  const random = training('ON l.orderkey = o.orderkey', 'ON l.orderkey = o.orderkey\nWHERE RANDOM() < 0.5');
  const old = projects.repository([random], [config('rows: 5000', 'rows: 6000')]);
  const result = await plan({ configFile: join(old, 'config.yml'), packageRoot: ROOT, offline: true }, PORTS);
  expect(result).toMatchObject({
    decision: 'unchanged',
    reason_code: 'ok',
    summary: 'Changes in dev, staging, prod; no findings, besides 1 that the base has too',
    facts: { counts: { error: 0, warning: 0, notice: 0, pre_existing: 1 } },
  });
  for (const { findings } of result.facts.plan.environments) {
    expect(findings).toMatchObject([{ rule: 'honesty/sample-not-reproducible', pre_existing: true }]);
  }
  const now = projects.repository([], [random]);
  const brought = await plan({ configFile: join(now, 'config.yml'), packageRoot: ROOT, offline: true }, PORTS);
  expect(brought).toMatchObject({
    summary: 'Changes in dev, staging, prod; 1 warning',
    facts: { counts: { warning: 1, pre_existing: 0 } },
  });
  const [dev] = brought.facts.plan.environments;
  expect(dev?.findings).toMatchObject([{ rule: 'honesty/sample-not-reproducible' }]);
  expect(JSON.stringify(brought)).not.toContain('"pre_existing":true');
});

test('a remark on one environment is news, whatever another one of the base has', async () => {
  const rollout = (name: string) => environment(name, 'endpoint', 'keep: 2', 'keep: 2\nrollout: {type: all-at-once}');
  const made = await run(projects.repository([rollout('staging')], [rollout('prod')]));
  expect(made.findings.map(({ place, pre_existing }) => [place?.file, pre_existing])).toEqual([
    ['environments/prod/endpoint.yml', undefined],
    ['environments/staging/endpoint.yml', true],
  ]);
});

test('what is old to one environment and new to another counts as news, once', async () => {
  const folder = projects.repository(
    [
      config('training_pipeline_name: mlops-', 'training_pipeline_name: MLOps-'),
      { file: 'environments/prod', remove: true },
    ],
    [],
  );
  for (const file of ['environment', 'endpoint', 'batch-transform']) {
    mkdirSync(join(folder, 'environments/prod'), { recursive: true });
    writeFileSync(
      join(folder, `environments/prod/${file}.yml`),
      readFileSync(join(ROOT, `environments/prod/${file}.yml`), 'utf8'),
    );
  }
  const file = join(folder, 'config.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('rows: 5000', 'rows: 6000'));
  const { facts } = await plan({ configFile: file, packageRoot: ROOT, offline: true }, PORTS);
  const said = facts.plan.environments.map(({ environment: name, findings }) => [
    name,
    findings.find(({ rule }) => rule === 'guardrail/name-case')?.pre_existing,
  ]);
  expect(said).toEqual([
    ['dev', true],
    ['staging', true],
    ['prod', undefined],
  ]);
  expect(facts.counts).toEqual({ error: 0, warning: 0, notice: 1, pre_existing: 0 });
});

test('an error stops the change whoever made it, and what a base that cannot be read has is not known', async () => {
  const leaky = training('IF(l.receiptdate > l.commitdate, 1, 0) AS late', 'IF(l.quantity > 25, 1, 0) AS late');
  const folder = projects.repository([leaky], [config('rows: 5000', 'rows: 6000')]);
  const result = await plan({ configFile: join(folder, 'config.yml'), packageRoot: ROOT, offline: true }, PORTS);
  expect(result).toMatchObject({ decision: 'refused', facts: { counts: { error: 1, pre_existing: 0 } } });
  const seed = config('  hyperparam_ranges:\n', '  hyperparam_ranges:\n    random_state: [1, 100]\n');
  const [dev] = (
    await run(
      projects.repository(
        [seed, config('test_split: 0.9', 'test_split: 1.9')],
        [config('test_split: 1.9', 'test_split: 0.9')],
      ),
    )
  ).environments;
  expect(dev?.findings).toMatchObject([{ rule: 'honesty/tuned-seed' }]);
  expect(dev?.findings[0]).not.toHaveProperty('pre_existing');
});

test('an environment that goes is named, with what stays behind', async () => {
  const folder = projects.repository([], [{ file: 'environments/prod', remove: true }]);
  const made = await run(folder);
  expect(made.environments).toMatchObject([
    {
      environment: 'prod',
      desired: {},
      differences: [{ path: 'environment', to: null }],
      findings: [{ rule: 'environment/removed' }],
    },
  ]);
  expect(made.unchanged).toEqual(['dev', 'staging']);
});

test('one environment of several', async () => {
  const folder = projects.repository([], [config('rows: 5000', 'rows: 6000')]);
  const made = await run(folder, { environment: 'staging' });
  expect([Object.keys(paths(made)), made.unchanged]).toEqual([['staging'], []]);
  expect(await failure(() => run(folder, { environment: 'stagging' }))).toMatchObject({
    code: 'usage',
    message: expect.stringContaining('staging'),
  });
});

test('a variable that overrides the coordinator here hides no change of the files', async () => {
  const folder = projects.repository([], [config('host: 127.0.0.1', 'host: presto.example.com')]);
  const { PRESTO_HOST } = process.env;
  process.env.PRESTO_HOST = '10.0.0.1';
  try {
    const overridden = await run(folder);
    expect(paths(overridden).dev).toEqual(['presto.host']);
    delete process.env.PRESTO_HOST;
    const plain = await run(folder);
    // What is applied is what the variable says: the digests tell the two apart.
    expect(overridden.environments[0]?.desired['training pipeline']).not.toBe(
      plain.environments[0]?.desired['training pipeline'],
    );
    expect(overridden.environments[0]?.desired.code).toBe(plain.environments[0]?.desired.code);
  } finally {
    if (PRESTO_HOST === undefined) delete process.env.PRESTO_HOST;
    else process.env.PRESTO_HOST = PRESTO_HOST;
  }
});

test('a pin is shown as one line, and belongs to its environment alone', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const folder = projects.repository(
    [],
    [
      environment(
        'dev',
        'endpoint',
        'model: null',
        `model: {package_group: mlops-presto, version: 3, artifact_digest: "${digest}"}`,
      ),
    ],
  );
  const made = await run(folder);
  expect(made.environments).toMatchObject([
    {
      environment: 'dev',
      differences: [
        {
          subject: 'model',
          from: null,
          to: { package_group: 'mlops-presto', version: 3, artifact_digest: digest },
          place: { file: 'environments/dev/endpoint.yml' },
        },
      ],
    },
  ]);
});

test('only what a project reads is taken out of a commit', () => {
  const folder = projects.repository(
    [
      { file: 'data/large.bin', write: new Uint8Array(1000) },
      { file: 'docs/a.md', write: 'a' },
    ],
    [],
  );
  const tree = commitTree(localGit, folder, 'main', 'config.yml');
  try {
    expect(
      readdirSync(tree.directory)
        .filter((name) => name !== '.git')
        .sort(),
    ).toEqual(['config.yml', 'environments', 'sagemaker-code', 'sql']);
  } finally {
    tree.discard();
  }
  expect(existsSync(tree.directory)).toBe(false);
});
