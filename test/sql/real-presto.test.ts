/** @servers presto */
import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { parseQuery } from '../../src/sql/parse-query.ts';
import { RESERVED_WORDS } from '../../src/sql/reserved-words.ts';
import { BROKEN_QUERIES } from './broken-queries.ts';
import { SAME_QUERIES } from './canonical-pairs.ts';
import { forEachOf, runOnPresto } from './presto-server.ts';
import { randomNumbers, rewritten } from './rewriting.ts';
import { RUNNABLE_QUERIES } from './runnable-queries.ts';
import { VALID_QUERIES } from './valid-queries.ts';

/**
 * Queries for which Presto reports another place, with that place. Ours is better: Presto points in front of the
 * brackets that contain the mistake, or at the beginning of the query.
 */
const PLACED_BETTER: Readonly<Record<string, string>> = {
  'SELECT ROW_NUMBER() OVER (PARTITION a) FROM t': '1:26',
  'SELECT 9223372036854775808': '1:1',
  'SELECT a FROM t WHERE a IN (1, 2,)': '1:25',
};

/** The error of the server for a text; the query begins on its second line. */
async function verdict(prefix: string, query: string) {
  const { error } = await runOnPresto(`${prefix}\n${query}`);
  const line = error?.line === undefined ? undefined : Math.max(error.line - 1, 1);
  return error && { message: error.message, at: `${line}:${error.column}` };
}

test('there are enough queries, and no two of them are the same', () => {
  expect(new Set(VALID_QUERIES).size).toBe(VALID_QUERIES.length);
  expect(new Set(BROKEN_QUERIES).size).toBe(BROKEN_QUERIES.length);
  expect(VALID_QUERIES.length).toBeGreaterThanOrEqual(100);
  expect(BROKEN_QUERIES.length).toBeGreaterThanOrEqual(140);
});

test('the parser accepts what Presto accepts', async () => {
  // PREPARE parses a statement and does not look up its names.
  const refused = await forEachOf(VALID_QUERIES, async (query) => {
    const [theirs, ours] = [await verdict('PREPARE s FROM', query), parseQuery(query)];
    return theirs === undefined && ours.ok ? [] : [{ query, theirs, ours }];
  });
  expect(refused.flat()).toEqual([]);
});

test('the parser refuses what Presto refuses, at the same place', async () => {
  const verdicts = await forEachOf([...BROKEN_QUERIES, ...Object.keys(PLACED_BETTER)], async (query) => ({
    query,
    theirs: await verdict('EXPLAIN (TYPE VALIDATE)', query),
    prepared: await verdict('PREPARE s FROM', query),
    ours: parseQuery(query),
  }));
  expect(verdicts.filter(({ theirs, prepared, ours }) => !theirs || !prepared || ours.ok)).toEqual([]);
  const elsewhere = verdicts.flatMap(({ query, theirs, ours }) => {
    const place = ours.ok ? undefined : ours.problem.place;
    return theirs?.at === `${place?.line}:${place?.column}` ? [] : [[query, theirs?.at]];
  });
  expect(Object.fromEntries(elsewhere)).toEqual(PLACED_BETTER);
  expect(elsewhere.length / verdicts.length).toBeLessThan(0.05);
});

test('a reserved word is not a name for Presto', async () => {
  // The canonical form does not keep their letter case.
  const names = await forEachOf([...RESERVED_WORDS], async (word) => {
    const { error } = await runOnPresto(`PREPARE s FROM SELECT 1 AS ${word}`);
    return error === undefined ? [word] : [];
  });
  expect(names.flat()).toEqual([]);
});

/** The statement as Presto writes it from its syntax tree. It has names and texts in their letter case. */
async function syntaxTree(query: string): Promise<string | undefined> {
  const { prepared } = await runOnPresto(`PREPARE s FROM\n${query}`);
  return prepared;
}

test('two texts of one query have the same syntax tree', async () => {
  const trees = await forEachOf(SAME_QUERIES, async ([a, b]) => ({
    a,
    b,
    trees: [await syntaxTree(a), await syntaxTree(b)],
  }));
  for (const {
    a,
    b,
    trees: [first, second],
  } of trees) {
    expect({ a, b, tree: first }).not.toEqual({ a, b, tree: undefined });
    expect({ a, b, tree: second }).toEqual({ a, b, tree: first });
  }
});

test('the canonical text, and every text that has it, has the syntax tree of the query', async () => {
  const random = randomNumbers(44);
  const texts = VALID_QUERIES.map((query) => ({
    query,
    others: [canonicalSql(query), rewritten(query, random).replace(/[;\s]*(?:-- x)?$/, '')],
  }));
  const different = await forEachOf(texts, async ({ query, others }) => {
    const tree = await syntaxTree(query);
    const trees = await Promise.all(others.map(syntaxTree));
    return trees.every((other) => other !== undefined && other === tree) ? [] : [{ query, others, tree, trees }];
  });
  expect(different.flat()).toEqual([]);
});

test('the canonical text gives the same columns and rows', async () => {
  const answers = await forEachOf(RUNNABLE_QUERIES, async (query) => [
    { query, ...(await runOnPresto(query)) },
    { query, ...(await runOnPresto(canonicalSql(query))) },
  ]);
  for (const [original, canonical] of answers) {
    expect(original?.error).toBe(undefined);
    expect(canonical).toEqual(original);
  }
});
