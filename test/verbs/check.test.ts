import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { localGit } from '../../src/adapters/git/index.ts';
import { main } from '../../src/cli/main.ts';
import type { Ports } from '../../src/ports/index.ts';
import { check } from '../../src/verbs/check.ts';
import { changed, config, type Edit, environment, ROOT, shippedProject, training } from '../golden/plans/project.ts';

const shipped = shippedProject();
const folders = [shipped];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const NOW = Date.parse('2026-11-22T12:00:00Z');

function project(...edits: Edit[]): string {
  const folder = changed(shipped, edits);
  folders.push(folder);
  return folder;
}

const run = async (folder: string) => check({ configFile: join(folder, 'config.yml'), packageRoot: ROOT }, NOW);

const untouched = () => {
  throw new Error('AWS or Presto was called');
};
const PORTS: Ports = {
  clock: { now: () => NOW, sleep: async () => {} },
  log: { info: () => {}, warn: () => {}, error: () => {}, group: () => ({ end: () => {} }), secret: () => {} },
  git: localGit,
  aws: untouched,
  presto: untouched,
};

/** Runs the command as a person does. Takes the path of the folder out of its output. */
async function typed(folder: string, ...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const streams = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
  };
  const exit = await main(['check', '-c', join(folder, 'config.yml'), ...args], { streams, env: {}, ports: PORTS });
  return { exit, out: written.out.replaceAll(/[^\s]*\/mlops-corpus-[A-Za-z0-9]+\//g, ''), err: written.err };
}

test('the project that ships has nothing to say', async () => {
  expect(await run(shipped)).toMatchObject({
    verb: 'check',
    decision: 'unchanged',
    reason_code: 'ok',
    summary: 'Checked dev, staging, prod: no findings',
    facts: { findings: [], environments: ['dev', 'staging', 'prod'] },
  });
});

test('no file of the machine is read or shown, whatever links lead to it', async () => {
  const folder = project();
  // The system takes `..` behind a link for the folder above where the link leads.
  symlinkSync('..', join(folder, 'sql/here.sql'));
  rmSync(join(folder, 'environments/dev/endpoint.yml'));
  symlinkSync(`../../sql/here.sql/../${'../'.repeat(12)}etc/passwd`, join(folder, 'environments/dev/endpoint.yml'));
  const { exit, out, err } = await typed(folder);
  expect(exit).toBe(2);
  expect(out).toContain('environments/dev/endpoint.yml:1:1: error: leads out of the repository');
  expect(out + err).not.toContain('root:');
});

test('it needs no git, no network and no credentials', async () => {
  const folder = project();
  expect(await typed(folder)).toMatchObject({ exit: 0, out: 'Checked dev, staging, prod: no findings\n', err: '' });
});

test('every mistake at once, as a compiler says it', async () => {
  const folder = project(config('test_split: 0.9', 'test_split: 1.9'), config('schema: tiny', 'shema: tiny'));
  const { exit, out } = await typed(folder);
  expect(exit).toBe(2);
  expect(out).toMatch(
    /config\.yml:30:3: error: presto\.shema: unknown key; did you mean schema\? \(config\/invalid\)\n {4}shema: tiny\n {4}\^{5}\n/,
  );
  expect(out).toMatch(/config\.yml:58:15: error: training_step\.test_split: .*\n {4}test_split: 1\.9\n {16}\^{3}\n/);
  expect(out).toMatch(/2 errors\n$/);
});

test('a mistake of a query is at its line and column, once for all environments', async () => {
  const { exit, out } = await typed(project(training('FROM lineitem', 'FORM lineitem')));
  expect(exit).toBe(2);
  expect(out.match(/sql\/training\.sql:9:1: error/g)).toHaveLength(1);
  expect(out).toContain('  FORM lineitem l\n  ^^^^\n');
});

test('a mistake of one environment is one of that file', async () => {
  const result = await run(
    project(environment('prod', 'environment', 'promotes_from: staging', 'promotes_from: stagging')),
  );
  expect(result).toMatchObject({ decision: 'refused', reason_code: 'config_invalid' });
  expect(result.facts.findings).toMatchObject([
    { rule: 'config/invalid', place: { file: 'environments/prod/environment.yml' } },
  ]);
});

test('a definition that breaks a rule of SageMaker is found by its rule', async () => {
  const metrics = config('objective_metric_name: validation:auc', 'objective_metric_name: validation:f1');
  const result = await run(project(metrics));
  expect(result.decision).toBe('refused');
  expect(result.facts.findings[0]?.message).toContain('validation:f1');
});

test('a target that is made of a feature is found in the text', async () => {
  const leaky = training('IF(l.receiptdate > l.commitdate, 1, 0) AS late', 'IF(l.quantity > 25, 1, 0) AS late');
  const { findings } = (await run(project(leaky))).facts;
  expect(findings.map(({ rule }) => rule)).toContain('honesty/target-from-feature');
});

test('a rule replaces a remark of the configuration on the same thing', async () => {
  const random = training('ON l.orderkey = o.orderkey', 'ON l.orderkey = o.orderkey\nWHERE RANDOM() < 0.5');
  const rules = (await run(project(random))).facts.findings.map(({ rule }) => rule);
  expect(rules).toContain('honesty/sample-not-reproducible');
  expect(rules).not.toContain('config/remark');
});

test('a folder of scripts that cannot be packed is a mistake of the configuration, and the check goes on', async () => {
  const large = { file: 'sagemaker-code/data.bin', write: new Uint8Array(21 * 1024 * 1024) };
  const { facts, reason_code } = await run(project(large));
  expect(reason_code).toBe('config_invalid');
  expect(facts.findings).toMatchObject([
    { rule: 'config/invalid', message: expect.stringContaining('20 MiB'), place: { file: 'config.yml' } },
  ]);
});

test('--json is one document with places relative to the root of the checkout', async () => {
  const { exit, out } = await typed(project(training('FROM lineitem', 'FORM lineitem')), '--json');
  expect(exit).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    schema_version: 1,
    verb: 'check',
    reason_code: 'rule_broken',
    facts: { counts: { error: 1 }, findings: [{ place: { file: 'sql/training.sql', line: 9, column: 1 } }] },
  });
});

test('a missing configuration is one mistake', async () => {
  const result = await run(project({ file: 'config.yml', remove: true }));
  expect(result.facts.findings).toMatchObject([
    { rule: 'config/invalid', message: expect.stringContaining('no such file'), place: { file: 'config.yml' } },
  ]);
});

test('the text of a file can neither write lines of a log nor move the cursor', async () => {
  const { out } = await typed(project(config('training_target: late', 'training_target: "::error::x\\u001b[2J"')));
  expect(out).not.toMatch(/^\s*::/m);
  expect(out).not.toContain('\u001b');
});

describe('with --environment', () => {
  test('an environment that does not exist is refused, with the nearest name', async () => {
    const { exit, out, err } = await typed(shipped, '-e', 'devv');
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toBe(
      'mlops: usage: There is no environment devv; did you mean dev?\n  Name a folder of environments/: dev, prod, staging.\n',
    );
  });

  test('only that environment is checked', async () => {
    expect(await typed(shipped, '-e', 'staging')).toMatchObject({ exit: 0, out: 'Checked staging: no findings\n' });
    const scaling = 'instance_type: ml.t2.medium\nmin_instance_count: 1';
    const folder = project(environment('prod', 'endpoint', 'min_instance_count: 1', scaling));
    const all = await run(folder);
    expect(all.facts.findings.map(({ place }) => place?.file)).toContain('environments/prod/endpoint.yml');
    expect(await typed(folder, '-e', 'dev')).toMatchObject({ exit: 0, out: 'Checked dev: no findings\n' });
    expect((await typed(folder, '-e', 'prod')).out).toContain('environments/prod/endpoint.yml');
  });

  test('a mistake in another environment is still shown: without it nothing can be checked', async () => {
    const wrong = environment('prod', 'environment', 'promotes_from: staging', 'promotes_from: stagging');
    const { exit, out } = await typed(project(wrong), '-e', 'dev');
    expect(exit).toBe(2);
    expect(out).toContain('environments/prod/environment.yml');
  });
});
