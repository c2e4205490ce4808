/*
 * Texts that differ from a query in a known way. This file has its own lexer and its own list of reserved words: a
 * mistake of the lexer in `src/sql` must not hide in its own test.
 */

const PIECES = new RegExp(
  [
    /TIME(?:STAMP)?\s+WITH\s+TIME\s+ZONE(?![\w@:])|DOUBLE\s+PRECISION(?![\w@:])/,
    /--[^\r\n]*|\/\*[\s\S]*?\*\/|[ \t\r\n]+/,
    /U&'(?:[^']|'')*'|X'[^']*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/,
    /\{\w+\}/,
    /(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?(?![\w@:])|\w[\w@:]*/,
    /<>|!=|<=|>=|\|\||->|=>|[\s\S]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

const RESERVED = new Set(
  [
    'ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP',
    'CURRENT_USER DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM',
    'FULL GROUP GROUPING HAVING IN INNER INSERT INTERSECT INTO IS JOIN LEFT LIKE LOCALTIME LOCALTIMESTAMP NATURAL',
    'NORMALIZE NOT NULL ON OR ORDER OUTER PREPARE RECURSIVE RIGHT ROLLUP SELECT TABLE THEN TRUE UESCAPE UNION UNNEST',
    'USING VALUES WHEN WHERE WITH',
  ].flatMap((line) => line.split(' ')),
);

const isReserved = (piece: string): boolean => RESERVED.has(piece.toUpperCase());
const isBlank = (piece: string): boolean => /^(?:[ \t\r\n]|--|\/\*)/.test(piece);

/** A text in pieces, without blanks and comments. */
export const piecesOf = (text: string): string[] => (text.match(PIECES) ?? []).filter((piece) => !isBlank(piece));

/** What the canonical form may not change: the pieces of a text, with reserved words in capitals. */
export function significantPieces(text: string): string {
  return piecesOf(text)
    .map((piece) => (isReserved(piece) ? piece.toUpperCase() : piece))
    .join('\n')
    .replace(/(?:\n;)+$/, '');
}

/** Whole numbers from 0 to `below` - 1, the same in every run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const BLANKS = [' ', '  ', '\n', '\r\n', '\t', '\r', '\n\n    '];
const COMMENTS = [' /* x */ ', '/**/ ', ' -- x\n', " -- it's\r\n", ' /* -- "\n\' */ ', ' --\n', ' /* /* */ ', '/*;*/ '];

/** The same query with other blanks and comments, and with reserved words in other letter cases. */
export function rewritten(query: string, random: (below: number) => number): string {
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';
  const all = [...BLANKS, ...COMMENTS];
  let text = pick(['', ...all]);
  let before = '';
  for (const piece of piecesOf(query)) {
    const needsGap = /[\w"'}@:.<>=|!*/-]$/.test(before) && /^[\w"'{.<>=|*/-]/.test(piece);
    if (before !== '' && (needsGap || random(2) === 0)) {
      const gap = pick(all);
      // `/` and `/**/` would be `//**/`, which ends with an operator.
      text += /^[-/]/.test(gap) ? ` ${gap}` : gap;
    }
    const turned = random(2) === 0 ? piece.toUpperCase() : piece.toLowerCase();
    text += isReserved(piece) ? turned : piece;
    before = piece;
  }
  return text + pick(['', ...all, ';', ' ;\n', ';; -- x']);
}

/**
 * The query with one piece changed: left out, doubled, swapped with the next, in another letter case, longer or
 * quoted.
 */
export function changed(query: string, random: (below: number) => number): string {
  const pieces = piecesOf(query);
  const at = random(pieces.length);
  const piece = pieces[at] ?? '';
  const next = pieces[at + 1] ?? '';
  const swappedCase = piece === piece.toUpperCase() ? piece.toLowerCase() : piece.toUpperCase();
  const others = [[], [piece, piece], [swappedCase], [`${piece}x`], [`${piece}0`], ['(', piece, ')'], [`"${piece}"`]];
  const other = [...others, [piece.replace(/'$/, " '")], [piece, ';'], [piece, ',']][random(10)] ?? [];
  return random(10) === 0
    ? pieces.toSpliced(at, 2, next, piece).join(' ')
    : pieces.toSpliced(at, 1, ...other).join(' ');
}
