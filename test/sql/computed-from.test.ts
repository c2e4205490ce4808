import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyseSql } from '../../src/sql/analyse-sql.ts';
import { computedFrom, unexplained } from '../../src/sql/computed-from.ts';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../sql/${name}`, import.meta.url)), 'utf8');

function analysed(text: string) {
  const result = analyseSql(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.analysis;
}

/** `kind | words | rest`, or an empty text when neither is computed from the other. */
function relation(text: string, target: string, feature: string): string {
  const result = computedFrom(analysed(text), target, feature);
  if (result === undefined) return '';
  const { kind, place, rest } = result;
  return [kind, text.slice(place.offset, place.offset + place.length), ...rest].join(' | ');
}

test('the feature of the example that contains the target is reported at its place in the target', () => {
  const text = read('examples/order-value.sql');
  expect(relation(text, 'high_value_order', 'total_extended_price')).toBe('target-from-feature | SUM(l.extendedprice)');
  const place = computedFrom(analysed(text), 'high_value_order', 'total_extended_price')?.place;
  expect(place).toMatchObject({ line: 16, column: 14 });
  for (const other of ['avg_discount', 'total_quantity']) expect(relation(text, 'high_value_order', other)).toBe('');
  expect(unexplained(analysed(text), 'high_value_order', ['total_extended_price', 'avg_discount'])).toEqual([]);
});

test('the features of the training query and of the other example do not contain the target', () => {
  for (const feature of ['days_to_ship', 'days_to_commit', 'quantity', 'extendedprice']) {
    expect(relation(read('training.sql'), 'late', feature)).toBe('');
  }
  for (const feature of ['total_extended_price', 'avg_discount', 'total_quantity', 'lineitem_count']) {
    expect(relation(read('examples/order-priority.sql'), 'high_value_order', feature)).toBe('');
  }
});

test.each([
  [
    'through a subquery',
    'SELECT total AS f, IF(total > 5, 1, 0) AS t FROM (SELECT SUM(x) AS total FROM a)',
    'target-from-feature | total',
  ],
  [
    'made in a subquery',
    'SELECT f, t FROM (SELECT SUM(x) AS f, IF(SUM(x) > 5, 1, 0) AS t FROM a)',
    'target-from-feature | SUM(x)',
  ],
  ['by another name of the table', 'SELECT a.x AS f, IF(x > 5, 1, 0) AS t FROM s.t a', 'target-from-feature | x'],
  ['in other words', 'SELECT A.X+1 AS f, IF(((x) + 1) > 5, 1, 0) AS t FROM a', 'target-from-feature | (x) + 1'],
  ['as the beginning of a sum', 'SELECT x - y AS f, x - y + z > 0 AS t FROM a', 'target-from-feature | x - y | a.z'],
  ['in one of two conditions', 'SELECT x AS f, IF(x > 1 AND y > 1, 1, 0) AS t FROM a', 'target-from-feature | x | a.y'],
  ['it is the target by another name', 'SELECT x AS f, x AS t FROM a', 'target-from-feature | x'],
  ['a count', 'SELECT COUNT(*) AS f, IF(COUNT(*) > 3, 1, 0) AS t FROM a GROUP BY x', 'target-from-feature | COUNT(*)'],
  [
    'the other way round',
    'SELECT IF(x > 5, 1, 0) * 10 AS f, IF(x > 5, 1, 0) AS t FROM a',
    'feature-from-target | IF(x > 5, 1, 0)',
  ],
  ['from the same column', 'SELECT x + 1 AS f, IF(x > 5, 1, 0) AS t FROM a', 'same-columns | IF(x > 5, 1, 0) AS t'],
  ['from the same two columns', 'SELECT x - y AS f, x > y AS t FROM a', 'same-columns | x > y AS t'],
  [
    'in both parts of a union',
    'SELECT f, t FROM (SELECT x f, x > 1 t FROM a UNION ALL SELECT y, y > 1 FROM b)',
    'target-from-feature | x',
  ],
  [
    'a query inside',
    'SELECT (SELECT MAX(z) FROM u) AS f, IF((SELECT max(z) FROM u) > 1, 1, 0) AS t FROM a',
    'target-from-feature | (SELECT max(z) FROM u)',
  ],
])('a target and a feature are computed from each other: %s', (_, query, expected) =>
  expect(relation(query, 't', 'F')).toBe(expected),
);

test.each([
  ['another column', 'SELECT y AS f, IF(x > 5, 1, 0) AS t FROM a'],
  ['one column of two', 'SELECT x + y AS f, IF(x > 5, 1, 0) AS t FROM a'],
  ['a number that both have', 'SELECT 1 AS f, IF(x > 5, 1, 0) AS t FROM a'],
  ['another aggregate of the column', 'SELECT AVG(x) AS f, IF(MAX(x) > 5, 1, 0) AS t FROM a'],
  ['sums over two times', 'SELECT SUM(x) FILTER (WHERE m = 1) AS f, SUM(x) FILTER (WHERE m = 2) > 5 AS t FROM a'],
  ['another row of the table', 'SELECT p.x AS f, IF(q.x > 5, 1, 0) AS t FROM a p JOIN a q ON p.id = q.id + 1'],
  [
    'another row of a WITH',
    'WITH c AS (SELECT k, SUM(x) AS s FROM a GROUP BY k) SELECT p.s AS f, IF(q.s > 5, 1, 0) AS t FROM c p JOIN c q ON p.k = q.k + 1',
  ],
  ['the window before', 'SELECT LAG(x) OVER (ORDER BY d) AS f, IF(x > 5, 1, 0) AS t FROM a'],
  ['a column of another table', 'SELECT a.x AS f, IF(b.x > 5, 1, 0) AS t FROM a JOIN b ON a.id = b.id'],
  ['columns that a star hides', 'SELECT * FROM a'],
])('a target and a feature are not computed from each other: %s', (_, query) =>
  expect(relation(query, 't', 'f')).toBe(''),
);

test('copies of columns are analysed again, and the place is the whole column', () => {
  const analysis = analysed('SELECT SUM(x) AS f, IF(SUM(x) > 5, 1, 0) AS t FROM a');
  const copy = structuredClone(analysis);
  expect(computedFrom(copy, 't', 'f')).toEqual({
    kind: 'target-from-feature',
    place: analysis.columns[1]?.place,
    rest: [],
  });
});

test('columns of the target that no feature reads are named', () => {
  const analysis = analysed('SELECT x + 1 AS f, y AS g, IF(x + 1 > y AND z > 0, 1, 0) AS t FROM a');
  expect(unexplained(analysis, 't', [])).toEqual(['a.x', 'a.y', 'a.z']);
  expect(unexplained(analysis, 't', ['f'])).toEqual(['a.y', 'a.z']);
  expect(unexplained(analysis, 't', ['f', 'g'])).toEqual(['a.z']);
});
