import { batchQuery, batchWindow, trainingQuery } from '../../src/desired/index.ts';
import { usesWindow } from '../../src/desired/training-query.ts';
import { publishedWith, type Tree } from './configurations.ts';

const sampled = (step: Tree) =>
  trainingQuery(publishedWith({ training_step: { training_target: 'y', training_features: ['a', 'b'], ...step } }));

test('without a sample the query has only the text of the user', () => {
  expect(sampled({ query: 'SELECT 1 ;\n' })).toBe('SELECT 1\n');
});

test('a sample is ordered by the hash of the key, the key, and the columns of the model', () => {
  const query = 'SELECT * FROM t -- all of it\nWHERE true';
  expect(sampled({ query, key_column: 'Order "Key"', sample: { rows: 10, seed: 7 } })).toBe(
    `SELECT * FROM ( -- a sample of
SELECT * FROM t -- all of it
WHERE true
) AS candidates
ORDER BY xxhash64(to_utf8('7:' || CAST("Order ""Key""" AS VARCHAR))), "Order ""Key""", "y", "a", "b"
LIMIT 10
`,
  );
});

test.each([
  ["SELECT ';' FROM t; -- done", /^SELECT\s+';' FROM t\s*(-- done)?\s*$/],
  ['SELECT 1 /* ; */ ;;', /^SELECT 1\s*(\/\* ; \*\/)?\s*$/],
])('the semicolons of %s are left out of the sample', (query, expected) => {
  expect(sampled({ query })).toMatch(expected);
});

test('a placeholder in quotes or in a comment is not a window', () => {
  expect(usesWindow('SELECT 1 WHERE t > {start_time_utc}')).toBe(true);
  expect(usesWindow('SELECT 1 WHERE t < {end_time_utc}')).toBe(true);
  expect(usesWindow("SELECT '{start_time_utc}' -- {end_time_utc}")).toBe(false);
  expect(batchQuery(' SELECT 1 WHERE t > {start_time_utc} ; ')).toBe('SELECT 1 WHERE t > {start_time_utc}\n');
});

test('a batch window ends now and has the configured length', () => {
  const config = publishedWith({ transform_step: { num_hours_to_go_back: 1.5 } });
  expect(batchWindow(config, new Date('2026-03-01T00:10:00.900Z'))).toEqual({
    StartTimeUtc: '2026-02-28 22:40:00',
    EndTimeUtc: '2026-03-01 00:10:00',
  });
});
