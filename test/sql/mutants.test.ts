import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { mutantsOf, randomNumbers, rewritten, sameWriting } from './mutants.ts';
import { forEachOf, runOnPresto } from './presto-server.ts';
import { RUNNABLE_QUERIES } from './runnable-queries.ts';
import { VALID_QUERIES } from './valid-queries.ts';

/*
 * Every query with one thing changed, many times over. Two texts that have one canonical form are taken for one query: nobody
 * looks at the change, and nothing is trained. So each such pair is put to the real server.
 */

/** One in so many is looked at: all mutants, and all pairs on the server, take minutes. */
const MUTANTS = 6;
const TREES = 2;
const ROWS = 2;

type Pair = [query: string, mutant: string];

/** Mutants that are taken for the query that they were made of, though more is changed than blanks and letter case. */
function takenForOne(queries: readonly string[]): { pairs: Pair[]; mutants: number } {
  let mutants = 0;
  const pairs = queries.flatMap((query) => {
    const [form, writing] = [canonicalSql(query), sameWriting(query)];
    return some(mutantsOf(query), MUTANTS).flatMap((mutant): Pair[] => {
      mutants++;
      return canonicalSql(mutant) === form && sameWriting(mutant) !== writing ? [[query, mutant]] : [];
    });
  });
  return { pairs, mutants };
}

/** Every so many of a list, beginning at a place that moves with its length: no kind of mutant is always left out. */
const some = <T>(items: readonly T[], every: number): T[] => items.filter((_, at) => (at + items.length) % every === 0);

/** What a statement answers, computed once for each text. */
function remembered<T>(ask: (query: string) => Promise<T>): (query: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (query) => {
    const answer = answers.get(query) ?? ask(query);
    answers.set(query, answer);
    return answer;
  };
}

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const SHIPPED = [
  'sql/training.sql',
  'sql/batch.sql',
  'sql/examples/order-priority.sql',
  'sql/examples/order-value.sql',
];

test('blanks, comments and the case of words mean nothing, whatever they are', () => {
  const random = randomNumbers(42);
  for (const query of [...VALID_QUERIES, ...RUNNABLE_QUERIES, ...SHIPPED.map(read)]) {
    const form = canonicalSql(query);
    for (let round = 0; round < 5; round++) {
      const text = rewritten(query, random);
      expect({ text, form: canonicalSql(text) }).toEqual({ text, form });
    }
  }
});

test('one form, one tree', async () => {
  const { pairs, mutants } = takenForOne(VALID_QUERIES);
  expect(mutants).toBeGreaterThan(15_000);
  const asked = some(pairs, TREES);
  expect(asked.length).toBeGreaterThan(30);
  const tree = remembered(async (query) => {
    const { prepared, error } = await runOnPresto(`PREPARE s FROM\n${query}`);
    if (error !== undefined) return error.message;
    const text = (prepared ?? '').toLowerCase().replace(/\s+/g, ' ');
    return text
      .replace(/ nulls last| limit all|(?<=union|intersect|except) distinct/g, '')
      .replace(/ some \(/g, ' any (');
  });
  const others = await forEachOf(asked, async ([query, mutant]) => {
    const [a, b] = [await tree(query), await tree(mutant)];
    return a.trim() === b.trim() ? [] : [{ query, mutant, a, b }];
  });
  expect(others.flat()).toEqual([]);
});

test('one form, the same columns and rows', async () => {
  const { pairs } = takenForOne(RUNNABLE_QUERIES);
  const asked = some(pairs, ROWS);
  expect(asked.length).toBeGreaterThan(30);
  const answer = remembered(async (query) => {
    const { columns, rows, error } = await runOnPresto(query);
    // Who reads them looks at the case of names only where it tells two of them apart.
    const names = columns.map(({ name }) => name);
    const unique = new Set(names.map((name) => name.toLowerCase())).size === names.length;
    const shown = columns.map(({ name, type }) => `${unique ? name.toLowerCase() : name} ${type}`);
    return { columns: shown, rows, error: error?.message };
  });
  const unanswered = await forEachOf(RUNNABLE_QUERIES, async (query) => (await answer(query)).error ?? []);
  expect(unanswered.flat()).toEqual([]);
  const others = await forEachOf(asked, async ([query, mutant]) => {
    const [a, b] = [await answer(query), await answer(mutant)];
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ query, mutant, a, b }];
  });
  expect(others.flat()).toEqual([]);
});
