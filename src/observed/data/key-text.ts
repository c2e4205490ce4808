/** Returns a type without its parameters: `decimal` of `decimal(12,2)`, `timestamp` of `timestamp with time zone`. */
export const baseType = (type: string): string => type.toLowerCase().split(/[( ]/, 1)[0] ?? '';

const COMPOSITE_TYPES = ['array', 'map', 'row'];

/** Types that do not cast to VARCHAR, and how Presto makes a text of their values. */
const KEY_TEXTS: ReadonlyMap<string, (expression: string) => string> = new Map([
  ...COMPOSITE_TYPES.map((type) => [type, (value: string) => `json_format(CAST(${value} AS JSON))`] as const),
  ['varbinary', (value) => `to_base64(${value})`],
  ['json', (value) => `json_format(${value})`],
]);

/**
 * Returns SQL for the text of a key, for every type of which Presto can make one. The container script builds the same
 * SQL (`key_text` in sagemaker-code/mlops/queries.py), and a test compares the two. Checked with PrestoDB 0.296: binary
 * values come to a client in Base64 and JSON in the form of json_format, so the text is the one that the script hashes.
 */
export function keyText(type: string, expression: string): string {
  return KEY_TEXTS.get(baseType(type))?.(expression) ?? `CAST(${expression} AS VARCHAR)`;
}

/** A column that identifies a row. */
export interface KeyColumn {
  name: string;
  /** As Presto writes it: `varchar(15)`. */
  type: string;
}

/**
 * A query around a sample, as `trainingQuery` (src/desired/training-query.ts) builds it, in three parts: the text before the
 * hash of the key, the key, and the rest. The type of the key is not known there, so it is cast to VARCHAR.
 */
const SAMPLE =
  /^(SELECT \* FROM \( -- a sample of\n[\s\S]*\n\) AS candidates\nORDER BY xxhash64\(to_utf8\('\d+:' \|\| )CAST\(("(?:[^"]|"")*") AS VARCHAR\)\)\), \2(?=[^\n]*\nLIMIT \d+$)/;

/**
 * Returns the query with its sample in an order that Presto can make of the key's type. For all types that cast to VARCHAR
 * the text stays as it is, so a sample never moves. Lines stay the same (`typed_sample` in queries.py).
 */
export function typedSample(sql: string, key: KeyColumn | null): string {
  const trimmed = sql.trim();
  if (key === null || !KEY_TEXTS.has(baseType(key.type))) return trimmed;
  const isOrderable = baseType(key.type) === 'varbinary';
  return trimmed.replace(SAMPLE, (_, before: string, name: string) => {
    const text = keyText(key.type, name);
    return `${before}${text})), ${isOrderable ? name : text}`;
  });
}

/** One instance of a processing job: its number, counted from 0, and how many there are. */
export interface Shard {
  index: number;
  count: number;
}

/** A statement, and how many lines it has before the query of the user. */
export interface Statement {
  sql: string;
  linesBefore: number;
}

/**
 * Returns the statement with which one instance of the container script reads its rows (`shard_query` in queries.py): the
 * rows whose hashed key belongs to it. A key that is an array, a map or a row is read as JSON, in a last column.
 * @param sql the query as the pipeline has it, with its sample
 */
export function readStatement(sql: string, key: KeyColumn | null, { index, count }: Shard): Statement {
  const query = typedSample(sql, key);
  if (key === null) return { sql: query, linesBefore: 0 };
  const column = `"${key.name.replaceAll('"', '""')}"`;
  const isComposite = COMPOSITE_TYPES.includes(baseType(key.type));
  const columns = isComposite ? `q.*, ${keyText(key.type, column)}` : '*';
  if (count === 1) {
    return isComposite
      ? { sql: `SELECT ${columns} FROM (\n${query}\n) q`, linesBefore: 1 }
      : { sql: query, linesBefore: 0 };
  }
  const bytes = baseType(key.type) === 'varbinary' ? column : `to_utf8(${keyText(key.type, column)})`;
  const hash = `bitwise_and(from_big_endian_64(xxhash64(${bytes})), 9223372036854775807)`;
  return {
    sql: `SELECT ${columns} FROM (\n${query}\n) q WHERE mod(coalesce(${hash}, BIGINT '0'), BIGINT '${count}') = BIGINT '${index}'`,
    linesBefore: 1,
  };
}
