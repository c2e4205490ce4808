import { Failure } from '../../failure.ts';
import type { PrestoColumn } from '../../ports/presto.ts';
import { baseType, keyText } from './key-text.ts';

/** A query whose rows are measured, and the columns that are measured. */
export interface DataQuery {
  /** The SQL with which the pipeline reads the rows (`trainingQuery(config)`): it reads the sample, not all rows. */
  sql: string;
  /** The columns of the query, in its order (`DESCRIBE OUTPUT`). */
  columns: readonly PrestoColumn[];
  target: string;
  features: readonly string[];
  /** The column that identifies a row, when it is configured. */
  key?: string | null | undefined;
}

/**
 * A column by its position in the result. The name that the user gave it never becomes part of a statement made here.
 */
export interface Located {
  /** As the configuration names it. */
  name: string;
  /** `c1`, `c2`, …: its alias in `rowsOf`. */
  alias: string;
  type: string;
  kind: ColumnKind;
}

/**
 * How a value is read: as a number, as text, in Base64, or as JSON (also arrays, maps, rows). A value of kind `other` is
 * not read.
 */
export type ColumnKind = 'number' | 'text' | 'base64' | 'json' | 'other';

/** The configured columns of a query. */
export interface LocatedColumns {
  target: Located;
  features: Located[];
  key: Located | null;
}

/**
 * Number of rows up to which figures are of all rows. Beyond it they are of the rows with the lowest hashes, the same
 * at every run.
 */
export const SAMPLE = 10_000;

const NUMBERS = ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal', 'boolean', 'unknown'];
const TEXTS = ['varchar', 'char', 'date', 'time', 'timestamp', 'interval', 'uuid', 'ipaddress', 'ipprefix'];

/** Returns how values of a type are read. */
export function kindOf(type: string): ColumnKind {
  const base = baseType(type);
  if (NUMBERS.includes(base)) return 'number';
  if (TEXTS.includes(base)) return 'text';
  if (base === 'varbinary') return 'base64';
  return ['array', 'map', 'row', 'json'].includes(base) ? 'json' : 'other';
}

/**
 * Returns the configured columns by their position in the result, as the container script finds them: letter case
 * matters only where two columns differ by it.
 * @throws Failure `conflict` when a column is missing or not unique; the check of the query reports the same
 */
export function locate(query: DataQuery): LocatedColumns {
  const locateColumn = (name: string): Located => {
    const exact = query.columns.flatMap((column, at) => (column.name === name ? [at] : []));
    const lower = name.toLowerCase();
    const places =
      exact.length > 0
        ? exact
        : query.columns.flatMap((column, at) => (column.name.toLowerCase() === lower ? [at] : []));
    const at = places[0];
    const type = at === undefined ? undefined : query.columns[at]?.type;
    if (at === undefined || type === undefined || places.length > 1) {
      const count = places.length > 1 ? `${places.length} columns` : 'no column';
      throw new Failure('conflict', `The query has ${count} named ${JSON.stringify(name)}`, {
        way_out: 'Give each used column a different name with AS, and use that name in the configuration.',
      });
    }
    return { name, alias: `c${at + 1}`, type, kind: kindOf(type) };
  };
  return {
    target: locateColumn(query.target),
    features: query.features.map(locateColumn),
    key: query.key === undefined || query.key === null ? null : locateColumn(query.key),
  };
}

/**
 * Returns SQL for the query as a table `data` with columns c1, c2, … The query has separate lines, so that a comment at
 * its end does not hide the bracket. Renaming by position makes every column name harmless, also a missing or a
 * repeated one.
 */
export function rowsOf(query: DataQuery): string {
  const aliases = query.columns.map((_, at) => `c${at + 1}`).join(', ');
  return `(\n${query.sql}\n) AS data (${aliases})`;
}

/**
 * Returns SQL for the value as DOUBLE, as the container script reads it: booleans are 0 and 1, REAL is read from its
 * text.
 */
export function asNumber({ alias, type }: Located): string {
  return baseType(type) === 'real' ? `CAST(CAST(${alias} AS VARCHAR) AS DOUBLE)` : `CAST(${alias} AS DOUBLE)`;
}

const isFloating = ({ type }: Located) => ['double', 'real'].includes(baseType(type));

/** Returns SQL for the bits of the number as a BIGINT. Zero and minus zero have the same bits. */
export const bitsOf = (column: Located) => `from_big_endian_64(to_ieee754_64(${asNumber(column)} + 0E0))`;

/**
 * Returns SQL for a BIGINT that is equal for equal numbers at every run. Its order has no meaning. Presto adds doubles
 * in no fixed order, so their last bits differ between runs. Therefore only 29 bits of the mantissa count (8 digits),
 * as in the container script (`dataset.py`).
 */
export function stableBits(column: Located): string {
  const bits = bitsOf(column);
  return isFloating(column) ? `bitwise_logical_shift_right(${bits} + BIGINT '8388608', 24, 64)` : bits;
}

/** Returns SQL for a value that is equal for equal values at every run. */
export function stable(column: Located): string {
  if (column.kind !== 'number') return asText(column);
  if (baseType(column.type) === 'unknown') return asNumber(column); // Presto cannot count values of no type
  return isFloating(column) ? stableBits(column) : column.alias;
}

/**
 * Returns SQL for whether the value is missing. A column of type `unknown` has no values, and Presto 0.296 fails on IS
 * NULL of it.
 */
export const isMissing = ({ alias, type }: Located) => (baseType(type) === 'unknown' ? 'true' : `${alias} IS NULL`);

/** Returns SQL for the value as readable text. */
export function asText({ alias, kind, type }: Located): string {
  return kind === 'other' ? 'CAST(NULL AS VARCHAR)' : keyText(type, alias);
}

/** Returns the key when a statement can compare its values: Presto makes a text of them. */
export const comparableKey = ({ key }: LocatedColumns): Located | null => (key?.kind === 'other' ? null : key);

/**
 * Returns SQL for a BIGINT that orders rows at random, the same at every run: a hash of the key, or without a key of
 * the whole row.
 */
export function rowHash(located: LocatedColumns): string {
  const key = comparableKey(located);
  const columns = key === null ? [located.target, ...located.features] : [key];
  const texts = columns.map((column) => `CAST(${stable(column)} AS VARCHAR)`);
  return `from_big_endian_64(xxhash64(to_utf8(array_join(ARRAY[${texts.join(', ')}], ',', 'NULL'))))`;
}

/** Returns SQL for 0E0 or 1E0 for values that the container script reads as a label, and NULL for other values. */
export function asLabel(column: Located): string {
  const number = column.kind === 'number' ? asNumber(column) : `TRY_CAST(${stable(column)} AS DOUBLE)`;
  return `IF(${number} IN (0E0, 1E0), ${number})`;
}

/** Rounds to twelve digits. The last digits of a sum depend on the order of the rows. */
export const rounded = (value: number): number => Number(value.toPrecision(12));
