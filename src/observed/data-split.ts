import { asLabel, asText, baseType, type DataQuery, type LocatedColumns, rowsOf, stableBits } from './data-sql.ts';

/** How the container script divides the rows (`split.py`): cumulative shares, and the seed of the hash. */
export interface Split {
  train: number;
  test: number;
  /** `--split_seed`; 42 when the pipeline does not say. */
  seed?: number;
}

/** The hash costs about a third of a millisecond a row: for more rows nobody waits for it. */
export const MOST_HASHED_ROWS = 20_000;

/** BLAKE2b takes this many bytes at once; only messages of one block are hashed here. */
const BLOCK = 128;
/** Types whose text is the same in SQL and in what Presto sends to the container. */
const KEYS = ['tinyint', 'smallint', 'integer', 'bigint', 'varchar', 'decimal', 'date'];

/**
 * A table of all rows with their columns c1, c2, … and `part`: 0 train, 1 validation, 2 test, exactly as the container
 * script divides them, by the BLAKE2b hash of `<seed>:<key>`, or of the row's own numbers without a key. `part` is NULL for
 * a message of more than 128 bytes. Undefined when SQL cannot tell the bytes that the script hashes.
 *
 * Presto has no BLAKE2b, but it has 64-bit words, shifts and `reduce`; see `blake2b`.
 */
export function dividedRows(query: DataQuery, columns: LocatedColumns, split: Split): string | undefined {
  const message = messageOf(columns, split.seed ?? 42);
  if (message === undefined) return undefined;
  const c = query.columns.map((_, at) => `c${at + 1}`).join(', ');
  const words = `transform(sequence(0, 16), i -> IF(i = 16, BIGINT '0', ${littleEndian('substr(b, i * 8 + 1, 8)')}))`;
  const padding = `from_hex(array_join(repeat('00', ${BLOCK} - CAST(n AS INTEGER)), ''))`;
  // The script takes the digest's eight bytes as a big-endian number without a sign, against floor(share * 2^64).
  const unsigned = (value: string) => `bitwise_xor(${value}, BIGINT '${-(2n ** 63n)}')`;
  const bound = (share: number) => `BIGINT '${BigInt(Math.floor(share * 2 ** 64)) - 2n ** 63n}'`;
  const part = `CASE WHEN v < ${bound(split.train)} THEN 0 WHEN v < ${bound(split.test)} THEN 1 WHEN v IS NOT NULL THEN 2 END`;
  return `(SELECT ${c}, ${part} AS part
FROM (SELECT ${c}, IF(n IS NOT NULL, ${unsigned(littleEndian(`to_big_endian_64(${blake2b('w', 'n')})`))}) AS v
FROM (SELECT ${c}, n, ${words} AS w
FROM (SELECT ${c}, n, IF(n IS NOT NULL, b || ${padding}) AS b
FROM (SELECT ${c}, b, IF(length(b) <= ${BLOCK}, length(b)) AS n
FROM (SELECT ${c}, ${message} AS b
FROM ${rowsOf(query)}))))))`;
}

/** The bytes that the script hashes, as VARBINARY. */
function messageOf({ key, target, features }: LocatedColumns, seed: number): string | undefined {
  const prefix = `${seed}:`;
  if (key !== null) return KEYS.includes(baseType(key.type)) ? `to_utf8('${prefix}' || ${asText(key)})` : undefined;
  if (features.some(({ kind }) => kind !== 'number')) return undefined;
  if (prefix.length + 8 * (1 + features.length) > BLOCK) return undefined;
  const words = [`CAST(${asLabel(target)} AS BIGINT)`, ...features.map(stableBits)].map(
    (word) => `reverse(to_big_endian_64(${word}))`,
  );
  return [`to_utf8('${prefix}')`, ...words].join(' || ');
}

const littleEndian = (bytes: string) => `from_big_endian_64(reverse(${bytes}))`;

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;

/** Which words of the message each round takes, in which order; rounds 11 and 12 are as 1 and 2. */
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
] as const;

/** 64-bit words as BIGINT literals. */
const word = (value: bigint) => `BIGINT '${BigInt.asIntN(64, value)}'`;

/**
 * First word of the 8-byte BLAKE2b digest (RFC 7693) of one block: `w` is an array of its 16 words and a 17th that is 0,
 * `n` the message's length.
 *
 * The state is four rows of four words, a b c d. A quarter of the mixing function G adds (a += b + message) and turns
 * (d = (d ^ a) >>> r), and names the rows anew, so that the next quarter is the same code. Between the half rounds the rows are
 * turned, which makes diagonals of columns. Each lambda is small on purpose: Java compiles no method above 8,000 bytes of
 * code, and with the whole state in one lambda this took four times as long.
 */
export function blake2b(w: string, n: string): string {
  const low = (value: string) => `bitwise_and(${value}, BIGINT '4294967295')`;
  const right = (value: string, bits: string) => `bitwise_logical_shift_right(${value}, ${bits}, 64)`;
  // BIGINT does not wrap around but fails: halves are added, and what goes over is shifted out.
  const words = ['s[1][i]', 's[2][i]', `${w}[k[i]]`];
  const lows = words.map(low).join(' + ');
  const highs = [...words, lows].map((value) => right(value, '32')).join(' + ');
  const sum = `transform(ARRAY[1, 2, 3, 4], i -> bitwise_or(bitwise_shift_left(${highs}, 32, 64), ${low(lows)}))`;
  const mixed = 'bitwise_xor(a, b)';
  const turn = `(a, b) -> bitwise_or(${right(mixed, 'k[5]')}, bitwise_shift_left(${mixed}, 64 - k[5], 64))`;
  const turned = `(s, k) -> ARRAY[s[3], zip_with(s[4], s[1], ${turn}), s[1], s[2]]`;
  const quarter = `(s, k) -> reduce(ARRAY[k], ARRAY[${sum}, s[2], s[3], s[4]], ${turned}, s -> s)`;
  const shifted = (row: number, by: number) => `slice(s[${row}] || s[${row}], ${by + 1}, 4)`;
  const diagonals = `s -> ARRAY[s[1], ${shifted(2, 1)}, ${shifted(3, 2)}, ${shifted(4, 3)}]`;
  const columns = `s -> ARRAY[s[1], ${shifted(2, 3)}, ${shifted(3, 2)}, ${shifted(4, 1)}]`;
  const round = `(s, r) -> reduce(r[2], reduce(r[1], s, ${quarter}, ${diagonals}), ${quarter}, ${columns})`;
  const [h0, , , , h4, , h6] = IV;
  // Parameters of the hash: 8 bytes of digest, no key.
  const first = h0 ^ 0x01010008n;
  const start = [
    [first, ...IV.slice(1, 4)].map(word),
    IV.slice(4).map(word),
    IV.slice(0, 4).map(word),
    [`bitwise_xor(${word(h4)}, ${n})`, word(IV[5]), word(~h6), word(IV[7])],
  ].map((row) => `ARRAY[${row.join(', ')}]`);
  const end = `s -> bitwise_xor(${word(first)}, bitwise_xor(s[1][1], s[3][1]))`;
  return `reduce(ARRAY[${ROUNDS.join(', ')}], ARRAY[${start.join(', ')}], ${round}, ${end})`;
}

/** Twelve rounds of two halves of four quarters: indices of message words (counted from 1; 17 is the zero) and the rotation. */
const ROUNDS = [...SIGMA, SIGMA[0], SIGMA[1]].map((order) => {
  const words = [...order].map((digit) => Number.parseInt(digit, 16) + 1);
  const half = (from: number) => {
    const [even, odd] = [0, 1].map((offset) => [0, 2, 4, 6].map((at) => words[from + at + offset]));
    const none = [17, 17, 17, 17];
    const quarters = [
      [...(even ?? []), 32],
      [...none, 24],
      [...(odd ?? []), 16],
      [...none, 63],
    ];
    return `ARRAY[${quarters.map((quarter) => `ARRAY[${quarter.join(', ')}]`).join(', ')}]`;
  };
  return `ARRAY[${half(0)}, ${half(8)}]`;
});
