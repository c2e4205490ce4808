import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema, loadConfig, loadEnvironments } from '../../src/config/index.ts';
import { ROOT, Workspace } from './workspace.ts';

const file = join(ROOT, 'config.yml');

test('the shipped configuration has no mistake and no warning', () => {
  const loaded = loadConfig({ file, packageRoot: ROOT });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics, null, 2));
  expect(loaded.warnings).toEqual([]);
  const { training_step, transform_step } = loaded.config;
  expect(training_step.sample).toEqual({ rows: 5000, seed: 42 });
  // What is known only after the goods arrived decides the target: it must not be in the features or in the batch query.
  for (const query of [training_step.training_features.join(' '), transform_step.query]) {
    expect(query).not.toMatch(/receiptdate|returnflag|linestatus|\blate\b(?! )/);
  }
  for (const name of [...training_step.training_features, 'line_key']) {
    expect(training_step.query).toContain(name);
    expect(transform_step.query).toContain(name);
  }
});

test('the shipped environments are right together, in the order of promotion', () => {
  const loaded = loadEnvironments({ file, packageRoot: ROOT });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics, null, 2));
  expect(loaded.warnings).toEqual([]);
  expect(loaded.environments.map(({ environment }) => [environment.name, environment.promotes_from])).toEqual([
    ['dev', null],
    ['staging', 'dev'],
    ['prod', 'staging'],
  ]);
  expect(loaded.environments.map(({ environment }) => environment.endpoint.endpoint_name)).toEqual([
    'mlops-realtime-ep-dev',
    'mlops-realtime-ep-staging',
    'mlops-realtime-ep-prod',
  ]);
});

test('the example queries of the published solution are kept', () => {
  for (const name of ['order-priority', 'order-value']) {
    const text = readFileSync(file, 'utf8').replace('sql/training.sql', `sql/examples/${name}.sql`);
    const workspace = new Workspace({
      'config.yml': text,
      [`sql/examples/${name}.sql`]: readFileSync(join(ROOT, `sql/examples/${name}.sql`)),
      'sql/batch.sql': readFileSync(join(ROOT, 'sql/batch.sql')),
    });
    expect(workspace.errors()).toEqual([]);
    workspace.remove();
  }
});

test('config.schema.json is what the schema yields (node scripts of package.json aside: `configJsonSchema()`)', () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'config.schema.json'), 'utf8'))).toEqual(configJsonSchema());
  expect(readFileSync(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=\.\/config\.schema\.json$/m);
});
