import type { Presto } from '../ports/presto.ts';
import { aggregates, figure, number, type ReadOptions } from './data-answer.ts';
import type { DataMeasures } from './data-profile.ts';
import { dividedRows, type Split } from './data-split.ts';
import {
  asLabel,
  asNumber,
  asText,
  type DataQuery,
  type LocatedColumns,
  locate,
  rounded,
  rowHash,
  rowsOf,
  SAMPLE,
  stable,
  stableBits,
} from './data-sql.ts';

export interface MeasureQuery extends DataQuery {
  split: Split;
  /** Rows of the query, if they were counted already (`DataProfile.rows`); saves a statement. */
  rows?: number;
}

/** To find keys and rows that are there twice, Presto keeps all of them in memory: 300 MB for so many. */
const MOST_GROUPED_ROWS = 1_000_000;

const PARTS = ['train', 'validation', 'test'] as const;

/**
 * What the honesty rules need to know of the rows that the pipeline would train on, by at most three aggregate statements.
 * The best rule by one feature is exact up to 10,000 rows (all thresholds are tried, not some quantiles), beyond that found
 * on the 10,000 rows with the least hashes. Splits and overlap are exact: the container's own hash is computed in SQL; they are
 * null where SQL cannot know the bytes that are hashed (a key that is a DOUBLE, say). Overlap and repeated keys are null above
 * 1,000,000 rows. Fails with `conflict` when the query fails on its data, with `unavailable` when a statement takes too long.
 */
export async function measureData(
  presto: Presto,
  query: MeasureQuery,
  options: ReadOptions = {},
): Promise<DataMeasures> {
  const columns = locate(query);
  const best = await bestSplit(presto, query, columns, options);
  const rows =
    query.rows ?? number((await aggregates(presto, `SELECT count(*)\nFROM ${rowsOf(query)}`, options))[0]?.[0]);
  const grouped = rows <= MOST_GROUPED_ROWS;
  const divided = dividedRows(query, columns, query.split);
  const statement = grouped ? groupsStatement(query, columns, divided) : partsStatement(columns, divided);
  const answer = statement === undefined ? [] : ((await aggregates(presto, statement, options))[0] ?? []);
  const [undivided = 0, ...figures] = answer.map(number);
  const part = (at: number) => ({ rows: figures[2 * at] ?? 0, positives: figures[2 * at + 1] ?? 0 });
  const [repeated = 0, overlapping = 0] = figures.slice(2 * PARTS.length);
  const known = divided !== undefined && undivided === 0;
  return {
    best_split: best,
    repeated_keys: grouped && columns.key !== null ? repeated : null,
    overlapping_rows: grouped && known ? overlapping : null,
    splits: known ? { train: part(0), validation: part(1), test: part(2) } : null,
  };
}

/** One row: rows whose split is not known; rows and positives of each split. Takes no memory, however many rows there are. */
function partsStatement({ target }: LocatedColumns, divided: string | undefined): string | undefined {
  if (divided === undefined) return undefined;
  const positive = `${asLabel(target)} = 1E0`;
  const ofPart = PARTS.flatMap((_, at) => [`count_if(part = ${at})`, `count_if(part = ${at} AND ${positive})`]);
  return `SELECT ${['count_if(part IS NULL)', ...ofPart].join(', ')}\nFROM ${divided}`;
}

/** The same, and rows whose key is another's too; rows that have a twin in another split. One pass, by three groupings at once. */
function groupsStatement(query: DataQuery, columns: LocatedColumns, divided: string | undefined): string | undefined {
  const { key, target, features } = columns;
  if (key === null && divided === undefined) return undefined;
  const twin = [target, ...features].map((column) => `CAST(${stable(column)} AS VARCHAR)`).join(', ');
  const byKey = 3;
  const byTwin = 5;
  const byPart = 6;
  const ofPart = PARTS.flatMap((_, at) => [
    `sum(n) FILTER (WHERE g = ${byPart} AND low = ${at})`,
    `sum(positives) FILTER (WHERE g = ${byPart} AND low = ${at})`,
  ]);
  return `SELECT ${[
    `sum(n) FILTER (WHERE g = ${byPart} AND low IS NULL)`,
    ...ofPart,
    `sum(n) FILTER (WHERE g = ${byKey} AND n > 1 AND k IS NOT NULL)`,
    `sum(n) FILTER (WHERE g = ${byTwin} AND low < high)`,
  ].join(', ')}
FROM (SELECT k, grouping(k, twin, part) AS g, count(*) AS n, count_if(label = 1E0) AS positives, min(q) AS low, max(q) AS high
FROM (SELECT ${[
    `${key === null ? 'CAST(NULL AS VARCHAR)' : asText(key)} AS k`,
    `array_join(ARRAY[${twin}], ',', 'NULL') AS twin`,
    `${divided === undefined ? 'CAST(NULL AS INTEGER)' : 'part'} AS part`,
    `${divided === undefined ? 'CAST(NULL AS INTEGER)' : 'part'} AS q`,
    `${asLabel(target)} AS label`,
  ].join(', ')}
FROM ${divided ?? rowsOf(query)})
GROUP BY GROUPING SETS ((k), (twin), (part)))`;
}

async function bestSplit(
  presto: Presto,
  query: DataQuery,
  columns: LocatedColumns,
  options: ReadOptions,
): Promise<DataMeasures['best_split']> {
  const features = columns.features.filter(({ kind }) => kind === 'number');
  if (features.length === 0) return null;
  const rules = (await aggregates(presto, splitStatement(query, columns), options)).map((row) => ({
    feature: features[number(row[0]) - 1]?.name,
    operator: row[1] === '<=' ? ('<=' as const) : ('>' as const),
    threshold: figure(row[2]),
    correct: number(row[3]),
  }));
  const all = rules.find(({ feature }) => feature === undefined);
  const total = number(all?.threshold);
  let best: DataMeasures['best_split'] = null;
  for (const { feature, operator, threshold, correct } of rules) {
    if (feature === undefined || threshold === null || total === 0) continue;
    const accuracy = correct / total;
    if (best === null || accuracy > best.accuracy) {
      const majority = number(all?.correct) / total;
      best = { feature, operator, threshold: rounded(threshold), accuracy, majority };
    }
  }
  return best;
}

/**
 * For each numeric feature its best rule `x <= t` or `x > t` for label 1: feature, operator, threshold, rows answered right.
 * Every place between two values is tried. A row without a value is answered wrong, so that a feature that is mostly
 * missing does not look like the answer. Feature 0 is the trivial rule; its threshold is the number of rows.
 */
export function splitStatement(query: DataQuery, columns: LocatedColumns): string {
  const features = columns.features.filter(({ kind }) => kind === 'number');
  const sample = `SELECT * FROM (SELECT ${[
    `${asLabel(columns.target)} AS y`,
    `${rowHash(columns)} AS h`,
    ...features.flatMap((column, at) => [`${asNumber(column)} AS x${at}`, `${stableBits(column)} AS b${at}`]),
  ].join(', ')}
FROM ${rowsOf(query)})
WHERE y IS NOT NULL ORDER BY h LIMIT ${SAMPLE}`;
  const list = (first: string, letter: string) =>
    `ARRAY[${[first, ...features.map((_, at) => `${letter}${at}`)].join(', ')}]`;
  const numbers = `ARRAY[${['0', ...features.map((_, at) => `${at + 1}`)].join(', ')}]`;
  const window = 'PARTITION BY f ORDER BY low';
  return `SELECT f, IF(below >= above, '<=', '>'), t, greatest(below, above)
FROM (SELECT f, t, below, above, row_number() OVER (PARTITION BY f ORDER BY greatest(below, above) DESC, t) AS place
FROM (SELECT f, IF(f = 0, CAST(n AS DOUBLE), (high + next) / 2E0) AS t, ones_below + zeros - zeros_below AS below, zeros_below + ones - ones_below AS above
FROM (SELECT f, high, lead(low) OVER (${window}) AS next,
sum(n) OVER (PARTITION BY f) AS n, sum(p) OVER (PARTITION BY f) AS ones, sum(n - p) OVER (PARTITION BY f) AS zeros,
sum(p) OVER (${window}) AS ones_below, sum(n - p) OVER (${window}) AS zeros_below
FROM (SELECT f, min(x) AS low, max(x) AS high, count(*) AS n, count_if(y = 1E0) AS p
FROM (${sample})
CROSS JOIN UNNEST(${numbers}, ${list('0E0', 'x')}, ${list("BIGINT '0'", 'b')}) AS long (f, x, b)
WHERE is_finite(x)
GROUP BY f, b)))
WHERE t IS NOT NULL)
WHERE place = 1
ORDER BY f`;
}
