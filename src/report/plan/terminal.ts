import { logText } from '../../log-text.ts';
import type { Plan } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { visible } from '../markdown.ts';
import { shownLines } from './diff.ts';
import { type Block, clip, type Mark, type SizeBudget, type Word } from './document.ts';
import { planSections } from './sections.ts';

export interface TerminalOptions {
  color: boolean;
  /** Characters of a line. */
  width: number;
}

const SIZE_BUDGET: SizeBudget = { lines: 2_000, rows: 500, text: 1_000 };
const MARK: Record<Mark, { text: string; color: number }> = {
  error: { text: 'error:', color: 31 },
  warning: { text: 'warning:', color: 33 },
  notice: { text: 'notice:', color: 36 },
  ok: { text: '', color: 32 },
  stable: { text: '', color: 32 },
  moderate: { text: '', color: 33 },
  shifted: { text: '', color: 31 },
  unknown: { text: '', color: 90 },
};

/** The plan for a terminal: the same as in the comment, folds open, without the graph. Ends with a line feed. */
export function planTerminal(plan: Plan, options: TerminalOptions): string {
  const width = Math.max(40, Math.floor(options.width));
  const paint: Paint = (color, text) => (options.color && text !== '' ? `\u001b[${color}m${text}\u001b[0m` : text);
  return `${planSections(plan)
    .map(({ blocks }) => lines(blocks, width, paint).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

type Paint = (color: number | string, text: string) => string;

/** A piece of a line with its colour; the width of a line is counted without colours. */
interface Piece {
  text: string;
  color?: number;
}

function lines(blocks: readonly Block[], width: number, paint: Paint): string[] {
  return blocks.flatMap((block, i) => {
    const shown = blockLines(block, width, paint);
    // A list or a difference belongs to the line that announces it.
    const close = i === 0 || shown.length === 0 || block.kind === 'list' || block.kind === 'diff';
    return close ? shown : ['', ...shown];
  });
}

function blockLines(block: Block, width: number, paint: Paint): string[] {
  switch (block.kind) {
    case 'heading':
      return wrapped(
        pieces(block.words.filter((word) => typeof word === 'string' || !('mark' in word))),
        width,
        '',
      ).map((row) => paint(headingColor(block.words), text(row)));
    case 'paragraph':
      return wrapped(pieces(block.words), width, '').map((row) => painted(row, paint));
    case 'list': {
      const left = block.items.length - SIZE_BUDGET.rows;
      return [
        ...block.items.slice(0, SIZE_BUDGET.rows).flatMap((item) =>
          item.flatMap((words, i) => {
            const rows = wrapped(pieces(words), width - 2, i === 0 ? '' : '  ');
            return rows.map((row, j) => `${i === 0 && j === 0 ? '- ' : '  '}${painted(row, paint)}`);
          }),
        ),
        ...(left > 0 ? [`- … and ${plural(left, block.noun).replace(' ', ' more ')}`] : []),
      ];
    }
    case 'table':
      return tableLines(block, width, paint);
    case 'diff':
      return shownLines(block.lines, SIZE_BUDGET.lines).map(({ mark, text: shown }) => {
        const row = `  ${mark === '@' ? `@@ ${shown} @@` : `${mark}${logText(visible(shown))}`}`;
        const color = { '+': 32, '-': 31, '@': 36, ' ': 0 }[mark];
        return color === 0 ? row : paint(color, row);
      });
    case 'fold':
      if (block.aside)
        return wrapped([...pieces(block.title), { text: '; listed by --format markdown' }], width, '').map((row) =>
          paint(90, text(row)),
        );
      return [
        ...wrapped(pieces(block.title), width, '').map((row) => painted(row, paint)),
        ...lines(
          block.blocks.filter(({ kind }) => kind !== 'graph'),
          width,
          paint,
        ),
      ];
    case 'graph':
      return [];
  }
}

/** The colour of the verdict, which the comment shows as a picture. */
function headingColor(words: readonly Word[]): string {
  const mark = words.find((word) => typeof word !== 'string' && 'mark' in word);
  return typeof mark === 'object' && 'mark' in mark ? `1;${MARK[mark.mark].color}` : '1';
}

/** Columns as wide as their cells; when that is too wide, the widest are narrowed and their cells go over several lines. */
function tableLines(block: Extract<Block, { kind: 'table' }>, width: number, paint: Paint): string[] {
  const rows = block.rows.slice(0, SIZE_BUDGET.rows).map((cells) => cells.map(pieces));
  const header = block.header.map((title): Piece[] => [{ text: title, color: 90 }]);
  const hasHeader = block.header.some((title) => title !== '');
  const all = hasHeader ? [header, ...rows] : rows;
  const column = (measure: (cell: Piece[]) => number) =>
    block.header.map((_, i) => all.reduce((most, cells) => Math.max(most, measure(cells[i] ?? [])), 1));
  const widths = narrowed(
    column((cell) => text(cell).length),
    column((cell) => tokens(cell).reduce((most, token) => Math.max(most, token === ' ' ? 0 : longestPart(token)), 0)),
    width - 2 * block.header.length,
  );
  const out = all.flatMap((cells) => {
    const columns = widths.map((most, i) => wrapped(cells[i] ?? [], most, ''));
    const height = Math.max(1, ...columns.map((column) => column.length));
    return Array.from({ length: height }, (_, n) =>
      `  ${columns
        .map((column, i) => {
          const row = column[n] ?? [];
          const blank = ' '.repeat(Math.max(0, (widths[i] ?? 0) - text(row).length));
          return block.align[i] === 'r' ? blank + painted(row, paint) : painted(row, paint) + blank;
        })
        .join('  ')}`.trimEnd(),
    );
  });
  const left = block.rows.length - SIZE_BUDGET.rows;
  return left > 0 ? [...out, `  … and ${plural(left, block.noun).replace(' ', ' more ')}`] : out;
}

/** The widest columns are narrowed, to their longest part of a word at first; when that has to be broken, the widest still. */
function narrowed(natural: readonly number[], longestWord: readonly number[], room: number): number[] {
  const widths = [...natural];
  const sum = () => widths.reduce((total, value) => total + value, 0);
  for (const least of [longestWord, widths.map(() => 8)]) {
    while (sum() > room) {
      const free = widths.map((value, i) => (value > (least[i] ?? 0) ? value : 0));
      const widest = free.indexOf(Math.max(...free));
      if ((free[widest] ?? 0) === 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}

function pieces(words: readonly Word[]): Piece[] {
  return words.flatMap((word): Piece[] => {
    if (typeof word === 'string') return [{ text: word }];
    if ('code' in word) return [{ text: single(clip(word.code, SIZE_BUDGET.text)), color: 36 }];
    if ('prose' in word) return [{ text: single(clip(word.prose, SIZE_BUDGET.text)) }];
    if ('mark' in word) return [{ text: MARK[word.mark].text, color: MARK[word.mark].color }];
    return pieces(word.strong).map((piece) => ({ ...piece, color: piece.color ?? 1 }));
  });
}

/** Breaks at blanks; a word that is wider than the line is broken where a part of it ends. Rows after the first are indented. */
function wrapped(line: readonly Piece[], width: number, indent: string): Piece[][] {
  const rows: Piece[][] = [];
  let row: Piece[] = [];
  let free = width;
  const end = () => {
    rows.push(row);
    row = indent === '' ? [] : [{ text: indent }];
    free = width - indent.length;
  };
  let blank = false;
  for (const token of tokens(line)) {
    if (token === ' ') {
      blank = free < width - (rows.length > 0 ? indent.length : 0);
      continue;
    }
    const size = text(token).length;
    if (blank && 1 + size > free) end();
    else if (blank) {
      row.push({ text: ' ' });
      free -= 1;
    }
    blank = false;
    for (const [index, piece] of token.entries()) {
      let rest = piece.text;
      while (rest !== '') {
        if (free <= 0) end();
        if (text(row).trim() === '' && `${rest}${token[index + 1]?.text ?? ''}`.startsWith('::')) {
          // In the log of a job a line that begins with `::` is a command: see log-text.ts.
          row.push({ ...piece, text: ': ' });
          free -= 2;
          rest = rest.slice(1);
          continue;
        }
        const part = rest.length <= free ? rest : fitting(rest, free);
        row.push({ ...piece, text: part });
        free -= part.length;
        rest = rest.slice(part.length);
        if (rest !== '') end();
      }
    }
  }
  rows.push(row);
  return rows;
}

/** Where a long name may be broken: behind these. */
const PART_ENDS = ['.', '_', '/', '-'];

/** A part that is longer than this is broken rather than that a table has no room for its sentences. */
const LONG_PART = 16;

function longestPart(token: readonly Piece[]): number {
  const parts = text(token).split(/(?<=[._/-])/);
  return Math.min(LONG_PART, Math.max(...parts.map(({ length }) => length)));
}

/** As much of a name as there is room for, up to where a part of it ends if that can be had. */
function fitting(name: string, free: number): string {
  const part = name.slice(0, Math.max(1, free));
  const end = Math.max(...PART_ENDS.map((mark) => part.lastIndexOf(mark)));
  return end > part.length / 3 ? part.slice(0, end + 1) : part;
}

/** Words and the blanks between them; a word may go over several pieces. */
function tokens(line: readonly Piece[]): Array<' ' | Piece[]> {
  const out: Array<' ' | Piece[]> = [];
  let word: Piece[] = [];
  for (const piece of line) {
    for (const part of piece.text.split(/( +)/)) {
      if (part === '') continue;
      if (!part.startsWith(' ')) word.push({ ...piece, text: part });
      else {
        if (word.length > 0) out.push(word);
        word = [];
        out.push(' ');
      }
    }
  }
  if (word.length > 0) out.push(word);
  return out;
}

const text = (row: readonly Piece[]) => row.map((piece) => piece.text).join('');

function painted(row: readonly Piece[], paint: Paint): string {
  return row.map((piece) => (piece.color === undefined ? piece.text : paint(piece.color, piece.text))).join('');
}

/** One line without characters that move the cursor or turn the direction of writing. */
function single(shown: string): string {
  return logText(visible(shown).replaceAll(/[\s\u2028\u2029]+/g, ' '));
}
