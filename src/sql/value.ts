import { LEVEL, type TokenRange } from './ast.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

/**
 * What an expression stands for when its names are replaced. Two values of one analysis are the same when their ids are
 * equal.
 */
export interface Value {
  id: number;
  level: number;
  /** Number of tokens when all names are replaced. A value that grows too large keeps its name. */
  size: number;
  /** Columns of tables, as `OutputColumn.reads` names them. */
  reads: ReadonlySet<string>;
  /** The values that it consists of, with the tokens where they stand. */
  inside: readonly Value[];
  /** The tokens where it stands. */
  range: TokenRange;
  /** True when an aggregate, a window or a query makes it depend on rows other than its own. */
  acrossRows: boolean;
  /** For a column of UNION and the like: what it is in each of the queries. */
  branches?: readonly Value[];
  /** True for a column that has no name until an alias of its relation names it. */
  unnamed?: true;
  /** Appends its tokens, in the spelling of the analysis. */
  write(words: string[]): void;
}

const NO_COLUMNS: ReadonlySet<string> = new Set();

/** All columns that some values read. */
export function union(values: readonly { reads: ReadonlySet<string> }[]): ReadonlySet<string> {
  const reading = values.filter(({ reads }) => reads.size > 0);
  const [first] = reading;
  if (first === undefined) return NO_COLUMNS;
  // The parts of an expression mostly read the same few columns, so they share one set.
  if (reading.every(({ reads }) => reads === first.reads)) return first.reads;
  return new Set(reading.flatMap(({ reads }) => [...reads]));
}

/** Gives each text a number. A text contains the numbers of its parts instead of their texts, so it stays short. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  /** The number of a text: the same text has the same number. */
  of(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }
}

/** The value of a name that stands for itself. */
export function nameValue(id: number, path: readonly string[], reads: ReadonlySet<string>, range: TokenRange): Value {
  const write = (words: string[]) => writeName(path, words);
  return { id, level: LEVEL.primary, size: 1, reads, inside: [], range, acrossRows: false, write };
}

/** Appends the tokens of a qualified name, with quotes around parts that need them. */
export function writeName(path: readonly string[], words: string[]): void {
  path.forEach((part, at) => {
    if (at > 0) words.push('.');
    words.push(writtenName(part));
  });
}

/** A name with quotes around it if it needs them. */
export function writtenName(name: string): string {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED_WORDS.has(name.toUpperCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
