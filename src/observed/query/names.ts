import { isName, nameOf, type Token } from '../../sql/tokens.ts';

/** A part of a text, in UTF-16 units. */
export type Span = { offset: number; length: number };

/** Returns the span of a token. */
export function spanOf(token: Token | undefined): Span | undefined {
  return token && { offset: token.start, length: token.end - token.start };
}

/** A dotted name: `catalog.schema.table`. */
export interface Chain {
  /** Its parts, as Presto compares them. */
  names: string[];
  tokens: Token[];
  /** The token before the name. */
  before: Token | undefined;
  start: number;
  end: number;
}

/** Reads the dotted name `a.b.c` that starts with the token at `index`. That token must be a name. */
export function chainFrom(tokens: readonly Token[], index: number): Chain {
  const parts: Token[] = [];
  for (let at = index; ; at += 2) {
    const [token, dot] = [tokens[at], tokens[at + 1]];
    if (!token || !isName(token)) break;
    parts.push(token);
    if (dot?.word !== '.') break;
  }
  const [first, last] = [parts[0], parts.at(-1)];
  return {
    names: parts.map(nameOf),
    tokens: parts,
    before: tokens[index - 1],
    start: first?.start ?? 0,
    end: last?.end ?? 0,
  };
}

/**
 * Returns the dotted names that can name a table: first those after FROM, JOIN or TABLE, then those after a comma, then
 * others.
 */
export function tableChains(tokens: readonly Token[]): Chain[] {
  const chains = tokens.flatMap((token, index) =>
    isName(token) && tokens[index - 1]?.word !== '.' ? [chainFrom(tokens, index)] : [],
  );
  const rank = ({ before }: Chain) =>
    ['FROM', 'JOIN', 'TABLE'].includes(before?.word ?? '') ? 0 : before?.word === ',' ? 1 : 2;
  return chains.sort((a, b) => rank(a) - rank(b) || a.start - b.start);
}
