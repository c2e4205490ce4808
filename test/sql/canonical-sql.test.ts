import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { OTHER_QUERIES, SAME_QUERIES } from './rewrites.ts';
import { VALID_QUERIES } from './valid-queries.ts';

test.each(SAME_QUERIES)('%s is %s', (a, b) => expect(canonicalSql(b)).toBe(canonicalSql(a)));

test.each(OTHER_QUERIES)('%s is not %s', (a, b) => expect(canonicalSql(b)).not.toBe(canonicalSql(a)));

test('it reads like SQL', () => {
  const text = `
    -- Lines of an order
    SELECT L.OrderKey * 10 + L.LineNumber line_key, -(-1) AS "Minus", COUNT(*) FILTER (WHERE (a) != 'X'),
           CAST(x AS TIMESTAMP   WITH TIME ZONE), (a OR b) AND c
    FROM lineitem L INNER JOIN orders AS o ON (L.orderkey = o.orderkey)
    WHERE shipdate >= {start_time_utc} - INTERVAL '34' YEAR
    ORDER BY 1 ASC NULLS LAST;`;
  expect(canonicalSql(text)).toBe(
    [
      'select l.orderkey * 10 + l.linenumber as line_key, - -1 as "Minus", count(*) filter(where a <> \'X\'),',
      'cast(x as timestamp with time zone), (a or b) and c',
      'from lineitem as l join orders as o on l.orderkey = o.orderkey',
      "where shipdate >= {start_time_utc} - interval '34' year",
      'order by 1',
    ].join(' '),
  );
});

test('a letter that is another one only to the lexer makes another name', () => {
  expect(canonicalSql('SELECT ıd, Id AS ſ FROM t')).toBe('select ıd, id as ſ from t');
});

test.each([
  ['SELECT CAST(ROW(1) AS ROW(a BIGINT))', 'SELECT CAST(ROW(1) AS ROW("A" BIGINT))'],
  ['SELECT ROW(1)', 'SELECT ROW(ALL 1)'],
  ["SELECT POSITION('a' IN b) FROM t", "SELECT POSITION(ALL 'a' IN b) FROM t"],
  ['SELECT TRY_CAST(a AS BIGINT) FROM t', 'SELECT TRY_CAST(ALL a AS BIGINT) FROM t'],
  ['SELECT SUBSTRING(a FROM 2) FROM t', 'SELECT SUBSTRING(ALL a FROM 2) FROM t'],
  ['SELECT COUNT(*) OVER () FROM t', 'SELECT COUNT(*) RESPECT NULLS OVER () FROM t'],
])('a query is not the same as one that Presto refuses: %s, %s', (a, b) => {
  expect(canonicalSql(b)).not.toBe(canonicalSql(a));
});

test.each(VALID_QUERIES)('it is its own form: %s', (query) => {
  expect(canonicalSql(canonicalSql(query))).toBe(canonicalSql(query));
});

test.each([
  ['', ''],
  ['  \n', ''],
  ['SELECT  a  FORM t u v', 'select a form t u v'],
  ['  SELECT ‘a’ ', 'SELECT ‘a’'],
  [" SELECT 'a ", "SELECT 'a"],
  ['SELECT 1;;\n-- done', 'select 1'],
])('a text that is no query stays what it is: %j', (text, expected) => expect(canonicalSql(text)).toBe(expected));
