import type { Cursor } from './cursor.ts';
import { isClause } from './lookahead.ts';

/** What a relation has before its alias and TABLESAMPLE are read. */
export const NO_ALIAS = { alias: undefined, columns: undefined, sample: undefined } as const;

/** Reads a name behind an expression or a relation, with AS or without it, if one stands here. */
export function readAlias(c: Cursor): string | undefined {
  if (c.accept('AS')) return c.readName();
  if (!c.isName() || isClause(c)) return undefined;
  if (c.is('TABLESAMPLE', 'BERNOULLI') || c.is('TABLESAMPLE', 'SYSTEM')) return undefined;
  return c.readName();
}

/** Reads `(a, b)` behind the name of a relation, if it stands here. */
export function readColumnAliases(c: Cursor): string[] | undefined {
  return c.is('(') ? readColumnNames(c) : undefined;
}

/** Reads `(a, b)`. */
export function readColumnNames(c: Cursor): string[] {
  c.expect('(');
  const names = c.readList(() => c.readName('a column'));
  c.expect(')');
  return names;
}
