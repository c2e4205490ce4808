import { baseType } from './key-text.ts';
import { asLabel, asText, type DataQuery, type LocatedColumns, rowsOf, stableBits } from './sql.ts';

/** How the container script divides the rows (`split.py`): by cumulative shares, and with a seed for the hash. */
export interface Split {
  train: number;
  test: number;
  /** `--split_seed`; 42 when the pipeline does not set it. */
  seed?: number;
}

/**
 * Types of keys whose text in SQL is not the text that the container hashes: Python writes `True` and `1e-05`. All other
 * texts are equal.
 */
const OTHER_TEXTS = ['boolean', 'real', 'double', 'unknown'];

/**
 * Returns SQL for a table of all rows with their columns c1, c2, … and `part`: 0 train, 1 validation, 2 test. The rows
 * are divided exactly as the container script divides them: by the SHA-256 hash of `<seed>:<key>`, or without a key
 * column by the hash of the row's numbers. `part` is NULL for a row whose key or one of whose numbers is NULL.
 * Undefined when SQL cannot compute the bytes that the script hashes.
 */
export function dividedRows(query: DataQuery, columns: LocatedColumns, split: Split): string | undefined {
  const message = messageOf(columns, split.seed ?? 42);
  if (message === undefined) return undefined;
  const c = query.columns.map((_, at) => `c${at + 1}`).join(', ');
  return `(SELECT ${c}, CASE WHEN h < ${bound(split.train)} THEN 0 WHEN h < ${bound(split.test)} THEN 1 WHEN h IS NOT NULL THEN 2 END AS part
FROM (SELECT ${c}, sha256(${message}) AS h
FROM ${rowsOf(query)}))`;
}

/**
 * SQL for floor(share * 2^64) as 8 bytes. The script compares them with the first 8 bytes of the hash. Presto compares
 * VARBINARY byte by byte, without a sign, and a longer value is greater. So the other bytes of the hash change nothing.
 */
const bound = (share: number) =>
  `X'${BigInt(Math.floor(share * 2 ** 64))
    .toString(16)
    .padStart(16, '0')}'`;

/** SQL for the bytes that the script hashes, as VARBINARY. */
function messageOf({ key, target, features }: LocatedColumns, seed: number): string | undefined {
  const prefix = `'${seed}:'`;
  if (key !== null) {
    const isSameText = key.kind !== 'other' && !OTHER_TEXTS.includes(baseType(key.type));
    return isSameText ? `to_utf8(${prefix} || ${asText(key)})` : undefined;
  }
  if (features.some(({ kind }) => kind !== 'number')) return undefined;
  const words = [`CAST(${asLabel(target)} AS BIGINT)`, ...features.map(stableBits)];
  return `reduce(ARRAY[${words.join(', ')}], to_utf8(${prefix}), (s, w) -> s || reverse(to_big_endian_64(w)), s -> s)`;
}
