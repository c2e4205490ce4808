import type { Presto } from '../../ports/presto.ts';
import { type ReadOptions, readAggregates, toFiniteNumber, toNumber } from './answer.ts';
import type { DataMeasures } from './profile.ts';
import { dividedRows, type Split } from './split.ts';
import {
  asLabel,
  asNumber,
  asText,
  comparableKey,
  type DataQuery,
  type LocatedColumns,
  locate,
  rounded,
  rowHash,
  rowsOf,
  SAMPLE,
  stable,
  stableBits,
} from './sql.ts';

/** A query whose rows are measured, and how the pipeline divides them. */
export interface MeasureQuery extends DataQuery {
  split: Split;
  /** Number of rows, when it is known already (`DataProfile.rows`). It saves a statement. */
  rows?: number;
}

/** To find repeated keys and rows, Presto keeps all of them in memory: 300 MB for this many rows. */
const MAX_GROUPED_ROWS = 1_000_000;

const PARTS = ['train', 'validation', 'test'] as const;

/**
 * Measures what the honesty rules need to know about the rows that the pipeline would train on, by at most three
 * aggregate statements. The best rule by one feature is exact up to 10,000 rows: all thresholds are tried, not some
 * quantiles. Beyond that it is found on the 10,000 rows with the lowest hashes. Splits and overlap are exact: SQL
 * computes the container's own hash. They are null where SQL cannot know the bytes that are hashed, for example of a
 * DOUBLE key. Overlap and repeated keys are null above 1,000,000 rows.
 * @throws Failure `conflict` when the query fails on its data, `unavailable` when a statement takes too long
 */
export async function measureData(
  presto: Presto,
  query: MeasureQuery,
  options: ReadOptions = {},
): Promise<DataMeasures> {
  const columns = locate(query);
  const best = await bestSplit(presto, query, columns, options);
  const rows =
    query.rows ?? toNumber((await readAggregates(presto, `SELECT count(*)\nFROM ${rowsOf(query)}`, options))[0]?.[0]);
  const isGrouped = rows <= MAX_GROUPED_ROWS;
  const divided = dividedRows(query, columns, query.split);
  const statement = isGrouped ? groupsStatement(query, columns, divided) : partsStatement(columns, divided);
  const answer = statement === undefined ? [] : ((await readAggregates(presto, statement, options))[0] ?? []);
  const [undivided = 0, ...figures] = answer.map(toNumber);
  const part = (at: number) => ({ rows: figures[2 * at] ?? 0, positives: figures[2 * at + 1] ?? 0 });
  const [repeated = 0, overlapping = 0] = figures.slice(2 * PARTS.length);
  const isDivided = divided !== undefined && undivided === 0;
  return {
    best_split: best,
    repeated_keys: isGrouped && comparableKey(columns) !== null ? repeated : null,
    overlapping_rows: isGrouped && isDivided ? overlapping : null,
    splits: isDivided ? { train: part(0), validation: part(1), test: part(2) } : null,
  };
}

/** Returns the statements that `measureData` runs, for a query with up to 1,000,000 rows. */
export function measureStatements(query: MeasureQuery): string[] {
  const columns = locate(query);
  const groups = groupsStatement(query, columns, dividedRows(query, columns, query.split));
  return [...(hasNumbers(columns) ? [splitStatement(query, columns)] : []), ...(groups === undefined ? [] : [groups])];
}

const hasNumbers = ({ features }: LocatedColumns) => features.some(({ kind }) => kind === 'number');

/**
 * A statement with one row: rows whose split is not known, then rows and positives of each split. It takes little
 * memory.
 */
function partsStatement({ target }: LocatedColumns, divided: string | undefined): string | undefined {
  if (divided === undefined) return undefined;
  const positive = `${asLabel(target)} = 1E0`;
  const partCounts = PARTS.flatMap((_, at) => [`count_if(part = ${at})`, `count_if(part = ${at} AND ${positive})`]);
  return `SELECT ${['count_if(part IS NULL)', ...partCounts].join(', ')}\nFROM ${divided}`;
}

/**
 * A statement with the same row, and then: rows whose key another row has too, and rows that are equal to a row in
 * another split. Three groupings are made in one pass.
 */
function groupsStatement(query: DataQuery, columns: LocatedColumns, divided: string | undefined): string | undefined {
  const { target, features } = columns;
  const key = comparableKey(columns);
  if (key === null && divided === undefined) return undefined;
  const twin = [target, ...features].map((column) => `CAST(${stable(column)} AS VARCHAR)`).join(', ');
  const byKey = 3;
  const byTwin = 5;
  const byPart = 6;
  const partCounts = PARTS.flatMap((_, at) => [
    `sum(n) FILTER (WHERE g = ${byPart} AND low = ${at})`,
    `sum(positives) FILTER (WHERE g = ${byPart} AND low = ${at})`,
  ]);
  return `SELECT ${[
    `sum(n) FILTER (WHERE g = ${byPart} AND low IS NULL)`,
    ...partCounts,
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

/** The rule by one feature that is right for most rows. */
async function bestSplit(
  presto: Presto,
  query: DataQuery,
  columns: LocatedColumns,
  options: ReadOptions,
): Promise<DataMeasures['best_split']> {
  const features = columns.features.filter(({ kind }) => kind === 'number');
  if (features.length === 0) return null;
  const rules = (await readAggregates(presto, splitStatement(query, columns), options)).map((row) => ({
    feature: features[toNumber(row[0]) - 1]?.name,
    operator: row[1] === '<=' ? ('<=' as const) : ('>' as const),
    threshold: toFiniteNumber(row[2]),
    correct: toNumber(row[3]),
  }));
  const trivial = rules.find(({ feature }) => feature === undefined);
  const total = toNumber(trivial?.threshold);
  let best: DataMeasures['best_split'] = null;
  for (const { feature, operator, threshold, correct } of rules) {
    if (feature === undefined || threshold === null || total === 0) continue;
    const accuracy = correct / total;
    if (best === null || accuracy > best.accuracy) {
      const majority = toNumber(trivial?.correct) / total;
      best = { feature, operator, threshold: rounded(threshold), accuracy, majority };
    }
  }
  return best;
}

/**
 * Returns a statement with one row for each numeric feature: its best rule `x <= t` or `x > t` for label 1, as feature,
 * operator, threshold and correct rows. A threshold between every two values is tried. A row without a value counts as
 * wrong, so that a feature that is mostly missing does not look like the target. Feature 0 is the rule that always
 * gives the same answer; its threshold is the number of rows.
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
