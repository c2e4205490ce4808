import { Failure } from '../failure.ts';
import type { PrestoColumn } from '../ports/presto.ts';

/** A query whose rows are measured, with the columns that matter in it. */
export interface DataQuery {
  /** What the pipeline reads the rows with (`trainingQuery(config)`): the sample, not the tables behind it. */
  sql: string;
  /** What the query yields, in its order (`DESCRIBE OUTPUT`). */
  columns: readonly PrestoColumn[];
  target: string;
  features: readonly string[];
  /** The column that names a row, if there is one. */
  key?: string | null | undefined;
}

/** A column by its place in the result: the name that the user gave it never gets into our SQL. */
export interface Located {
  /** As the configuration names it. */
  name: string;
  /** `c1`, `c2`, …: its alias in `rowsOf`. */
  alias: string;
  type: string;
  kind: Kind;
}

/** How a value can be read: as a number, as text, as JSON (arrays, maps, rows), or not at all. */
export type Kind = 'number' | 'text' | 'json' | 'other';

export interface LocatedColumns {
  target: Located;
  features: Located[];
  key: Located | null;
}

/** Up to this many rows figures are of all rows; beyond, of those with the least hashes, which are the same at every run. */
export const SAMPLE = 10_000;

const NUMBERS = ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal', 'boolean', 'unknown'];
const TEXTS = ['varchar', 'char', 'date', 'time', 'timestamp', 'interval', 'uuid', 'ipaddress', 'ipprefix'];

/** `decimal` of `decimal(12,2)`, `timestamp` of `timestamp with time zone`. */
export const baseType = (type: string): string => type.toLowerCase().split(/[( ]/, 1)[0] ?? '';

export function kindOf(type: string): Kind {
  const base = baseType(type);
  if (NUMBERS.includes(base)) return 'number';
  if (TEXTS.includes(base)) return 'text';
  return ['array', 'map', 'row'].includes(base) ? 'json' : 'other';
}

/**
 * The configured columns by their place in the result, as the container script finds them: case matters only where two
 * columns differ by it. Fails with `conflict` when one is missing or not unique, which the check of the query tells too.
 */
export function locate(query: DataQuery): LocatedColumns {
  const find = (name: string): Located => {
    const exact = query.columns.flatMap((column, at) => (column.name === name ? [at] : []));
    const lower = name.toLowerCase();
    const places =
      exact.length > 0
        ? exact
        : query.columns.flatMap((column, at) => (column.name.toLowerCase() === lower ? [at] : []));
    const at = places[0];
    const type = at === undefined ? undefined : query.columns[at]?.type;
    if (at === undefined || type === undefined || places.length > 1) {
      const what = places.length > 1 ? `${places.length} columns` : 'no column';
      throw new Failure('conflict', `The query yields ${what} named ${JSON.stringify(name)}`, {
        wayOut: 'Give each column that is used a name of its own with AS, and name it so in the configuration.',
      });
    }
    return { name, alias: `c${at + 1}`, type, kind: kindOf(type) };
  };
  return {
    target: find(query.target),
    features: query.features.map(find),
    key: query.key === undefined || query.key === null ? null : find(query.key),
  };
}

/**
 * The query as a table `data` with columns c1, c2, … It stands on lines of its own, so that a comment at its end stays a
 * comment, and renaming by place makes any column name harmless, also one that is missing or there twice.
 */
export function rowsOf(query: DataQuery): string {
  const aliases = query.columns.map((_, at) => `c${at + 1}`).join(', ');
  return `(\n${query.sql}\n) AS data (${aliases})`;
}

/** The value as DOUBLE, as the container script reads it: booleans are 0 and 1, REAL is what is printed of it. */
export function asNumber({ alias, type }: Located): string {
  return baseType(type) === 'real' ? `CAST(CAST(${alias} AS VARCHAR) AS DOUBLE)` : `CAST(${alias} AS DOUBLE)`;
}

const isFloating = ({ type }: Located) => ['double', 'real'].includes(baseType(type));

/** The bits of the number as a BIGINT; there is one zero. */
export const bitsOf = (column: Located) => `from_big_endian_64(to_ieee754_64(${asNumber(column)} + 0E0))`;

/**
 * Of a number a BIGINT that is equal for equal values at every run, in no useful order. Presto adds doubles up in no fixed
 * order, so that their last bits differ; of them 29 bits of the mantissa count (8 digits), as in the container script
 * (`dataset.py`).
 */
export function stableBits(column: Located): string {
  const bits = bitsOf(column);
  return isFloating(column) ? `bitwise_logical_shift_right(${bits} + BIGINT '8388608', 24, 64)` : bits;
}

/** A value that is equal for equal values at every run. */
export function stable(column: Located): string {
  if (column.kind !== 'number') return asText(column);
  if (baseType(column.type) === 'unknown') return asNumber(column); // Presto cannot count values of no type
  return isFloating(column) ? stableBits(column) : column.alias;
}

/** Whether there is no value. A column without a type has none, and Presto 0.296 fails when it is asked. */
export const isMissing = ({ alias, type }: Located) => (baseType(type) === 'unknown' ? 'true' : `${alias} IS NULL`);

/** The value as text, for people. */
export function asText({ alias, kind }: Located): string {
  if (kind === 'number' || kind === 'text') return `CAST(${alias} AS VARCHAR)`;
  return kind === 'json' ? `json_format(CAST(${alias} AS JSON))` : 'CAST(NULL AS VARCHAR)';
}

/** A BIGINT that orders rows at random, in the same way at every run: of the key, or of the whole row without one. */
export function rowHash({ key, target, features }: LocatedColumns): string {
  const columns = key === null ? [target, ...features] : [key];
  const texts = columns.map((column) => `CAST(${stable(column)} AS VARCHAR)`);
  return `from_big_endian_64(xxhash64(to_utf8(array_join(ARRAY[${texts.join(', ')}], ',', 'NULL'))))`;
}

/** 0E0 or 1E0 for what the container script takes for a label, NULL for any other value. */
export function asLabel(column: Located): string {
  const number = column.kind === 'number' ? asNumber(column) : `TRY_CAST(${stable(column)} AS DOUBLE)`;
  return `IF(${number} IN (0E0, 1E0), ${number})`;
}

/** Twelve digits: sums depend on the order of rows in the last ones. */
export const rounded = (value: number): number => Number(value.toPrecision(12));
