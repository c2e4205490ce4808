import { isAggregate } from './aggregates.ts';
import { type Expression, LEVEL, type Reference, type TokenRange } from './ast.ts';
import { forEachPart } from './expression-parts.ts';
import type { Resolver } from './resolver.ts';
import { type NameScope, resolveName, type Source } from './scope.ts';
import { spellingOf } from './spelling.ts';
import { nameValue, union, type Value, writeName } from './value.ts';

/** A value of more tokens than this is written by its name. */
const MAX_SIZE = 2_000;
/** A text of more words than this gets no more values, only their names. */
const MAX_WORDS = 100_000;
/** In a longer chain, the shorter expressions that it begins with are not values. */
const MAX_CHAIN = 64;

/** The name that a column has without an alias: the last part of a reference. */
export function lastName(expression: Expression): string | undefined {
  return expression.kind === 'reference' ? expression.path.at(-1) : undefined;
}

/** Replaces the names in an expression by what they stand for. */
export function resolveExpression(r: Resolver, node: Expression, scope: NameScope): Value {
  if (node.kind === 'reference') return resolveReference(r, node, scope);
  const inner: NameScope =
    node.kind === 'lambda'
      ? { ...scope, sources: [], using: new Map(), parameters: node.parameters, parent: scope }
      : scope;
  const values = node.slots.map((slot) => resolveExpression(r, slot.node, inner));
  let reads = union(values);
  if (node.kind === 'query') {
    const query = r.collectReads(() => r.output(node.query, scope, scope.named));
    r.noteReads(query.reads);
    reads = union([{ reads }, query]);
  }
  const isAcrossRows =
    node.kind === 'query' || (node.kind === 'call' && (node.window !== undefined || isAggregate(node.name)));
  const { id, inside } = identify(r, node, values);
  return {
    id,
    level: node.level,
    size: sizeOf(node, values),
    reads,
    inside,
    range: node,
    acrossRows: isAcrossRows || values.some(({ acrossRows }) => acrossRows),
    write: (words) => writeExpression(r, node, values, words),
  };
}

function sizeOf({ start, end }: TokenRange, values: readonly Value[]): number {
  return values.reduce((sum, value) => sum + value.size, end - start);
}

/** The number of an expression, from its words and the numbers of the values in it; and these values. */
function identify(r: Resolver, node: Expression, values: readonly Value[]): { id: number; inside: Value[] } {
  const ends = node.kind === 'chain' ? node.ends : [];
  let inside: Value[] = [];
  let words: string[] = [];
  let count = 0;
  let next = 0;
  forEachPart(node, {
    token: (at) => {
      // The shorter expression that a chain begins with has a number too: `a - b` in `a - b + c`.
      if (at === ends[next]) {
        next++;
        if (words.length > 1) {
          const id = r.numbering.of(words.join(' '));
          if (ends.length <= MAX_CHAIN) {
            const part = { ...node, end: at, slots: node.slots.slice(0, count) };
            inside = [partValue(r, part, values.slice(0, count), { id, inside })];
          }
          words = [`#${id}`];
        }
      }
      words.push(wordAt(r, at));
    },
    slot: (_, index) => {
      const value = values[index];
      if (value === undefined) return;
      words.push(`#${value.id}`);
      inside.push(value);
      count++;
    },
  });
  return { id: r.numbering.of(words.join(' ')), inside };
}

/** The value of the beginning of a chain. */
function partValue(
  r: Resolver,
  part: Expression,
  values: readonly Value[],
  { id, inside }: { id: number; inside: readonly Value[] },
): Value {
  return {
    id,
    level: part.level,
    size: sizeOf(part, values),
    reads: union(values),
    inside,
    range: { start: part.start, end: part.end },
    acrossRows: values.some(({ acrossRows }) => acrossRows),
    write: (words) => writeExpression(r, part, values, words),
  };
}

function wordAt(r: Resolver, at: number): string {
  const token = r.tokens[at];
  return token === undefined ? '' : spellingOf(token);
}

function writeExpression(r: Resolver, node: Expression, values: readonly Value[], words: string[]): void {
  forEachPart(node, {
    token: (at) => words.push(wordAt(r, at)),
    slot: ({ level }, index) => {
      const value = values[index];
      if (value !== undefined) writeValue(value, level, words);
    },
  });
}

/** Appends the tokens of a value, in brackets where its level needs them. */
function writeValue(value: Value, level: number, words: string[]): void {
  const needsBrackets = value.level < level;
  if (needsBrackets) words.push('(');
  value.write(words);
  if (needsBrackets) words.push(')');
}

function resolveReference(r: Resolver, node: Reference, scope: NameScope): Value {
  const resolution = resolveName(node.path, scope);
  const path = node.path.join('.');
  if (resolution.kind === 'parameter') return nameValue(r.numbering.of(`$${path}`), node.path, new Set(), node);
  if (resolution.kind === 'unknown') {
    r.noteReads([path]);
    return nameValue(r.numbering.of(`?${path}`), node.path, new Set([path]), node);
  }
  const { source, name, column, fields } = resolution;
  const value = column?.value ?? columnValue(r, source, name, node);
  r.noteReads(value.reads);
  const placed = placedValue(value, source, name, node);
  if (fields.length === 0) return placed;
  return {
    ...placed,
    id: r.numbering.of(`#${value.id} . ${fields.join(' . ')}`),
    level: LEVEL.primary,
    inside: [placed],
    write: (words) => {
      writeValue(placed, LEVEL.primary, words);
      for (const field of fields) {
        words.push('.');
        writeName([field], words);
      }
    },
  };
}

/** The value of a column of a table, or of a relation whose columns are not known. */
export function columnValue(r: Resolver, source: Source, name: string, range: TokenRange): Value {
  const reads = r.columnSet(`${source.unlisted?.table ?? source.label}.${name}`);
  return nameValue(r.numbering.of(`@${source.label}.${name}`), [source.label, name], reads, range);
}

/** The value of a column at a place that names it. A value that is too long there is written by the name. */
export function placedValue(value: Value, source: Source, name: string, range: TokenRange): Value {
  const isLong = value.size > MAX_SIZE;
  return {
    ...value,
    level: isLong ? LEVEL.primary : value.level,
    size: isLong ? 1 : value.size,
    range,
    inside: [value],
    write: (words) => {
      if (isLong || words.length > MAX_WORDS) writeName([source.label, name], words);
      else value.write(words);
    },
  };
}
