import type { Token } from './tokens.ts';

/**
 * A token as the analysis writes it and compares it: spellings of one thing become one text. Words are in lower case,
 * because Presto compares names without their letter case.
 */
export function spellingOf(token: Token): string {
  switch (token.kind) {
    case 'word':
    case 'type':
    case 'digit-word':
    case 'double':
      return token.word.toLowerCase();
    case 'binary':
      return `X'${token.word.slice(2, -1).replace(/\s+/g, '').toUpperCase()}'`;
    case 'unicode':
      return `U${token.word.slice(1)}`;
    case 'symbol':
      return token.word === '!=' ? '<>' : token.word;
    default:
      return token.word;
  }
}
