import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { namedSuites, needsStep, suiteServers } from '../../../scripts/lib/suite-servers.mjs';

let suite: string;
beforeEach(() => {
  suite = join(mkdtempSync(join(tmpdir(), 'suite-')), 'one.test.ts');
});
afterEach(() => rmSync(dirname(suite), { recursive: true, force: true }));

test.each([
  ['/** @servers presto */\n\nimport x;', 'presto'],
  ['/**\n * What it is about.\n * @servers own\n */', 'own'],
  ['import x;\n/** @servers presto */', undefined],
  ['/** What it is about. */\n/** @servers moto */', undefined],
  ['', undefined],
])('a suite asks for servers in its first comment: %j', (text, servers) => {
  writeFileSync(suite, text);
  expect(suiteServers(suite)).toBe(servers);
});

test('a name that is not one of the servers is an error that lists them', () => {
  writeFileSync(suite, '/** @servers mysql */');
  expect(() => suiteServers(suite)).toThrow(`${suite}: @servers takes presto, moto, own, not mysql`);
});

test.each([
  ['import x;', []],
  ["import { draw } from '../support/mermaid.ts';", ['mermaid']],
  ['/** @servers moto */', ['tools']],
  ['/** @servers presto */', ['tools', 'container-1.2-1', 'presto']],
  ['/** @servers own */', ['tools', 'container-1.2-1', 'presto', 'test-tools', 'toolkits', 'go-tools']],
])('a suite needs of the set-up what its servers need: %j', (text, needed) => {
  writeFileSync(suite, text);
  const steps = ['tools', 'container-1.2-1', 'presto', 'test-tools', 'toolkits', 'go-tools', 'mermaid'];
  expect(steps.filter((step) => needsStep(suite, step))).toEqual(needed);
});

test('the suites that a run names are those whose path has the name in it, as jest takes them', () => {
  const suites = ['test/plan/a.test.ts', 'test/report/plan/b.test.ts', 'test/cli/c.test.ts'];
  expect(namedSuites(suites, [])).toEqual(suites);
  expect(namedSuites(suites, ['./test/plan'])).toEqual(['test/plan/a.test.ts']);
  expect(namedSuites(suites, ['plan', 'c.test'])).toEqual(suites);
});
