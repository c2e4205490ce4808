import type { Expression, Query, QueryBody, TokenRange } from './ast.ts';
import { reservedName, strayToken, unexpectedToken } from './problem-text.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { type Token, tokenize } from './tokens.ts';

/** Real queries do not nest as deep as this, and Presto's own parser exhausts its stack soon after it. */
const MAX_DEPTH = 400;

/** Thrown by the parser and caught in `parseQuery`. Offsets in the text. */
export class SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What to write instead, where the text tells it. */
  readonly advice: string | undefined;

  constructor(message: string, start: number, end: number, advice: string | undefined) {
    this.message = message;
    this.start = start;
    this.end = end;
    this.advice = advice;
  }
}

/**
 * An expression at its place in the text. The range includes the brackets around it; the range of the node does not.
 */
export interface PlacedExpression extends TokenRange {
  node: Expression;
}

/**
 * The functions through which the grammar is recursive: an expression contains queries, and a query contains
 * expressions. `parseQuery` binds them, so that the files of the grammar do not import each other in a circle.
 */
export interface Grammar {
  /** Reads any expression. `left` is its first operand, if it is already read. */
  readCondition(c: Cursor, left?: PlacedExpression): PlacedExpression;
  /** Reads an expression without AND, OR, NOT and comparisons: sums, products, concatenations and their operands. */
  readValue(c: Cursor): PlacedExpression;
  readQuery(c: Cursor): Query;
  /** Reads the rest of a query whose first part is already read. */
  continueQuery(c: Cursor, first: QueryBody): Query;
}

/** The tokens of one text, and the position of the parser in them. */
export class Cursor {
  readonly text: string;
  readonly grammar: Grammar;
  readonly tokens: readonly Token[];
  /** Problems that Presto reports only after it has read the whole statement. */
  readonly lateProblems: SyntaxProblem[] = [];
  at = 0;
  private depth = 0;
  private expected: string[] = [];
  private expectedAt = -1;

  constructor(text: string, grammar: Grammar) {
    this.text = text;
    this.grammar = grammar;
    this.tokens = tokenize(text);
  }

  /** The token at the position, or some tokens ahead of it. Behind the end it is the last token, of kind `end`. */
  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? (this.tokens[this.tokens.length - 1] as Token);
  }

  /** `word` of the token at the position. It equals a keyword or a symbol only where one stands. */
  get word(): string {
    return this.peek().word;
  }

  /** Whether these keywords or symbols stand at the position. */
  is(...words: string[]): boolean {
    for (let i = 0; i < words.length; i++) if (this.peek(i).word !== words[i]) return false;
    return true;
  }

  /** Reads these words if they stand here. If not, a message about this position names them as expected. */
  accept(...words: string[]): boolean {
    if (this.is(...words)) {
      this.at += words.length;
      return true;
    }
    this.expectAlso(words.join(' '));
    return false;
  }

  /** Reads these words. @throws SyntaxProblem where one of them is missing */
  expect(...words: string[]): void {
    for (const word of words) if (!this.accept(word)) this.fail();
  }

  /** Adds to what a message about this position names as expected. */
  expectAlso(what: string): void {
    if (this.expectedAt !== this.at) this.expected = [];
    this.expectedAt = this.at;
    this.expected.push(what);
  }

  /** The token here does not fit. @throws SyntaxProblem always; its message names `what` as expected */
  fail(what?: string): never {
    if (what !== undefined) this.expectAlso(what);
    const stray = strayToken(this.text, this.peek());
    if (stray !== undefined) throw this.problem(stray);
    const expected = this.expectedAt === this.at ? this.expected : [];
    const { message, advice } = unexpectedToken(this.text, this.tokens, this.at, expected);
    throw this.problemAt(message, { start: this.at, end: this.at + 1 }, advice);
  }

  /** Remembers a problem that Presto reports only after it has read the whole statement. */
  reportLate(message: string, from = this.at, to = from): void {
    this.lateProblems.push(this.problem(message, from, to));
  }

  /** A problem whose message says what to do, from one token to another, both included. */
  problem(message: string, from = this.at, to = from): SyntaxProblem {
    return this.problemAt(message, { start: from, end: to + 1 }, message);
  }

  private problemAt(message: string, { start, end }: TokenRange, advice: string | undefined): SyntaxProblem {
    return new SyntaxProblem(message, this.tokens[start]?.start ?? 0, this.tokens[end - 1]?.end ?? 0, advice);
  }

  isName(ahead = 0): boolean {
    const { kind, word } = this.peek(ahead);
    if (kind === 'word') return !RESERVED_WORDS.has(word);
    return kind === 'quoted' || kind === 'backquoted' || kind === 'digit-word';
  }

  /**
   * Reads a name and returns it in lower case: Presto compares names of tables and columns without their letter case.
   * `what` says in a message what the name is for.
   */
  readName(what = 'a name'): string {
    const token = this.peek();
    if (!this.isName()) {
      if (token.kind !== 'word') this.fail(what);
      const { message, advice } = reservedName(this.text, this.tokens, this.at, what);
      throw this.problemAt(message, { start: this.at, end: this.at + 1 }, advice);
    }
    const problem = badName(token, this.text);
    if (problem !== undefined) throw this.problem(problem);
    this.at++;
    const written = this.text.slice(token.start, token.end);
    return (token.kind === 'quoted' ? written.slice(1, -1).replaceAll('""', '"') : written).toLowerCase();
  }

  /** Reads `a`, `a.b` or `a.b.c` and returns its parts. */
  readQualifiedName(what?: string): string[] {
    const path = [this.readName(what)];
    while (this.is('.')) {
      if (!this.isName(1)) throw this.problem('a name must follow this dot');
      this.at++;
      path.push(this.readName());
    }
    return path;
  }

  /** Reads one or more items with commas between them. */
  readList<T>(readItem: () => T): T[] {
    const items = [readItem()];
    while (this.accept(',')) items.push(readItem());
    return items;
  }

  /** Counts how deep expressions and queries are nested while `read` runs, so that no text can exhaust the stack. */
  nest<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw this.problem(`this is nested more than ${MAX_DEPTH} levels deep, which Presto cannot read either`);
    }
    const result = read();
    this.depth--;
    return result;
  }
}

function badName(token: Token, text: string): string | undefined {
  const written = text.slice(token.start, token.end);
  if (token.kind === 'backquoted') return 'write a name in double quotes; Presto does not support backquotes';
  if (token.kind === 'digit-word') return `the name ${written} begins with a digit; put it in double quotes`;
  if (token.kind !== 'word') return undefined;
  if (written.includes('::')) return "a name cannot contain ':'; Presto casts with CAST(… AS …), not with ::";
  const sign = /[:@]/.exec(written)?.[0];
  return sign === undefined ? undefined : `a name with '${sign}' must be in double quotes`;
}
