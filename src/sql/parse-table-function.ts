import type { Relation, Slot } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { isQueryWord } from './lookahead.ts';
import { NO_ALIAS, readAlias, readColumnAliases } from './parse-alias.ts';
import { readExpression, readSortKey } from './parse-slot.ts';
import { readType } from './parse-type.ts';

/** The arguments of a table function: expressions, and tables as its inputs. */
interface TableArguments {
  slots: Slot[];
  inputs: Relation[];
}

/** Reads f(name => value, TABLE (t) PARTITION BY …, DESCRIPTOR (a BIGINT)) COPARTITION …, behind TABLE (. */
export function readTableFunction(c: Cursor): TableArguments {
  const args: TableArguments = { slots: [], inputs: [] };
  c.readQualifiedName('a table function');
  c.expect('(');
  if (!c.is(')') && !c.is('COPARTITION', '(')) c.readList(() => readArgument(c, args));
  if (c.is('COPARTITION')) {
    c.at++;
    c.readList(() => {
      c.expect('(');
      c.readList(() => c.readQualifiedName());
      c.expect(')');
    });
  }
  c.expect(')', ')');
  return args;
}

function readArgument(c: Cursor, { slots, inputs }: TableArguments): void {
  if (c.isName() && c.peek(1).word === '=>') {
    c.readName();
    c.at++;
  }
  if (c.is('DESCRIPTOR', '(')) {
    c.at += 2;
    c.readList(() => {
      c.readName();
      if (!c.is(',') && !c.is(')')) readType(c);
    });
    c.expect(')');
  } else if (c.is('CAST', '(', 'NULL', 'AS', 'DESCRIPTOR')) {
    c.at += 5;
    c.expect(')');
  } else if (c.is('TABLE')) inputs.push(readTableArgument(c, slots));
  else slots.push(readExpression(c));
}

function readTableArgument(c: Cursor, slots: Slot[]): Relation {
  const start = c.at++;
  c.expect('(');
  const table: Relation =
    isQueryWord(c.word) || c.is('(')
      ? { kind: 'query', lateral: false, query: c.grammar.readQuery(c), ...NO_ALIAS, start, end: c.at }
      : { kind: 'table', path: c.readQualifiedName('a table'), slots: [], ...NO_ALIAS, start, end: c.at };
  c.expect(')');
  const isClause = c.is('PARTITION', 'BY') || c.is('PRUNE', 'WHEN') || c.is('KEEP', 'WHEN') || c.is('COPARTITION', '(');
  const alias = isClause ? undefined : readAlias(c);
  if (alias !== undefined) readColumnAliases(c);
  readTableClauses(c, slots);
  return { ...table, alias };
}

/** Reads PARTITION BY, PRUNE WHEN EMPTY and ORDER BY behind a table. */
function readTableClauses(c: Cursor, slots: Slot[]): void {
  if (c.is('PARTITION')) {
    c.at++;
    c.expect('BY');
    if (c.is('(', ')')) c.at += 2;
    else slots.push(readExpression(c));
  }
  if (c.is('PRUNE') || c.is('KEEP')) {
    c.at++;
    c.expect('WHEN', 'EMPTY');
  }
  if (c.is('ORDER')) {
    c.at++;
    c.expect('BY');
    const hasBrackets = c.is('(');
    if (hasBrackets) c.at++;
    const keys = hasBrackets ? c.readList(() => readSortKey(c)) : [readSortKey(c)];
    slots.push(...keys.map(({ slot }) => slot));
    if (hasBrackets) c.expect(')');
  }
}
