/*
 * Queries with one thing changed. What a piece of a text is, is told here once more and in another way than in `src/sql`: a
 * mistake of that lexer must not hide in its own test.
 */

const PIECES =
  /--[^\r\n]*|\/\*[\s\S]*?\*\/|[ \t\r\n]+|[uU]&'(?:[^']|'')*'|[xX]'[^']*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\{\w+\}|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w@:])|\w[\w@:]*|<>|!=|<=|>=|\|\||->|=>|[\s\S]/gu;

/** A text in pieces, blanks and comments among them. */
export const piecesOf = (text: string): string[] => text.match(PIECES) ?? [];

const isBlank = (piece: string): boolean => /^(?:[ \t\r\n]|--|\/\*)/.test(piece);
const isWord = (piece: string): boolean => /^[a-z_]\w*$/i.test(piece);
const isNumber = (piece: string): boolean => /^[.\d]/.test(piece) && piece !== '.';
const isString = (piece: string): boolean => /^(?:[uU]&)?'/.test(piece);

/** What counts of a text whatever it means: its pieces, without blanks and comments and without the case of bare words. */
export function sameWriting(text: string): string {
  const counting = piecesOf(text).filter((piece) => !isBlank(piece));
  return counting.map((piece) => (/^["']|^u&'/i.test(piece) ? piece : piece.toUpperCase())).join('\u0001');
}

/** Words and signs that are put in, and put in the place of others. */
const INSERTED =
  '( ) , . + - * / % || = <> < <= > >= -> AND OR NOT NULL DISTINCT ALL ASC DESC LEFT RIGHT FULL OUTER INNER CROSS NATURAL JOIN ON AS UNION SOME ANY ROWS RANGE GROUPS a 1'.split(
    ' ',
  );
const PHRASES = ['NULLS FIRST', 'NULLS LAST', 'IGNORE NULLS', 'RESPECT NULLS', 'LIMIT 1', 'LIMIT ALL', 'OFFSET 1'];

const PARTNERS: readonly (readonly string[])[] = [
  ['AND', 'OR'],
  ['ASC', 'DESC'],
  ['FIRST', 'LAST'],
  ['LEFT', 'RIGHT', 'FULL', 'INNER', 'CROSS', 'NATURAL'],
  ['UNION', 'INTERSECT', 'EXCEPT'],
  ['ANY', 'SOME', 'ALL', 'DISTINCT'],
  ['ROWS', 'RANGE', 'GROUPS'],
  ['PRECEDING', 'FOLLOWING'],
  ['BERNOULLI', 'SYSTEM'],
  ['ROLLUP', 'CUBE'],
  ['LIKE', 'IN', 'BETWEEN'],
  ['CAST', 'TRY_CAST'],
  ['BIGINT', 'INTEGER', 'DOUBLE', 'VARCHAR'],
  ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'],
  ['TRUE', 'FALSE', 'NULL'],
  ['DATE', 'TIMESTAMP', 'TIME', 'DECIMAL', 'JSON'],
  ['CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP'],
  ['NFC', 'NFD', 'NFKC', 'NFKD'],
  ['WHERE', 'HAVING'],
  ['IGNORE', 'RESPECT'],
  ['SUM', 'MAX', 'MIN', 'AVG', 'COUNT'],
  ['=', '<>', '!=', '<', '<=', '>', '>='],
  ['+', '-', '*', '/', '%', '||'],
];
const PARTNER = new Map(PARTNERS.flatMap((row) => row.map((word) => [word, row.filter((other) => other !== word)])));

/** Other texts in the place of one piece. */
function others(piece: string): string[] {
  if (isBlank(piece)) return [];
  const found = [...(PARTNER.get(piece.toUpperCase()) ?? [])];
  if (isWord(piece)) {
    const swapped = piece === piece.toUpperCase() ? piece.toLowerCase() : piece.toUpperCase();
    found.push(`${piece}x`, `"${piece}"`, `"${piece.toLowerCase()}"`, `'${piece}'`, swapped, `(${piece})`);
  }
  if (isNumber(piece)) {
    found.push(`${piece}0`, `0${piece}`, `1${piece}`, `-${piece}`, `(${piece})`, `'${piece}'`, `"${piece}"`);
    if (/^\d+$/.test(piece))
      found.push(`${piece}.`, `${piece}.0`, `${piece}e0`, `${piece}.0e0`, `${Number(piece) + 1}`);
  }
  if (isString(piece)) {
    const inner = piece.slice(piece.indexOf("'") + 1, -1);
    const texts = [` ${inner}`, `${inner} `, inner.toUpperCase(), inner.toLowerCase(), inner.replace(/ /g, '  ')];
    texts.push(`${inner}--`, `${inner}/* */`, `${inner}''`, `${inner};`, `${inner}\n`, inner.normalize('NFD'));
    found.push(...texts.map((other) => piece.replace(/'[\s\S]*'/, () => `'${other}'`)));
    found.push(`"${inner}"`, `(${piece})`, `U&${piece}`, `X${piece}`);
  }
  if (piece.startsWith('"')) {
    const inner = piece.slice(1, -1);
    found.push(`"${inner.toUpperCase()}"`, `"${inner.toLowerCase()}"`, `" ${inner}"`, `'${inner}'`, inner);
  }
  if (/^x'/i.test(piece)) found.push(piece.toLowerCase(), piece.replace("'", "'ff"), piece.replace(/'$/, " '"));
  if (piece.startsWith('{')) found.push('{start_time_utc}', '{end_time_utc}', `'${piece}'`);
  return [...new Set(found)].filter((other) => other !== piece);
}

/** Where each bracket of a list of pieces is closed. */
function pairs(pieces: readonly string[]): [open: number, close: number][] {
  const open: number[] = [];
  return pieces.flatMap((piece, at): [number, number][] => {
    if (piece === '(') open.push(at);
    const from = piece === ')' ? open.pop() : undefined;
    return from === undefined ? [] : [[from, at]];
  });
}

/** Longest piece of a query, in words, that brackets are put around. */
const LONGEST_IN_BRACKETS = 6;

/** All texts that differ from a query by one change, most of which change or break it. */
export function mutantsOf(query: string): string[] {
  const pieces = piecesOf(query);
  const words = pieces.flatMap((piece, at) => (isBlank(piece) ? [] : [at]));
  const mutants = new Set<string>();
  const add = (from: number, to: number, by: string) =>
    mutants.add([...pieces.slice(0, from), by, ...pieces.slice(to)].join(''));
  words.forEach((at, place) => {
    const piece = pieces[at] as string;
    for (const other of others(piece)) add(at, at + 1, other);
    add(at, at + 1, '');
    add(at, at, `${piece} `);
    for (const other of [...INSERTED, ...PHRASES]) add(at, at, `${other} `);
    const next = words[place + 1];
    if (next !== undefined) add(at, next + 1, `${pieces[next]} ${piece}`);
    for (let last = place + 1; last < Math.min(words.length, place + LONGEST_IN_BRACKETS); last++) {
      const end = words[last] as number;
      add(at, end + 1, `(${pieces.slice(at, end + 1).join('')})`);
    }
  });
  for (const [open, close] of pairs(pieces)) {
    const inner = pieces.slice(open + 1, close).join('');
    add(open, close + 1, ` ${inner} `);
    add(open, close + 1, `((${inner}))`);
  }
  mutants.delete(query);
  return [...mutants];
}

/** Numbers from 0 to `below` - 1 that are the same at every run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const BLANKS = [' ', '  ', '\n', '\r\n', '\t', '\r', '\n\n    '];
const COMMENTS = [' /* x */ ', '/**/ ', ' -- x\n', "-- it's\r\n", ' /* -- "\n\' */ ', '--\n', ' /* /* */ ', '/*;*/ '];
/** Words that are one token with what stands beside them, with blanks between and nothing else. */
const ONE_TOKEN = /^(?:TIME|TIMESTAMP|WITH|ZONE|DOUBLE|PRECISION)$/i;

/** The same query in another way of writing: blanks, comments, the case of words that are not quoted, a closing semicolon. */
export function rewritten(query: string, random: (below: number) => number): string {
  const one = (list: readonly string[]): string => list[random(list.length)] ?? '';
  // Where columns differ by their case only, or a star may hide another one of the name, it is no way of writing.
  const caseCounts = /\*,|, \*|\.\*|AS a, .* AS A\b|"b", \(a\)\.b/.test(query);
  let text = one(['', ' ', ...BLANKS, ...COMMENTS]);
  let before = '';
  for (const piece of piecesOf(query).filter((each) => !isBlank(each))) {
    const apart = /[\w"'}@:]$/.test(before) && /^[\w"'{.]/.test(piece);
    const single = ONE_TOKEN.test(before) && ONE_TOKEN.test(piece);
    const merges = /[-/<>=|!*]$/.test(before) && /^[-/<>=|*]/.test(piece);
    const gaps = single ? BLANKS : [...BLANKS, ...COMMENTS];
    const close = apart || merges || /\d$/.test(before) || /^\.?\d/.test(piece) || /^[uU&]$/.test(before);
    const gap = close || random(2) === 0 ? one(gaps) : '';
    // What begins with a sign is a comment only behind a blank: `-` and `--` would be `---`.
    if (before !== '') text += /^[-/]/.test(gap) ? ` ${gap}` : gap;
    const turned = random(2) === 0 ? piece.toUpperCase() : piece.toLowerCase();
    text += isWord(piece) && !caseCounts ? turned : piece;
    before = piece;
  }
  return text + one(['', ';', ' ;\n', '\n', ' -- x', ' /* x */', ';;']);
}
