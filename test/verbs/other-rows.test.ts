/** @servers moto */

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localGit } from '../../src/adapters/git/index.ts';
import type { Finding } from '../../src/finding.ts';
import { allFindings } from '../../src/plan/make-plan.ts';
import type { Log, Ports } from '../../src/ports/index.ts';
import { check } from '../../src/verbs/check.ts';
import { plan } from '../../src/verbs/plan.ts';
import { train } from '../../src/verbs/train.ts';
import { changed, ROOT, shippedProject, training } from '../golden/plans/project.ts';
import { gitProjects } from './git-project.ts';
import { COMMIT, startWorld } from './world.ts';

/** Whether a query reads other rows at every run is judged in one place, and said once by each verb that it concerns. */

const RULE = 'honesty/sample-not-reproducible';
const JOIN = 'JOIN orders o ON l.orderkey = o.orderkey';
const shipped = shippedProject();
const folders = [shipped];
const projects = gitProjects();
afterAll(() => {
  projects.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const untouched = () => {
  throw new Error('AWS or Presto was called');
};
const PORTS: Ports = {
  clock: { now: () => Date.parse('2026-11-22T12:00:00Z'), sleep: async () => {} },
  log: { info: () => {}, warn: () => {}, error: () => {}, group: () => ({ end: () => {} }), secret: () => {} },
  git: localGit,
  aws: untouched,
  presto: untouched,
};

/** All that is said about rows, whoever says it. */
const aboutRows = (findings: readonly Finding[]) =>
  findings
    .filter(({ rule, message }) => rule === RULE || /other (rows|values)/.test(message))
    .map(({ rule, severity, message, place }) => `${place?.line}:${place?.column} ${severity} ${rule} ${message}`);

async function checked(to: string): Promise<string[]> {
  const folder = changed(shipped, [training(JOIN, to)]);
  folders.push(folder);
  const result = await check({ configFile: join(folder, 'config.yml'), packageRoot: ROOT }, PORTS.clock.now());
  return aboutRows(result.facts.findings);
}

test.each([
  ['a drawn order', `${JOIN}\nORDER BY RANDOM() LIMIT 5000`, ['11:10 warning', 'RANDOM()']],
  ['a drawn condition', `${JOIN} WHERE rand() < 0.1`, ['10:48 warning', 'rand()']],
  ['a secure draw', `${JOIN}\nWHERE secure_random() < 0.1`, ['11:7 warning', 'secure_random()']],
  ['a sample', `${JOIN.replace(' o ', ' o TABLESAMPLE BERNOULLI (10) ')}`, ['10:15 warning', 'TABLESAMPLE']],
  ['a clock', `${JOIN}\nWHERE o.orderdate < now()`, ['11:21 notice', 'now()']],
  ['a cut without an order', `${JOIN}\nLIMIT 10`, ['11:1 warning', 'LIMIT 10']],
])('%s is said once', async (_, to, [at = '', words = '']) => {
  const said = await checked(to);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`${at} ${RULE}`);
  expect(said[0]).toContain(words);
});

test.each([
  ['a text', `${JOIN}\nWHERE o.orderpriority <> 'random() tablesample'`],
  ['a comment', `${JOIN} -- no RANDOM() here\n/* nor TABLESAMPLE */`],
  [
    'a quoted name',
    `JOIN (SELECT orderkey, orderdate, 1 AS "random()", 2 AS "tablesample" FROM orders) o USING (orderkey)`,
  ],
  [
    'a name',
    `JOIN (SELECT orderkey, orderdate, 1 AS random, 2 AS uuid FROM orders) o ON (o.random) = 1 AND o.uuid = 2`,
  ],
])('%s draws nothing', async (_, to) => {
  expect(await checked(to)).toEqual([]);
});

test('a plan says it once', async () => {
  const folder = projects.repository([], [training(JOIN, `${JOIN}\nORDER BY RANDOM() LIMIT 5000`)]);
  const input = { configFile: join(folder, 'config.yml'), packageRoot: ROOT, base: 'main', offline: true };
  expect(aboutRows(allFindings((await plan(input, PORTS)).facts.plan))).toHaveLength(1);
});

test('a training says it once, at its place; what may be wanted it leaves to the plan', async () => {
  const world = await startWorld();
  try {
    const file = join(dirname(world.configFile), 'sql/training.sql');
    const text = readFileSync(file, 'utf8');
    const said: Array<[string, { line?: number; column?: number } | undefined]> = [];
    const log: Log = { ...world.ports.log, warn: (message, place) => said.push([message, place]) };
    const run = (runKey: string) =>
      train({ configFile: world.configFile, commit: COMMIT, runKey }, { ...world.ports, log });
    writeFileSync(file, text.replace(JOIN, `${JOIN}\nORDER BY RANDOM() LIMIT 5000`));
    await run('one');
    expect(said).toEqual([
      [
        'RANDOM() in the training query draws other values at every run. Take it out: training_step.sample keeps the same 5,000 rows at every run.',
        expect.objectContaining({ file, line: 11, column: 10 }),
      ],
    ]);
    said.length = 0;
    writeFileSync(file, text.replace(JOIN, `${JOIN}\nWHERE o.orderdate < now() -- random()`));
    await run('two');
    expect(said).toEqual([]);
  } finally {
    await world.close();
  }
});

test.each(['order-priority', 'order-value'])('the example %s is kept, and warned about', async (name) => {
  const folder = changed(shipped, [{ file: 'config.yml', from: 'sql/training.sql', to: `sql/examples/${name}.sql` }]);
  folders.push(folder);
  cpSync(join(ROOT, 'sql/examples'), join(folder, 'sql/examples'), { recursive: true });
  const { facts } = await check({ configFile: join(folder, 'config.yml'), packageRoot: ROOT }, PORTS.clock.now());
  expect(aboutRows(facts.findings)).toEqual([expect.stringContaining('RANDOM()')]);
});
