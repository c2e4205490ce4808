import { asLabel, asText, baseType, type DataQuery, type LocatedColumns, rowsOf, stableBits } from './data-sql.ts';

/** How the container script divides the rows (`split.py`): cumulative shares, and the seed of the hash. */
export interface Split {
  train: number;
  test: number;
  /** `--split_seed`; 42 when the pipeline does not say. */
  seed?: number;
}

/** Types whose text is the same in SQL and in what Presto sends to the container. */
const KEYS = ['tinyint', 'smallint', 'integer', 'bigint', 'varchar', 'decimal', 'date'];

/**
 * A table of all rows with their columns c1, c2, … and `part`: 0 train, 1 validation, 2 test, exactly as the container
 * script divides them, by the SHA-256 hash of `<seed>:<key>`, or of the row's own numbers without a key. `part` is NULL
 * where there is no key, or a number is missing. Undefined when SQL cannot tell the bytes that the script hashes.
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
 * floor(share * 2^64) as the 8 bytes with which the script compares the first 8 of the hash. VARBINARY is compared byte by
 * byte, without a sign, and what is longer is greater: the hash's other bytes change nothing.
 */
const bound = (share: number) =>
  `X'${BigInt(Math.floor(share * 2 ** 64))
    .toString(16)
    .padStart(16, '0')}'`;

/** The bytes that the script hashes, as VARBINARY. */
function messageOf({ key, target, features }: LocatedColumns, seed: number): string | undefined {
  const prefix = `'${seed}:'`;
  if (key !== null) return KEYS.includes(baseType(key.type)) ? `to_utf8(${prefix} || ${asText(key)})` : undefined;
  if (features.some(({ kind }) => kind !== 'number')) return undefined;
  const words = [`CAST(${asLabel(target)} AS BIGINT)`, ...features.map(stableBits)];
  return `reduce(ARRAY[${words.join(', ')}], to_utf8(${prefix}), (s, w) -> s || reverse(to_big_endian_64(w)), s -> s)`;
}
