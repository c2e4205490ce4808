import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyseSql } from '../../src/sql/analyse-sql.ts';
import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { parseQuery } from '../../src/sql/parse-query.ts';
import { tokenize } from '../../src/sql/tokens.ts';
import { BROKEN_QUERIES } from './broken-queries.ts';
import { VALID_QUERIES } from './valid-queries.ts';

const folder = fileURLToPath(new URL('../../sql/', import.meta.url));

/** `line:column the words there: message`. */
function problem(text: string): string {
  const parsed = parseQuery(text);
  if (parsed.ok) return 'none';
  const { message, place } = parsed.problem;
  return `${place.line}:${place.column} ${text.slice(place.offset, place.offset + place.length)}: ${message}`;
}

test('the parser accepts the queries of this project', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  expect(files.length).toBeGreaterThanOrEqual(4);
  for (const file of files) expect([file, problem(readFileSync(join(folder, file), 'utf8'))]).toEqual([file, 'none']);
});

test.each(VALID_QUERIES)('the parser accepts %s', (query) => expect(problem(query)).toBe('none'));

test.each([
  ['SELECT a, FROM t', '1:11 FROM: expected an expression, found FROM; remove the comma before it'],
  [
    'SELECT a\nFORM t',
    '2:6 t: expected a comma, FROM, WHERE, GROUP BY or another clause, found t; did you mean FROM for FORM?',
  ],
  ['SELCT 1', '1:1 SELCT: expected SELECT, WITH, VALUES or TABLE, found SELCT; did you mean SELECT for SELCT?'],
  [
    'SELECT (1 + 2',
    '1:14 : expected a comma or ), found the end of the query; the bracket at line 1, column 8 is not closed',
  ],
  ['SELECT 1)', '1:9 ): expected AS, a comma, FROM, WHERE or another clause, found ); no bracket is open here'],
  ['SELECT 1;', '1:9 ;: Presto takes one statement, without a semicolon'],
  ["SELECT 'a", "1:8 ': this quote is never closed"],
  ['SELECT a FROM t /* b', '1:17 /: the comment that begins here is never closed'],
  ['SELECT `a`', '1:8 `a`: write a name in double quotes; Presto does not support backquotes'],
  [
    'SELECT a AS order',
    '1:13 order: expected a name, found order; ORDER is a reserved word; to use it as a name, put it in double quotes',
  ],
  [
    'SELECT a FROM t LIMIT 5 OFFSET 2',
    '1:25 OFFSET: expected the end of the query, found OFFSET; write OFFSET before LIMIT',
  ],
  [
    "SELECT a FROM t WHERE a ILIKE 'x'",
    '1:25 ILIKE: expected GROUP BY, HAVING, INTERSECT, UNION or another clause, found ILIKE; write lower(…) LIKE instead of ILIKE',
  ],
  ['SELECT a::int FROM t', "1:8 a::int: a name cannot contain ':'; Presto casts with CAST(… AS …), not with ::"],
  ['SELECT a\u00a0FROM t', '1:9 \u00a0: U+00A0 is not white space for Presto; write an ordinary blank here'],
  ["SELECT '😀' x y", '1:14 y: expected a comma, FROM, WHERE, GROUP BY or another clause, found y'],
  ['SELECT {start_time} FROM t', '1:8 {: { is not part of SQL; only {start_time_utc} and {end_time_utc} are replaced'],
  ['SELECT IF(a) FROM t', '1:8 IF: IF takes a condition and one or two values, but has 1 argument'],
  ['WITH RECURSIVE a AS (SELECT 1) SELECT 1', '1:1 WITH RECURSIVE: Presto does not support WITH RECURSIVE'],
  ['SELECT ?', '1:8 ?: a ? stands for a parameter, and nothing gives a value for it'],
  ['INSERT INTO t SELECT 1', '1:1 INSERT: expected SELECT, WITH, VALUES or TABLE, found INSERT'],
])('the problem of %j has a message and a place', (query, expected) => expect(problem(query)).toBe(expected));

test.each([
  ['SELECT a, FROM t', 'remove the comma before it'],
  ['SELECT 1;', 'Presto takes one statement, without a semicolon'],
  ['SELECT IF(a) FROM t', 'IF takes a condition and one or two values, but has 1 argument'],
  ['INSERT INTO t SELECT 1', undefined],
])('the problem of %j has the advice %j', (query, advice) => {
  expect(parseQuery(query)).toMatchObject({ ok: false, problem: { advice } });
});

test('the placeholders of a batch query stand for timestamps', () => {
  expect(problem("SELECT {start_time_utc} - INTERVAL '1' DAY FROM t WHERE a < {end_time_utc}")).toBe('none');
});

describe('no text makes the parser crash or hang:', () => {
  const deep: [string, string][] = [
    ['brackets', `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['open brackets', '('.repeat(100_000)],
    ['NOT', `SELECT ${'NOT '.repeat(100_000)}a`],
    ['signs', `SELECT ${'- '.repeat(100_000)}a`],
    ['subqueries', `${'SELECT * FROM ('.repeat(100_000)}SELECT 1`],
    ['joins', `SELECT * FROM t${' JOIN t'.repeat(100_000)}`],
    ['types', `SELECT CAST(a AS ${'ARRAY('.repeat(100_000)}BIGINT`],
    ['quantified', `SELECT a ${'= ANY ((SELECT 1)'.repeat(20_000)}`],
    ['lambdas', `SELECT f(${'x -> '.repeat(100_000)}x)`],
  ];
  test.each(deep)('%s that are nested too deep are refused', (_, query) => {
    expect(problem(query)).toMatch(/nested more than 400 levels deep, which Presto cannot read either$/);
    expect(analyseSql(query).ok).toBe(false);
    expect(canonicalSql(query)).not.toBe('');
  });

  test.each([
    ['brackets', `SELECT ${'('.repeat(350)}a${')'.repeat(350)} FROM t`],
    ['calls', `SELECT ${'f('.repeat(350)}a${')'.repeat(350)} FROM t`],
    ['subqueries', `${'SELECT a FROM ('.repeat(120)}SELECT a FROM t${')'.repeat(120)}`],
    ['cases', `SELECT ${'CASE WHEN a THEN '.repeat(350)}a${' END'.repeat(350)} FROM t`],
  ])('%s that are nested less deep are accepted', (_, query) => expect(analyseSql(query)).toMatchObject({ ok: true }));

  test.each([
    ['columns', ', aaa.bbb + 1 AS ccc', 'SELECT 1', ' FROM aaa'],
    ['a sum', '+a', 'SELECT a', ' FROM t'],
    ['a list', ',1', 'SELECT a IN (1', ') FROM t'],
    ['elements', '[1]', 'SELECT a', ' FROM t'],
    ['names', '.a', 'SELECT a', ' FROM t'],
    ['joins', ' CROSS JOIN t', 'SELECT * FROM t', ''],
    ['unions', ' UNION ALL SELECT 1', 'SELECT 1', ''],
    ['quotes', "''", "SELECT '", "'"],
  ])('a mebibyte of %s is accepted', (_, unit, before, after) => {
    const query = before + unit.repeat(Math.floor((1_048_576 - before.length - after.length) / unit.length)) + after;
    expect(problem(query)).toBe('none');
  });

  test('a mebibyte of comments that are never closed is refused at the first, where Presto refuses it', () => {
    const query = `SELECT 1 ${'/* '.repeat(349_000)}`;
    expect(parseQuery(query)).toMatchObject({ ok: false, problem: { place: { line: 1, column: 11 } } });
  });

  test('queries that are cut off, or have words left out, doubled or replaced, get an answer', () => {
    let seed = 20_261_122;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    let broken = 0;
    for (let round = 0; round < 5_000; round++) {
      const query = [...VALID_QUERIES, ...BROKEN_QUERIES][random(VALID_QUERIES.length + BROKEN_QUERIES.length)] ?? '';
      const words = tokenize(query).map(({ start: from, end }) => query.slice(from, end));
      const [at, to] = [random(words.length), random(words.length)];
      const changed = [
        () => query.slice(0, random(query.length + 1)),
        () => words.toSpliced(at, 1).join(' '),
        () => words.toSpliced(at, 0, words[to] ?? '').join(' '),
        () => words.with(at, words[to] ?? '').join('\n'),
      ][random(4)]?.();
      const text = changed ?? '';
      const analysed = analyseSql(text);
      expect(canonicalSql(canonicalSql(text))).toBe(canonicalSql(text));
      if (analysed.ok) continue;
      broken++;
      const { place, message } = analysed.problem;
      expect(message).not.toBe('');
      expect(place.offset).toBeGreaterThanOrEqual(0);
      expect(place.offset + place.length).toBeLessThanOrEqual(text.length);
    }
    expect(broken).toBeGreaterThan(2_000);
  });
});
