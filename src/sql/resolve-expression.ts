import { isAggregate } from './aggregates.ts';
import { type Expression, LEVEL, type Reference, type Span } from './ast.ts';
import { canonicalToken } from './canonical-token.ts';
import { queryOutput, type Resolver } from './resolve-query.ts';
import { meaning, type Scope, type Source } from './scope.ts';
import { nameValue, union, type Value, writeName } from './value.ts';

/** What grows beyond this many tokens is written by its name. */
const LONGEST = 2_000;
const LONGEST_TEXT = 100_000;
/** Shorter expressions inside chains that are longer than this are not looked at one by one. */
const LONGEST_CHAIN = 64;

export function lastName(expression: Expression): string | undefined {
  return expression.kind === 'reference' ? expression.path.at(-1) : undefined;
}

/** Replaces the names in an expression by what they stand for. */
export function resolveExpression(r: Resolver, node: Expression, scope: Scope): Value {
  if (node.kind === 'reference') return resolveReference(r, node, scope);
  const inner: Scope =
    node.kind === 'lambda'
      ? { ...scope, sources: [], using: new Map(), parameters: node.parameters, parent: scope }
      : scope;
  const values = node.slots.map((slot) => resolveExpression(r, slot.node, inner));
  let reads = union(values);
  let acrossRows = values.some((value) => value.acrossRows);
  if (node.kind === 'query') {
    const before = r.touched;
    r.touched = new Set();
    queryOutput(r, node.query, scope, scope.named);
    reads = union([{ reads }, { reads: new Set(r.touched) }]);
    for (const column of r.touched) before.add(column);
    r.touched = before;
    acrossRows = true;
  } else if (node.kind === 'call' && (node.window !== undefined || isAggregate(node.name))) acrossRows = true;
  const { id, inside } = identify(r, node, values);
  const size = values.reduce((sum, value) => sum + value.size, node.end - node.start);
  const write = (words: string[]) => writeExpression(r, node, values, words);
  return { id, level: node.level, size, reads, inside, span: node, acrossRows, write };
}

/** The number of an expression, from its words and the numbers of what is in it. */
function identify(r: Resolver, node: Expression, values: readonly Value[]): { id: number; inside: Value[] } {
  const { drop } = r.parsed.marks;
  const ends = node.kind === 'chain' ? node.ends : [];
  let inside: Value[] = [];
  let words: string[] = [];
  let next = 0;
  for (let at = node.start, end = 0; at < node.end; at++) {
    // What the chain begins with is a chain too: of `a - b + c` it is `a - b`.
    if (at === ends[end]) {
      end++;
      if (words.length > 1) {
        const id = r.numbering.of(words.join(' '));
        if (ends.length <= LONGEST_CHAIN) inside = [beginning(r, node, values.slice(0, next), inside, id, at)];
        words = [`#${id}`];
      }
    }
    const slot = node.slots[next];
    const value = values[next];
    if (slot !== undefined && value !== undefined && at === slot.start) {
      words.push(`#${value.id}`);
      inside.push(value);
      at = slot.end - 1;
      next++;
    } else if (!drop.has(at)) words.push(word(r, at));
  }
  return { id: r.numbering.of(words.join(' ')), inside };
}

function beginning(
  r: Resolver,
  node: Expression,
  values: readonly Value[],
  inside: readonly Value[],
  id: number,
  end: number,
): Value {
  const part = { ...node, end, slots: node.slots.slice(0, values.length) };
  return {
    id,
    level: node.level,
    size: values.reduce((sum, value) => sum + value.size, end - node.start),
    reads: union(values),
    inside,
    span: { start: node.start, end },
    acrossRows: values.some((value) => value.acrossRows),
    write: (words) => writeExpression(r, part, values, words),
  };
}

function word(r: Resolver, at: number): string {
  const token = r.parsed.tokens[at];
  return r.parsed.marks.replace.get(at)?.toLowerCase() ?? (token === undefined ? '' : canonicalToken(token));
}

function writeExpression(r: Resolver, node: Expression, values: readonly Value[], words: string[]): void {
  const { drop, implicitAs } = r.parsed.marks;
  let next = 0;
  for (let at = node.start; at < node.end; at++) {
    const slot = node.slots[next];
    const value = values[next];
    if (slot === undefined || value === undefined || at !== slot.start) {
      if (implicitAs.has(at)) words.push('as');
      if (!drop.has(at)) words.push(word(r, at));
      continue;
    }
    const brackets = value.level < slot.level;
    if (brackets) words.push('(');
    value.write(words);
    if (brackets) words.push(')');
    at = slot.end - 1;
    next++;
  }
}

function resolveReference(r: Resolver, node: Reference, scope: Scope): Value {
  const found = meaning(node.path, scope);
  if (found.kind === 'parameter')
    return nameValue(r.numbering.of(`$${node.path.join('.')}`), node.path, new Set(), node);
  if (found.kind === 'unknown') {
    const name = node.path.join('.');
    r.touched.add(name);
    return nameValue(r.numbering.of(`?${name}`), node.path, new Set([name]), node);
  }
  const { source, column, field, rest } = found;
  const value = field?.value ?? columnValue(r, source, column, node);
  for (const name of value.reads) r.touched.add(name);
  const named = fieldValue(value, source, column, node);
  if (rest.length === 0) return named;
  return {
    ...named,
    id: r.numbering.of(`#${value.id} . ${rest.join(' . ')}`),
    level: LEVEL.primary,
    inside: [named],
    write: (words) => {
      const brackets = named.level < LEVEL.primary;
      if (brackets) words.push('(');
      named.write(words);
      if (brackets) words.push(')');
      for (const part of rest) {
        words.push('.');
        writeName([part], words);
      }
    },
  };
}

/** A column of a table, or of something whose columns are not known. */
export function columnValue(r: Resolver, source: Source, column: string, span: Span): Value {
  const name = `${source.open?.table ?? source.label}.${column}`;
  const reads = r.reads.get(name) ?? new Set([name]);
  r.reads.set(name, reads);
  return nameValue(r.numbering.of(`@${source.label}.${column}`), [source.label, column], reads, span);
}

/** A column of a relation where it is named: it is what it stands for, and stands elsewhere. */
export function fieldValue(value: Value, source: Source, column: string, span: Span): Value {
  const long = value.size > LONGEST;
  return {
    ...value,
    level: long ? LEVEL.primary : value.level,
    size: long ? 1 : value.size,
    span,
    inside: [value],
    write: (words) => {
      if (long || words.length > LONGEST_TEXT) writeName([source.label, column], words);
      else value.write(words);
    },
  };
}
