import type { SourceSpan } from './source-file.ts';

/** A piece of a decoded text that is the same in the file, on one line. An escape is a stretch by itself. */
export interface Stretch {
  /** Offset and length in the decoded text. */
  offset: number;
  length: number;
  /** Offset in the file. */
  start: number;
}

/** The quote around a YAML scalar. It decides what is an escape. Empty for block and plain scalars and for whole files. */
export type Quote = "'" | '"' | '';

interface Piece {
  text: string;
  start: number;
}

/** An escape of a double-quoted scalar (YAML 1.2, 5.7). Any other character stands for itself. */
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gsu;
const NAMED_ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/**
 * Finds each part of a decoded text in the part of the file that it was decoded from. YAML changes only blanks at the ends of
 * lines, line ends and escapes. So each line is searched behind the line before it, with blanks between them.
 * The alignment ends where the text does not match the file: the rest has no place.
 * @param span the value in the file, without its quotes
 */
export function alignText(text: string, { source, start, end }: SourceSpan, quote: Quote): Stretch[] {
  const stretches: Stretch[] = [];
  let cursor = 0;
  for (const line of source.text.slice(start, end).matchAll(/[^\r\n]+/g)) {
    const pieces = withoutBlanks(decode(line[0], start + line.index, quote));
    if (pieces.length === 0) continue;
    while (isBlank(text[cursor])) cursor++;
    const content = pieces.map((piece) => piece.text).join('');
    if (!text.startsWith(content, cursor)) return stretches;
    for (const piece of pieces) {
      stretches.push({ offset: cursor, length: piece.text.length, start: piece.start });
      cursor += piece.text.length;
    }
  }
  return stretches;
}

function decode(line: string, start: number, quote: Quote): Piece[] {
  if (quote === '') return [{ text: line, start }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(quote === "'" ? /''/g : ESCAPE)) {
    if (match.index > end) pieces.push({ text: line.slice(end, match.index), start: start + end });
    pieces.push({ text: quote === "'" ? "'" : resolveEscape(match[0]), start: start + match.index });
    end = match.index + match[0].length;
  }
  // A backslash at the end of a line joins it to the next one.
  const rest = quote === '"' ? line.slice(end).replace(/\\$/, '') : line.slice(end);
  if (rest !== '') pieces.push({ text: rest, start: start + end });
  return pieces;
}

function resolveEscape(written: string): string {
  const code = /^\\[xuU]([\da-fA-F]+)$/.exec(written)?.[1];
  if (code === undefined) return NAMED_ESCAPES[written.slice(1)] ?? written.slice(1);
  const point = Number.parseInt(code, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

function withoutBlanks(pieces: Piece[]): Piece[] {
  const rest = pieces.filter((piece) => piece.text !== '');
  for (let first = rest[0]; first; first = rest[0]) {
    const blank = /^[ \t\r\n]*/.exec(first.text)?.[0].length ?? 0;
    if (blank < first.text.length) {
      rest[0] = { text: first.text.slice(blank), start: first.start + blank };
      break;
    }
    rest.shift();
  }
  for (let last = rest.at(-1); last; last = rest.at(-1)) {
    const text = last.text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') {
      rest[rest.length - 1] = { ...last, text };
      break;
    }
    rest.pop();
  }
  return rest;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
