import type { Expression, Slot, Span } from './ast.ts';
import { foundInstead, reservedName, strayToken } from './problem-text.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { type Token, tokenize } from './tokens.ts';

/** Deeper than this no hand nests, and Presto runs out of its stack soon after. */
const DEEPEST = 400;

/** Thrown by the parser and caught where it was called. Offsets in the text. */
export class SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  constructor(message: string, start: number, end: number) {
    this.message = message;
    this.start = start;
    this.end = end;
  }
}

/** An expression where it stands: the span includes brackets around it. */
export interface Held extends Span {
  node: Expression;
}

/** Tokens that say nothing, and those that say the same in another way. Indices of tokens. */
export interface Marks {
  drop: Set<number>;
  /** What stands instead of a token. */
  replace: Map<number, string>;
  /** Names with AS left out. */
  implicitAs: Set<number>;
}

/** The tokens of one text and how far they are read. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly marks: Marks = { drop: new Set(), replace: new Map(), implicitAs: new Set() };
  /** What Presto finds only after it has read the whole statement. */
  readonly late: SyntaxProblem[] = [];
  at = 0;
  private depth = 0;
  private wanted: string[] = [];
  private wantedAt = -1;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? (this.tokens[this.tokens.length - 1] as Token);
  }

  /** The keyword or symbol here, or something that is none. */
  get word(): string {
    return this.peek().word;
  }

  is(...words: string[]): boolean {
    for (let i = 0; i < words.length; i++) if (this.peek(i).word !== words[i]) return false;
    return true;
  }

  /** Reads these words if they stand here; remembers that they could have, for the message. */
  accept(...words: string[]): boolean {
    if (this.is(...words)) {
      this.at += words.length;
      return true;
    }
    this.want(words.join(' '));
    return false;
  }

  expect(...words: string[]): void {
    for (const word of words) if (!this.accept(word)) this.fail();
  }

  want(what: string): void {
    if (this.wantedAt !== this.at) this.wanted = [];
    this.wantedAt = this.at;
    this.wanted.push(what);
  }

  /** What stands here does not fit; `what` would have. */
  fail(what?: string): never {
    if (what !== undefined) this.want(what);
    const token = this.peek();
    const wanted = this.wantedAt === this.at ? this.wanted : [];
    throw this.problem(strayToken(this.text, token) ?? foundInstead(this.text, this.tokens, this.at, wanted));
  }

  problem(message: string, from = this.at, to = from): SyntaxProblem {
    const [first, last] = [this.tokens[from], this.tokens[to]];
    return new SyntaxProblem(message, first?.start ?? 0, last?.end ?? 0);
  }

  isName(ahead = 0): boolean {
    const { kind, word } = this.peek(ahead);
    if (kind === 'word') return !RESERVED_WORDS.has(word);
    return kind === 'quoted' || kind === 'backquoted' || kind === 'digit-word';
  }

  /** A name, in lower case: Presto finds tables and columns whatever their case. */
  name(what = 'a name'): string {
    if (!this.isName()) {
      const { kind, word } = this.peek();
      if (kind === 'word') throw this.problem(reservedName(this.text, this.tokens, this.at, what, word));
      this.fail(what);
    }
    const token = this.peek();
    const problem = badName(token, this.text);
    if (problem !== undefined) throw this.problem(problem);
    this.at++;
    const written = this.text.slice(token.start, token.end);
    return (token.kind === 'quoted' ? written.slice(1, -1).replaceAll('""', '"') : written).toLowerCase();
  }

  qualifiedName(what?: string): string[] {
    const path = [this.name(what)];
    while (this.is('.')) {
      if (!this.isName(1)) throw this.problem('a name must follow this dot');
      this.at++;
      path.push(this.name());
    }
    return path;
  }

  /** One or more, with commas between. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.accept(',')) items.push(read());
    return items;
  }

  /** Counts how deep things are nested while `read` runs, so that no text can exhaust the stack. */
  nest<T>(read: () => T): T {
    if (++this.depth > DEEPEST) {
      throw this.problem(`this is nested more than ${DEEPEST} levels deep, which Presto cannot read either`);
    }
    const result = read();
    this.depth--;
    return result;
  }

  /** Puts an expression into another one, and marks brackets that change nothing there. */
  slot(held: Held, level: number): Slot {
    const { node, start, end } = held;
    const pairs = node.start - start - (node.level < level ? 1 : 0);
    for (let pair = 0; pair < pairs; pair++) this.marks.drop.add(start + pair).add(end - 1 - pair);
    return { node, start, end, level };
  }
}

function badName(token: Token, text: string): string | undefined {
  const written = text.slice(token.start, token.end);
  if (token.kind === 'backquoted') return 'a name stands in double quotes; Presto knows no backquotes';
  if (token.kind === 'digit-word') return `the name ${written} begins with a digit; put it in double quotes`;
  if (token.kind !== 'word') return undefined;
  if (written.includes('::')) return `a name has no ':'; Presto casts with CAST(… AS …), not with ::`;
  const sign = /[:@]/.exec(written)?.[0];
  return sign === undefined ? undefined : `a name has no '${sign}' unless it stands in double quotes`;
}
