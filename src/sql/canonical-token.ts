import type { Token } from './tokens.ts';

/** A token as all its spellings are written. */
export function canonicalToken(token: Token): string {
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
    default:
      return token.word;
  }
}
