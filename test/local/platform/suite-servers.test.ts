import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suiteServers } from '../../../scripts/lib/suite-servers.mjs';

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
