import type { Presto } from '../../ports/presto.ts';
import { type ReadOptions, readAggregates, toFiniteNumber, toNumber } from './answer.ts';
import type { ColumnProfile, DataProfile } from './profile.ts';
import {
  asLabel,
  asNumber,
  asText,
  type DataQuery,
  isMissing,
  type Located,
  type LocatedColumns,
  locate,
  rounded,
  rowHash,
  rowsOf,
  SAMPLE,
  stable,
} from './sql.ts';

/** Columns of one statement. Presto compiles a statement to one class, and the size of a class is limited. */
export const MAX_COLUMNS = 40;
/** A column with more distinct values has names, identifiers or free text. None of its values is shown. */
const MAX_CATEGORIES = 50;
/** Estimate of distinct values up to which the values are counted. The estimate has 2.3 % standard error. */
const MAX_ESTIMATED_CATEGORIES = 60;
/** A value of fewer rows could identify a person. */
const MIN_ROWS = 5;
/** Values of a column that are shown. */
const MAX_SHOWN = 10;
/** Characters of a value that are shown. */
const MAX_WIDTH = 40;
const QUARTILES = [0.25, 0.5, 0.75];

/**
 * Profiles the rows that the pipeline would train on: counts and other aggregates by SQL, never a row. With
 * `training_step.sample` these are the sampled rows, so a statement costs as much as the pipeline's own read. It takes
 * one statement for each 40 features, and one more for text columns with few values.
 *
 * Counts, minimum, maximum and mean are of all rows. Quartiles are exact up to 10,000 rows; beyond that they are those
 * of the 10,000 rows with the lowest hashes. No figure depends on the order in which Presto reads.
 * @throws Failure `conflict` when the query fails on its data
 */
export async function profileData(presto: Presto, query: DataQuery, options: ReadOptions = {}): Promise<DataProfile> {
  const columns = locate(query);
  const features: ColumnProfile[] = [];
  let head: Head | undefined;
  for (let from = 0; head === undefined || from < columns.features.length; from += MAX_COLUMNS) {
    const batch = columns.features.slice(from, from + MAX_COLUMNS);
    const [row = []] = await readAggregates(presto, profileStatement(query, columns, batch), options);
    head ??= readHead(row);
    const { rows } = head;
    const figuresOf = (at: number) => row.slice(HEAD.length + at * FIGURES.length);
    features.push(...batch.map((column, at) => readColumn(column, rows, figuresOf(at))));
  }
  const withFewValues = columns.features.filter(
    (column, at) => column.kind === 'text' && (features[at]?.distinct ?? 0) <= MAX_ESTIMATED_CATEGORIES,
  );
  const hasOtherLabels =
    head.label_0 + head.label_1 + head.label_null < head.rows && head.labels <= MAX_ESTIMATED_CATEGORIES;
  const counted = [...withFewValues, ...(hasOtherLabels ? [columns.target] : [])];
  const [values = []] =
    counted.length > 0 ? await readAggregates(presto, categoriesStatement(query, counted), options) : [];
  const categories = new Map(counted.map(({ alias }, at) => [alias, readCategories(values[at])]));
  return {
    rows: head.rows,
    classes: classesOf(head, hasOtherLabels ? (categories.get(columns.target.alias) ?? null) : null),
    columns: features.map((profile, at) => {
      const column = columns.features[at];
      return column?.kind === 'text' ? { ...profile, categories: categories.get(column.alias) ?? null } : profile;
    }),
  };
}

/** Returns the statements that `profileData` runs, as if every column that is not a number had few values. */
export function profileStatements(query: DataQuery): string[] {
  const columns = locate(query);
  const { target, features } = columns;
  const batches = Array.from({ length: Math.ceil(features.length / MAX_COLUMNS) }, (_, at) =>
    features.slice(at * MAX_COLUMNS, (at + 1) * MAX_COLUMNS),
  );
  const counted = [...features.filter(({ kind }) => kind === 'text'), target];
  return [...batches.map((batch) => profileStatement(query, columns, batch)), categoriesStatement(query, counted)];
}

const HEAD = ['rows', 'label_0', 'label_1', 'label_null', 'labels'] as const;
type Head = Record<(typeof HEAD)[number], number>;
const FIGURES = ['nulls', 'distinct', 'finite', 'min', 'max', 'mean', 'quartiles'] as const;

/** Returns a statement with one row: first the counts of rows and labels, then the figures of each column. */
export function profileStatement(query: DataQuery, all: LocatedColumns, columns: readonly Located[]): string {
  const values = columns.flatMap((column, at) => [
    `${isMissing(column)} AS m${at}`,
    `${stable(column)} AS d${at}`,
    ...(column.kind === 'number' ? [`${asNumber(column)} AS x${at}`] : []),
  ]);
  const measures = columns.flatMap((column, at) => {
    const finite = `FILTER (WHERE is_finite(x${at}))`;
    const common = [`count_if(m${at}) AS m${at}`, `approx_distinct(d${at}) AS d${at}`];
    if (column.kind !== 'number') return common;
    return [
      ...common,
      `count(x${at}) ${finite} AS n${at}`,
      `min(x${at}) ${finite} AS l${at}`,
      `max(x${at}) ${finite} AS g${at}`,
      `avg(x${at}) ${finite} AS a${at}`,
      `array_sort(min_by(x${at}, h, ${SAMPLE}) ${finite}) AS s${at}`,
    ];
  });
  const figures = columns.flatMap((column, at) =>
    column.kind === 'number'
      ? [`m${at}`, `d${at}`, `n${at}`, `l${at}`, `g${at}`, `a${at}`, quantiles(`s${at}`, QUARTILES)]
      : [`m${at}`, `d${at}`, ...FIGURES.slice(2).map(() => 'NULL')],
  );
  return `SELECT ${[...HEAD, ...figures].join(', ')}
FROM (SELECT ${[
    'count(*) AS rows',
    'count_if(label = 0E0) AS label_0',
    'count_if(label = 1E0) AS label_1',
    'count_if(unlabelled) AS label_null',
    'approx_distinct(target) AS labels',
    ...measures,
  ].join(', ')}
FROM (SELECT ${[
    `${asLabel(all.target)} AS label`,
    `${isMissing(all.target)} AS unlabelled`,
    `${stable(all.target)} AS target`,
    `${rowHash(all)} AS h`,
    ...values,
  ].join(', ')}
FROM ${rowsOf(query)}))`;
}

/** SQL for the quantiles of a sorted array, interpolated linearly (numpy's default); NULL for an empty array. */
function quantiles(sorted: string, shares: readonly number[]): string {
  const place = `q * (cardinality(${sorted}) - 1)`;
  const value = (at: string) => `element_at(${sorted}, ${at})`;
  const low = `CAST(floor(${place}) AS INTEGER) + 1`;
  const high = `CAST(ceil(${place}) AS INTEGER) + 1`;
  const between = `${value(low)} + (${place} - floor(${place})) * (${value(high)} - ${value(low)})`;
  const each = `transform(ARRAY[${shares.map((share) => `${share}E0`).join(', ')}], q -> ${between})`;
  // Presto sends an array as text that is not always valid JSON.
  return `json_format(CAST(${each} AS JSON))`;
}

/**
 * Returns a statement with one row and one JSON text for each column: `[[value, rows], …]`, or NULL with too many
 * values.
 */
export function categoriesStatement(query: DataQuery, columns: readonly Located[]): string {
  const histograms = columns.map((column, at) => `histogram(${asText(column)}) AS v${at}`);
  const texts = columns.map((_, at) => {
    const frequent = `map_entries(map_filter(v${at}, (k, n) -> n >= ${MIN_ROWS}))`;
    const cut = `transform(${frequent}, e -> ROW(substr(e[1], 1, ${MAX_WIDTH + 1}), e[2]))`;
    return `IF(cardinality(v${at}) <= ${MAX_CATEGORIES}, json_format(CAST(${cut} AS JSON)))`;
  });
  return `SELECT ${texts.join(', ')}\nFROM (SELECT ${histograms.join(', ')}\nFROM ${rowsOf(query)})`;
}

function readHead(row: unknown[]): Head {
  return Object.fromEntries(HEAD.map((name, at) => [name, toNumber(row[at])])) as Head;
}

function readColumn(column: Located, rows: number, row: unknown[]): ColumnProfile {
  const [nulls, distinct, finite, min, max, mean, quartiles] = row;
  const [p25, p50, p75] = typeof quartiles === 'string' ? (JSON.parse(quartiles) as unknown[]) : [];
  const notFinite = column.kind === 'number' ? rows - toNumber(nulls) - toNumber(finite) : 0;
  return {
    name: column.name,
    nulls: toNumber(nulls),
    ...(notFinite > 0 ? { not_finite: notFinite } : {}),
    distinct: toNumber(distinct),
    numbers: allKnown({ min, p25, p50, p75, max, mean }),
    categories: null,
  };
}

/** The figures as numbers; null when one of them is missing. */
function allKnown<K extends string>(values: Record<K, unknown>): Record<K, number> | null {
  const known = Object.entries(values).map(([name, value]) => [name, toFiniteNumber(value)] as const);
  if (known.some(([, value]) => value === null)) return null;
  return Object.fromEntries(known.map(([name, value]) => [name, rounded(value ?? 0)])) as Record<K, number>;
}

/** The values, the most frequent first. Presto gives the pairs of a map in any order. */
function readCategories(json: unknown): ColumnProfile['categories'] {
  if (typeof json !== 'string') return null;
  const pairs = JSON.parse(json) as Array<[string, number]>;
  return pairs
    .map(([value, rows]) => ({ value: value.length > MAX_WIDTH ? `${value.slice(0, MAX_WIDTH)}…` : value, rows }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_SHOWN);
}

function classesOf(head: Head, others: ColumnProfile['categories']): DataProfile['classes'] {
  const labels = new Map([
    ['0', head.label_0],
    ['1', head.label_1],
    ['NULL', head.label_null],
    ...(others ?? []).filter(({ value }) => !isLabel(value)).map(({ value, rows }) => [value, rows] as const),
  ]);
  const other = head.rows - [...labels.values()].reduce((sum, rows) => sum + rows, 0);
  return Object.fromEntries([...labels, ['(other)', other] as const].filter(([, rows]) => rows > 0));
}

/** Whether a value is a label: `1`, `1.00` and `true` are counted as 1 already. */
const isLabel = (text: string) =>
  ['true', 'false'].includes(text) || (text.trim() !== '' && [0, 1].includes(Number(text)));
