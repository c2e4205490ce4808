import type { DiffLine, StepForecast } from '../plan/plan.ts';

/**
 * A plan as something to read, before it is Markdown or a terminal's text: which words are ours and which were written by
 * others is kept to the end, so that each renderer makes the others' harmless in its own way, in one place.
 */

/** A string is ours and has no character that Markdown means something by. Everything else may hold anything. */
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
  /** Each item has one or more lines. `noun` names what is left out when it is cut. */
  | { kind: 'list'; items: Word[][][]; noun: string }
  /** `align` has one letter a column: l, r or c. */
  | { kind: 'table'; header: string[]; rows: Word[][][]; align: string; noun: string }
  | { kind: 'diff'; lines: DiffLine[] }
  /** `aside`: a terminal, which cannot fold, shows the title only. */
  | { kind: 'fold'; title: Word[]; blocks: Block[]; aside?: true }
  | { kind: 'graph'; steps: StepForecast[] };

/** What stays or goes as a whole when there is too little room. */
export interface Section {
  /** Plain text, for the line that says what was left out. */
  title: string;
  /** The greatest goes first; 0 always stays. */
  rank: number;
  blocks: Block[];
}

/** How much is shown of what can be long. */
export interface Room {
  /** Lines of a difference. */
  lines: number;
  /** Rows of a table, items of a list. */
  rows: number;
  /** Characters of one text of others. */
  text: number;
}

/** Words with the values between them as names: `` words`reads ${table}` ``. A value that is a word already stays as it is. */
export function words(texts: TemplateStringsArray, ...values: Array<string | number | Exclude<Word, string>>): Word[] {
  return texts.flatMap((text, i) => {
    const value = values[i];
    const own: Word[] = text === '' ? [] : [text];
    if (value === undefined) return own;
    return [...own, typeof value === 'object' ? value : { code: String(value) }];
  });
}

/** Lists of words with our text between them. */
export function joined(lists: Word[][], between: string): Word[] {
  return lists.flatMap((list, i) => (i === 0 ? list : [between, ...list]));
}

/** At most so many characters, with an ellipsis for the rest. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // Enough for `most` characters of two units each; a longer text is not taken apart as a whole.
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length <= most && text.length <= 2 * most + 2
    ? text
    : `${characters.slice(0, Math.max(0, most - 1)).join('')}…`;
}
