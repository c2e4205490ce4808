import { LEVEL, type Span } from './ast.ts';
import { RESERVED_WORDS } from './reserved-words.ts';

/** What an expression stands for once its names are replaced. Two values of one analysis are the same if their ids are. */
export interface Value {
  id: number;
  level: number;
  /** Tokens that replacing all names gives; a value that grows beyond measure stays a name. */
  size: number;
  /** Columns of tables, as `OutputColumn.reads` names them. */
  reads: ReadonlySet<string>;
  /** The values that it is made of, and where they stand. */
  inside: readonly Value[];
  /** Where it stands, tokens. */
  span: Span;
  /** True where an aggregate, a window or a query makes it depend on other rows than its own. */
  acrossRows: boolean;
  /** Of a column of UNION and the like: what it is in each of the queries. */
  branches?: readonly Value[];
  /** Nothing but the name that its relation gives it tells what it is. */
  unnamed?: true;
  /** Appends its canonical tokens. */
  write(words: string[]): void;
}

const NOTHING: ReadonlySet<string> = new Set();

export function union(values: readonly { reads: ReadonlySet<string> }[]): ReadonlySet<string> {
  const filled = values.filter(({ reads }) => reads.size > 0);
  const [only] = filled;
  if (only === undefined) return NOTHING;
  // Most expressions of an expression read the same few columns: their set is shared.
  if (filled.every(({ reads }) => reads === only.reads)) return only.reads;
  return new Set(filled.flatMap(({ reads }) => [...reads]));
}

/** Numbers texts: the same text, the same number. A text holds the numbers of its parts, so that it stays short. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }
}

/** A name that stands for itself. */
export function nameValue(id: number, path: readonly string[], reads: ReadonlySet<string>, span: Span): Value {
  const write = (words: string[]) => writeName(path, words);
  return { id, level: LEVEL.primary, size: 1, reads, inside: [], span, acrossRows: false, write };
}

export function writeName(path: readonly string[], words: string[]): void {
  path.forEach((part, at) => {
    if (at > 0) words.push('.');
    words.push(written(part));
  });
}

function written(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED_WORDS.has(name.toUpperCase());
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}
