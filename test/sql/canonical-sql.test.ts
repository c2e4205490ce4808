import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { CLOSED_QUERIES, OTHER_QUERIES, SAME_QUERIES } from './canonical-pairs.ts';
import { changed, randomNumbers, rewritten, significantPieces } from './rewriting.ts';
import { RUNNABLE_QUERIES } from './runnable-queries.ts';
import { VALID_QUERIES } from './valid-queries.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../sql', path), 'utf8');
const SHIPPED = ['training.sql', 'batch.sql', 'examples/order-priority.sql', 'examples/order-value.sql'].map(read);
const QUERIES = [...VALID_QUERIES, ...RUNNABLE_QUERIES, ...SHIPPED];

test.each([...SAME_QUERIES, ...CLOSED_QUERIES])('%j and %j have the same canonical text', (a, b) => {
  expect(canonicalSql(b)).toBe(canonicalSql(a));
});

test.each(OTHER_QUERIES)('%j and %j have different canonical texts', (a, b) =>
  expect(canonicalSql(b)).not.toBe(canonicalSql(a)),
);

test('the canonical text keeps every token and has reserved words in capitals', () => {
  const text = `
    -- Lines of an order
    Select L.OrderKey * 10 + L.LineNumber line_key, -(-1) as "Minus", count(*) filter (where (a) != 'X'),
           cast(x AS timestamp   WITH time zone), U&'\\00e4' uescape '#'
    from lineitem L inner join orders as o on (L.orderkey = o.orderkey)
    where shipdate >= {start_time_utc} - interval '34' Year
    order by 1 asc nulls last;`;
  expect(canonicalSql(text)).toBe(
    [
      `SELECT L . OrderKey * 10 + L . LineNumber line_key , - ( - 1 ) AS "Minus" , count ( * ) filter ( WHERE ( a ) != 'X' ) ,`,
      `CAST ( x AS timestamp   WITH time zone ) , U&'\\00e4' UESCAPE '#'`,
      `FROM lineitem L INNER JOIN orders AS o ON ( L . orderkey = o . orderkey )`,
      `WHERE shipdate >= {start_time_utc} - interval '34' Year`,
      `ORDER BY 1 asc nulls last`,
    ].join(' '),
  );
});

test.each(QUERIES)('a canonical text is its own canonical text: %s', (query) => {
  expect(canonicalSql(canonicalSql(query))).toBe(canonicalSql(query));
});

test('other blanks, comments and letter cases of reserved words keep the canonical text', () => {
  const random = randomNumbers(42);
  for (const query of QUERIES) {
    const form = canonicalSql(query);
    for (let round = 0; round < 10; round++) {
      const text = rewritten(query, random);
      expect({ text, form: canonicalSql(text) }).toEqual({ text, form });
    }
  }
});

test('every other change of a token changes the canonical text', () => {
  const random = randomNumbers(43);
  let other = 0;
  for (const query of QUERIES) {
    const [form, pieces] = [canonicalSql(query), significantPieces(query)];
    for (let round = 0; round < 50; round++) {
      const text = changed(query, random);
      if (significantPieces(text) === pieces) continue;
      other++;
      expect({ text, form: canonicalSql(text) }).not.toEqual({ text, form });
    }
  }
  expect(other).toBeGreaterThan(4_000);
});

test.each([
  ['', ''],
  ['  \n', ''],
  [' -- nothing\n/* at all */', ''],
  ['SELECT  a  FORM t u v', 'SELECT a FORM t u v'],
  [' \n SELECT  ‘a’ -- x\t', 'SELECT  ‘a’ -- x'],
  [" SELECT  'a ", "SELECT  'a"],
  ['SELECT 1;  SELECT 2', 'SELECT 1;  SELECT 2'],
  ['\u00a0SELECT 1', '\u00a0SELECT 1'],
  [' SELECT  double /* x */ precision', 'SELECT  double /* x */ precision'],
])('a text with unknown characters, or with words that only comments keep apart, is trimmed: %j', (text, expected) => {
  expect(canonicalSql(text)).toBe(expected);
  expect(canonicalSql(expected)).toBe(expected);
});

test('a mebibyte of blanks is read in linear time, also in a text that is only trimmed', () => {
  const blanks = ' '.repeat(1_048_576);
  expect(canonicalSql(`SELECT${blanks}1`)).toBe('SELECT 1');
  expect(canonicalSql(`SELECT${blanks}‘1`)).toBe(`SELECT${blanks}‘1`);
});
