import type { DiffLine, StepForecast } from '../../plan/plan.ts';

/**
 * A plan as words and blocks, before it becomes Markdown or terminal text. It marks which words are ours and which were written
 * by others, so that each renderer makes the words of others harmless in one place.
 */

/** A string is ours and has no character with a meaning in Markdown. All other words may hold any character. */
export type Word =
  | string
  /** A name or a value. */
  | { code: string }
  /** A sentence of others. */
  | { prose: string }
  | { strong: Word[] }
  | { mark: Mark };

export type Mark = 'error' | 'warning' | 'notice' | 'ok' | 'stable' | 'moderate' | 'shifted' | 'unknown';

export type Block =
  | { kind: 'heading'; level: 2 | 3; words: Word[] }
  | { kind: 'paragraph'; words: Word[]; small?: true }
  /** Each item has one or more lines. `noun` names the items that are cut. */
  | { kind: 'list'; items: Word[][][]; noun: string }
  /** `align` has one letter for each column: l, r or c. */
  | { kind: 'table'; header: string[]; rows: Word[][][]; align: string; noun: string }
  | { kind: 'diff'; lines: DiffLine[] }
  /** `aside`: a terminal, which cannot fold, shows the title only. */
  | { kind: 'fold'; title: Word[]; blocks: Block[]; aside?: true }
  | { kind: 'graph'; steps: StepForecast[] };

/** A part of a plan that is kept or dropped as a whole when the plan is too long. */
export interface Section {
  /** Plain text, for the line that says what was left out. */
  title: string;
  /** Sections with the highest rank are dropped first; 0 is never dropped. */
  rank: number;
  blocks: Block[];
}

/** A part of the plan about an environment as a whole. */
export interface Part {
  title: string;
  rank: number;
  /** Words before the names of the environments. The names are left out when the part holds for all of them. */
  head: Word[];
  tail: Word[];
  /** Below the line; folded away unless it is open. */
  blocks: Block[];
  open?: true;
}

/** The size budget: how much of long things is shown. */
export interface SizeBudget {
  /** Lines of a difference. */
  lines: number;
  /** Rows of a table, items of a list. */
  rows: number;
  /** Characters of one text that others wrote. */
  text: number;
}

/** A template for words: `` words`reads ${table}` ``. Values become names; a value that is a word stays as it is. */
export function words(texts: TemplateStringsArray, ...values: Array<string | number | Exclude<Word, string>>): Word[] {
  return texts.flatMap((text, i) => {
    const value = values[i];
    const own: Word[] = text === '' ? [] : [text];
    if (value === undefined) return own;
    return [...own, typeof value === 'object' ? value : { code: String(value) }];
  });
}

/** Joins lists of words with a text of ours. */
export function joined(lists: Word[][], between: string): Word[] {
  return lists.flatMap((list, i) => (i === 0 ? list : [between, ...list]));
}

/** Cuts a text to at most `most` characters, with an ellipsis. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // Enough for `most` characters of two units each; a longer text is not taken apart as a whole.
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length <= most && text.length <= 2 * most + 2
    ? text
    : `${characters.slice(0, Math.max(0, most - 1)).join('')}…`;
}
