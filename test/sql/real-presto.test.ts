import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { parseQuery } from '../../src/sql/parse-query.ts';
import { BROKEN_QUERIES } from './broken-queries.ts';
import { forEachOf, runOnPresto } from './presto-server.ts';
import { OTHER_QUERIES, SAME_QUERIES } from './rewrites.ts';
import { VALID_QUERIES } from './valid-queries.ts';

/**
 * Where Presto's place is another one, and why ours is better: it points in front of the brackets that hold the mistake,
 * or at no place at all.
 */
const PLACED_BETTER: Readonly<Record<string, string>> = {
  'SELECT ROW_NUMBER() OVER (PARTITION a) FROM t': '1:26',
  'SELECT 9223372036854775808': '1:1',
  'SELECT a FROM t WHERE a IN (1, 2,)': '1:25',
};

/** What the server says of a text; the query stands on its second line. */
async function verdict(prefix: string, query: string) {
  const { error } = await runOnPresto(`${prefix}\n${query}`);
  const line = error?.line === undefined ? undefined : Math.max(error.line - 1, 1);
  return error && { message: error.message, at: `${line}:${error.column}` };
}

test('there are enough queries, and no two the same', () => {
  expect(new Set(VALID_QUERIES).size).toBe(VALID_QUERIES.length);
  expect(new Set(BROKEN_QUERIES).size).toBe(BROKEN_QUERIES.length);
  expect(VALID_QUERIES.length).toBeGreaterThanOrEqual(100);
  expect(BROKEN_QUERIES.length).toBeGreaterThanOrEqual(140);
});

test('what Presto reads is read', async () => {
  // PREPARE reads a statement and looks nothing up in it.
  const refused = await forEachOf(VALID_QUERIES, async (query) => {
    const [theirs, ours] = [await verdict('PREPARE s FROM', query), parseQuery(query)];
    return theirs === undefined && ours.ok ? [] : [{ query, theirs, ours }];
  });
  expect(refused.flat()).toEqual([]);
});

test('what Presto refuses is refused, and at the same place', async () => {
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

test('one form of writing has the meaning of the text', async () => {
  const changed = await forEachOf(VALID_QUERIES, async (query) => {
    const canonical = canonicalSql(query);
    const [before, after] = await Promise.all([prepared(query), prepared(canonical)]);
    return before !== undefined && before === after ? [] : [{ query, canonical, before, after }];
  });
  expect(changed.flat()).toEqual([]);
});

/** The tree that Presto reads, without the words that it keeps though they are the default. */
async function prepared(query: string): Promise<string | undefined> {
  const { prepared: tree } = await runOnPresto(`PREPARE s FROM\n${query}`);
  return tree
    ?.toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ nulls last| limit all|(?<=union) distinct/g, '')
    .replace(/ some \(/g, ' any (')
    .trim();
}

async function meaning(query: string) {
  const statement = query.replace(/;$/, '');
  const [output, plan] = [await runOnPresto('DESCRIBE OUTPUT s', statement), await runOnPresto(`EXPLAIN ${statement}`)];
  expect([output.error, plan.error]).toEqual([undefined, undefined]);
  // What the plan says of places in the text is no part of its meaning.
  const text = String(plan.rows[0]?.[0]).replace(/ \(\d+:\d+\)/g, '');
  return { output: output.rows.map((row) => [String(row[0]), row[4]]), plan: text };
}

/** Without the case of names, which columns keep as they are written, and without columns renamed to themselves. */
function caseless({ output, plan }: Awaited<ReturnType<typeof meaning>>) {
  const lines = plan.toLowerCase().split('\n');
  return {
    output: output.map(([name, type]) => [String(name).toLowerCase(), type]),
    plan: lines.filter((line) => !/^\s*(\S+) := \1$/.test(line)),
  };
}

test('two texts of one query have the same plan, and the same form', async () => {
  const pairs = await forEachOf(SAME_QUERIES, async ([a, b]) => ({
    a: await meaning(a),
    b: await meaning(b),
    text: a,
  }));
  for (const { a, b, text } of pairs) expect({ text, ...caseless(b) }).toEqual({ text, ...caseless(a) });
  for (const [a, b] of SAME_QUERIES) expect(canonicalSql(b)).toBe(canonicalSql(a));
});

test('other queries have another plan or other columns, and another form', async () => {
  const pairs = await forEachOf(OTHER_QUERIES, async ([a, b]) => ({
    a: await meaning(a),
    b: await meaning(b),
    text: a,
  }));
  for (const { a, b, text } of pairs) expect({ text, ...b }).not.toEqual({ text, ...a });
  for (const [a, b] of OTHER_QUERIES) expect(canonicalSql(b)).not.toBe(canonicalSql(a));
});
