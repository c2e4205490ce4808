import type { SourceFile } from './source-file.ts';

/** A stretch of a decoded text that stands in its file as it is, on one line; an escape is a stretch of its own. */
export interface Stretch {
  /** In the decoded text. */
  offset: number;
  length: number;
  /** In the file. */
  start: number;
}

/** A `'` or `"` around a YAML scalar, which decides what is an escape; empty for block and plain scalars and whole files. */
export type Quote = "'" | '"' | '';

interface Piece {
  text: string;
  start: number;
}

/** What an escape of a double-quoted scalar can be (YAML 1.2, 5.7); anything else stands for one character. */
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gsu;
const NAMED: Record<string, string> = {
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
 * Where each part of a decoded text stands in its file between `from` and `to` (without quotes). YAML changes only blanks at
 * the ends of lines, line ends and escapes; so each line is looked for behind the one before it, with blanks between.
 * A text that does not fit to its file ends the alignment: what follows has no place.
 */
export function alignText(text: string, source: SourceFile, from: number, to: number, quote: Quote): Stretch[] {
  const stretches: Stretch[] = [];
  let cursor = 0;
  for (const line of source.text.slice(from, to).matchAll(/[^\r\n]+/g)) {
    const pieces = withoutBlanks(decoded(line[0], from + line.index, quote));
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

function decoded(line: string, start: number, quote: Quote): Piece[] {
  if (quote === '') return [{ text: line, start }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(quote === "'" ? /''/g : ESCAPE)) {
    if (match.index > end) pieces.push({ text: line.slice(end, match.index), start: start + end });
    pieces.push({ text: quote === "'" ? "'" : unescaped(match[0]), start: start + match.index });
    end = match.index + match[0].length;
  }
  // A backslash at the end of a line joins it to the next one.
  const rest = quote === '"' ? line.slice(end).replace(/\\$/, '') : line.slice(end);
  if (rest !== '') pieces.push({ text: rest, start: start + end });
  return pieces;
}

function unescaped(written: string): string {
  const code = /^\\[xuU]([\da-fA-F]+)$/.exec(written)?.[1];
  if (code === undefined) return NAMED[written.slice(1)] ?? written.slice(1);
  const point = Number.parseInt(code, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

function withoutBlanks(pieces: Piece[]): Piece[] {
  const kept = pieces.filter((piece) => piece.text !== '');
  for (let first = kept[0]; first; first = kept[0]) {
    const blank = /^[ \t\r\n]*/.exec(first.text)?.[0].length ?? 0;
    if (blank < first.text.length) {
      kept[0] = { text: first.text.slice(blank), start: first.start + blank };
      break;
    }
    kept.shift();
  }
  for (let last = kept.at(-1); last; last = kept.at(-1)) {
    const text = last.text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') {
      kept[kept.length - 1] = { ...last, text };
      break;
    }
    kept.pop();
  }
  return kept;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
