import { isName, nameOf, type Token } from '../sql/tokens.ts';

/** A piece of a text, in UTF-16 units. */
export type Span = { offset: number; length: number };

export function spanOf(token: Token | undefined): Span | undefined {
  return token && { offset: token.start, length: token.end - token.start };
}

export interface Chain {
  names: string[];
  tokens: Token[];
  /** Token before it. */
  before: Token | undefined;
  start: number;
  end: number;
}

/** `a.b.c` from the token at `index`, which is a name. */
export function chainFrom(tokens: readonly Token[], index: number): Chain {
  const own: Token[] = [];
  for (let at = index; ; at += 2) {
    const [token, dot] = [tokens[at], tokens[at + 1]];
    if (!token || !isName(token)) break;
    own.push(token);
    if (dot?.word !== '.') break;
  }
  const [first, last] = [own[0], own.at(-1)];
  return {
    names: own.map(nameOf),
    tokens: own,
    before: tokens[index - 1],
    start: first?.start ?? 0,
    end: last?.end ?? 0,
  };
}

/** The dotted names of the text that can name a table: behind FROM, JOIN, TABLE or a comma first, then all others. */
export function tableChains(tokens: readonly Token[]): Chain[] {
  const chains = tokens.flatMap((token, index) =>
    isName(token) && tokens[index - 1]?.word !== '.' ? [chainFrom(tokens, index)] : [],
  );
  const rank = ({ before }: Chain) =>
    ['FROM', 'JOIN', 'TABLE'].includes(before?.word ?? '') ? 0 : before?.word === ',' ? 1 : 2;
  return chains.sort((a, b) => rank(a) - rank(b) || a.start - b.start);
}
