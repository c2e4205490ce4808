import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { queryPosition } from '../../src/config/index.ts';
import { ROOT, seedWith, Workspace } from './workspace.ts';

/** Where a point of a query stands in its file, and which files a query is never read from. */

const seed = seedWith();
const [head, tail] = [seed.slice(0, seed.indexOf('  query: |')), seed.slice(seed.indexOf('\ntuning_step'))];
const line = head.split('\n').length;

let workspace: Workspace;
afterEach(() => workspace.remove());

function load(section: string, files: Record<string, string> = {}) {
  workspace = new Workspace({ 'config.yml': `${head}${section}\n${tail}`, ...files });
  const loaded = workspace.load();
  if (!loaded.ok) throw new Error(workspace.errors().join('\n'));
  return { query: loaded.config.training_step.query, source: loaded.sources.training };
}

/** The place of a word of the query, by the file's own lines and columns; what stands there is read back from the file. */
function placed(step: ReturnType<typeof load>, word: string) {
  const offset = step.query.indexOf(word);
  expect(offset).not.toBe(-1);
  const before = step.query.slice(0, offset).split('\n');
  const at = { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
  const place = queryPosition(step.source, step.query, at);
  expect(queryPosition(step.source, step.query, { offset })).toEqual(place);
  return { file: workspace.relative(place.file), line: place.line - line + 1, column: place.column };
}

const config = (line: number, column: number) => ({ file: 'config.yml', line, column });

test.each([
  ['a literal block', '  query: |\n    SELECT 1 AS a,\n      bad AS b\n    FROM t\n', 3, 7],
  ['a literal block with an indentation of its own', '  query: |2\n      SELECT 1 AS a,\n       bad\n', 3, 8],
  ['a literal block with blank lines first', '  query: |\n\n\n    SELECT 1,\n\n    bad\n', 6, 5],
  ['a literal block with a comment first', '  query: |- # SQL\n    -- bd\n    SELECT bad\n', 3, 12],
  ['a folded block', '  query: >\n    SELECT 1 AS a,\n    2 AS b, bad\n    FROM t\n', 3, 13],
  ['a folded block with paragraphs', '  query: >-\n    SELECT 1,\n\n      2,\n     3,\n    bad\n', 6, 5],
  ['a plain text', '  query: SELECT 1, bad FROM t # why\n', 1, 20],
  ['a plain text over lines', '  query: SELECT 1,\n    2,\n\n    bad FROM t\n', 4, 5],
  ["text in single quotes, with '' in it", "  query: 'SELECT ''x'', ''y'' AS b, bad'\n", 1, 37],
  ['text in single quotes over lines', "  query: 'SELECT ''x'',\n      ''y'', bad\n    FROM t'\n", 2, 14],
  ['text in double quotes with escapes', '  query: "SELECT \\"a\\" AS x,\\n\\t\\U0001F600bad"\n', 1, 43],
  ['text in double quotes over lines', '  query: "SELECT 1,\n    2, \\\n    \\  bad\\\n    \\ FROM t"\n', 3, 8],
  ['characters beyond the first plane', "  query: |\n    SELECT '😀é' AS a, bad\n", 2, 23],
  ['a tab before it', '  query: |\n    SELECT 1,\n    \t\tbad\n', 3, 7],
  ['an anchor and a tag', '  query: !!str &q "SELECT bad"\n', 1, 27],
])('the place in %s', (_what, section, row, column) => {
  expect(placed(load(section), 'bad')).toEqual(config(row, column));
});

test('an alias stands where its anchor stands', () => {
  const anchored = head.replace('aws:', 'aws: &unused');
  workspace = new Workspace({
    'config.yml': `${anchored}  query: &q |\n    SELECT bad\n${tail.replace(/( {2}query: )\|[\s\S]*?(?=\n\S|$)/, '$1*q')}`,
  });
  const loaded = workspace.load();
  if (!loaded.ok) throw new Error(workspace.errors().join('\n'));
  const { query } = loaded.config.transform_step;
  expect(queryPosition(loaded.sources.batch, query, { line: 1, column: 8 })).toMatchObject({
    line: line + 1,
    column: 12,
  });
});

test.each([
  ['blank lines first', '\n  \n  SELECT 1,\n   bad', 4, 4],
  ['a comment first', '-- bd\n/* x\n*/ SELECT bad', 3, 11],
  ['CRLF', 'SELECT 1,\r\n\r\n  bad\r\nFROM t\r\n', 3, 3],
  ['a byte order mark', '\ufeffSELECT bad', 1, 8],
  ['everything on the first line', "  SELECT '😀', bad;", 1, 15],
])('the place in an SQL file with %s', (_what, text, row, column) => {
  const step = load('  query_file: sql/a.sql', { 'sql/a.sql': text });
  expect(placed(step, 'bad')).toEqual({ file: 'sql/a.sql', line: row - line + 1, column });
});

test('the end of the text is behind its last character; blanks belong to what stands before them', () => {
  const step = load('  query: |\n    SELECT 1,\n\n      2\n');
  const at = (line: number, column: number) => queryPosition(step.source, step.query, { line, column });
  expect(at(3, 4)).toMatchObject({ line: line + 3, column: 8 });
  expect(at(99, 99)).toMatchObject({ line: line + 3, column: 8 });
  expect(at(2, 1)).toMatchObject({ line: line + 1, column: 14 });
  expect(at(1, 1)).toMatchObject({ line: line + 1, column: 5 });
});

test('a text that does not fit to its file has the place of its value', () => {
  const source = { file: 'config.yml', line: 7, column: 3, stretches: [[0, 6, 7, 3]] as const };
  expect(queryPosition(source, 'SELECT bad', { line: 1, column: 8 })).toEqual({
    file: 'config.yml',
    line: 7,
    column: 3,
  });
});

test('a value of a mebibyte has its places', () => {
  const words = Array.from({ length: 60_000 }, (_, index) => `''${index}''`).join(', ');
  const step = load(`  query: 'SELECT ${words}, bad'\n`);
  expect(placed(step, 'bad')).toMatchObject({ line: 1 });
});

const LEADS_OUT = 'leads out of the repository: only what is in it is reviewed';
const COPY = 'Copy the file into the repository, and name the copy.';

test.each([
  ['an absolute path', '/proc/self/environ'],
  ['a path that leaves', '../../../../../../etc/passwd'],
  ['a path that leaves and comes to nothing', '../there-is-no-such-file.sql'],
  ['the folder of git', '.git/config'],
  ['the folder of git by another name', 'sql/../.GIT/config'],
])('a query is never read from %s', (_what, path) => {
  expect(() => load(`  query_file: ${path}`, { '.git/config': 'SELECT 1' })).toThrow(
    `config.yml:${line}:15 training_step.query_file: ${LEADS_OUT}\n  ${COPY}`,
  );
});

test('a query is never read over a link', () => {
  workspace = new Workspace({ 'config.yml': `${head}  query_file: sql/a.sql\n${tail}`, 'sql/b.sql': 'SELECT 1' });
  symlinkSync('/proc/self/environ', join(workspace.directory, 'sql/a.sql'));
  expect(workspace.errors()).toEqual([`config.yml:${line}:15 training_step.query_file: ${LEADS_OUT}\n  ${COPY}`]);
  workspace.remove();
  workspace = new Workspace({ 'config.yml': `${head}  query_file: sql/a.sql\n${tail}`, 'sql/b.sql': 'SELECT 1' });
  symlinkSync('b.sql', join(workspace.directory, 'sql/a.sql'));
  expect(workspace.errors()).toEqual([
    `config.yml:${line}:15 training_step.query_file: sql/a.sql is a symbolic link; name the file itself`,
  ]);
});

test('a query may stand anywhere in the repository of its configuration', () => {
  workspace = new Workspace({
    'ml/config.yml': `${head}  query_file: ../sql/a.sql\n${tail}`,
    'sql/a.sql': 'SELECT 1 AS a',
  });
  const file = join(workspace.directory, 'ml/config.yml');
  expect(workspace.errors({ file })).toEqual([
    `ml/config.yml:${line}:15 training_step.query_file: ${LEADS_OUT}\n  ${COPY}`,
  ]);
  mkdirSync(join(workspace.directory, '.git'));
  expect(workspace.errors({ file })).toEqual([]);
});

test('a configuration that is a link out of the repository is not read, nor one of an environment', () => {
  workspace = new Workspace({
    'config.yml': `${head}  query: SELECT 1\n${tail}`,
    'environments/dev/endpoint.yml': 'model: null\n',
  });
  symlinkSync('/proc/self/environ', join(workspace.directory, 'environments/dev/environment.yml'));
  expect(workspace.errors({ environment: 'dev' })).toEqual([
    `environments/dev/environment.yml:1:1: ${LEADS_OUT}\n  ${COPY}`,
  ]);
  symlinkSync('/proc/self/environ', join(workspace.directory, 'linked.yml'));
  expect(workspace.errors({ file: join(workspace.directory, 'linked.yml') })).toEqual([
    `linked.yml:1:1: ${LEADS_OUT}\n  ${COPY}`,
  ]);
});

test('the shipped queries are found where they stand', () => {
  workspace = new Workspace({});
  const loaded = workspace.load({ file: join(ROOT, 'config.yml') });
  if (!loaded.ok) throw new Error('the shipped configuration is wrong');
  const { query } = loaded.config.training_step;
  expect(queryPosition(loaded.sources.training, query, { offset: query.indexOf('IF(l.receipt') })).toMatchObject({
    line: 8,
    column: 5,
  });
});
