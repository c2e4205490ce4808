import type { Relation, Slot } from './ast.ts';
import { columnValue, resolveExpression } from './resolve-expression.ts';
import { type Output, queryOutput, type Resolver } from './resolve-query.ts';
import type { Field, Scope, Source } from './scope.ts';
import { nameValue, union } from './value.ts';

const NOWHERE = { start: 0, end: 0 };

/** Adds what a relation of a FROM brings to the names of its query. */
export function addRelation(r: Resolver, relation: Relation, scope: Scope): void {
  if (relation.kind === 'join' && relation.alias === undefined) addJoin(r, relation, scope);
  else scope.sources.push(renamed(r, relation, source(r, relation, scope)));
}

function addJoin(r: Resolver, join: Extract<Relation, { kind: 'join' }>, scope: Scope): void {
  const from = scope.sources.length;
  addRelation(r, join.first, scope);
  for (const { right, using } of join.steps) {
    const left = using.length > 0 ? scope.sources.slice(from) : [];
    addRelation(r, right, scope);
    for (const name of using) {
      const known = left.find((candidate) => candidate.fields.some((field) => field.name === name));
      const shared = known ?? left.find(({ open }) => open !== undefined);
      if (shared !== undefined && !scope.using.has(name)) scope.using.set(name, shared);
    }
  }
}

/** ON of the joins that bring their names to the query itself. */
export function joinConditions(relation: Relation): Slot[] {
  if (relation.kind !== 'join' || relation.alias !== undefined) return [];
  const inner = [relation.first, ...relation.steps.map(({ right }) => right)].flatMap(joinConditions);
  return [...inner, ...relation.steps.flatMap(({ on }) => on ?? [])];
}

function source(r: Resolver, relation: Relation, scope: Scope): Source {
  const { alias } = relation;
  switch (relation.kind) {
    case 'table':
      return tableSource(r, relation.path, alias, scope);
    case 'query': {
      const parent = relation.lateral ? scope : scope.parent;
      return derived(r, queryOutput(r, relation.query, parent, scope.named), alias, 'query');
    }
    case 'unnest': {
      const reads = union(relation.slots.map((slot) => resolveExpression(r, slot.node, scope)));
      const made = empty(r, alias, 'unnest');
      const field = (name: string): Field => {
        const id = r.numbering.of(`unnest ${made.label}.${name}`);
        return { name, value: nameValue(id, [made.label, name], reads, NOWHERE) };
      };
      return { ...made, fields: (relation.columns ?? []).map(field) };
    }
    case 'function': {
      const inside: Scope = { ...scope, sources: [], parent: scope };
      for (const input of relation.inputs) addRelation(r, input, inside);
      return { ...empty(r, alias, 'function'), open: { table: undefined } };
    }
    case 'join': {
      const inside: Scope = { ...scope, sources: [], using: new Map(), parent: scope };
      const plain = { ...relation, alias: undefined };
      addRelation(r, plain, inside);
      for (const slot of joinConditions(plain)) resolveExpression(r, slot.node, inside);
      const made = empty(r, alias, 'join');
      const open = inside.sources.find((part) => part.open !== undefined)?.open;
      return { ...made, fields: inside.sources.flatMap(({ fields }) => fields), open };
    }
  }
}

/** A table, or a WITH query of that name. */
export function tableSource(r: Resolver, path: string[], alias: string | undefined, scope: Scope): Source {
  const name = path.at(-1) ?? '';
  const with_ = path.length === 1 ? scope.named.get(name) : undefined;
  if (with_ === undefined) {
    const table = shortName(r, path);
    return {
      path: alias === undefined ? path : [alias],
      label: label(r, table, alias),
      fields: [],
      open: { table },
      seen: new Set(),
    };
  }
  const again = r.used.has(with_.of);
  r.used.add(with_.of);
  const made = derived(r, with_.output, alias ?? name, name);
  const columns = with_.of.columns;
  const fields = made.fields.map((field, at) => (columns === undefined ? field : named(made, columns[at], field)));
  return { ...made, fields: again ? fields.map((field) => itself(r, made, field)) : fields };
}

/** Another use of a WITH query is another set of rows: its columns stand for themselves. */
function itself(r: Resolver, { label: owner }: Source, { name, value }: Field): Field {
  const id = r.numbering.of(`@${owner}.${name}`);
  return {
    name,
    value: { ...nameValue(id, [owner, name ?? '?'], value.reads, value.span), acrossRows: value.acrossRows },
  };
}

function derived(r: Resolver, output: Output, alias: string | undefined, name: string): Source {
  const made = empty(r, alias, name);
  return { ...made, fields: output.columns, open: output.open ? { table: undefined } : undefined };
}

function empty(r: Resolver, alias: string | undefined, name: string): Source {
  const path = alias === undefined ? [] : [alias];
  return { path, label: label(r, alias ?? name, undefined), fields: [], open: undefined, seen: new Set() };
}

/** With `t (a, b)` the columns have these names and no others. */
function renamed(r: Resolver, relation: Relation, plain: Source): Source {
  const { columns } = relation;
  if (columns === undefined || relation.kind === 'unnest') return plain;
  const fields = columns.map((name, at) => {
    const field = plain.open === undefined ? plain.fields[at] : undefined;
    return field === undefined ? { name, value: columnValue(r, plain, name, NOWHERE) } : named(plain, name, field);
  });
  return { ...plain, fields, open: undefined };
}

function named({ label: owner }: Source, name: string | undefined, { value }: Field): Field {
  if (value.unnamed !== true || name === undefined) return { name, value };
  return { name, value: { ...nameValue(value.id, [owner, name], value.reads, value.span) } };
}

function shortName(r: Resolver, path: readonly string[]): string {
  const whole = path.join('.');
  r.tables.add(whole);
  const last = path.at(-1) ?? '';
  const owner = r.shortNames.get(last);
  if (owner === undefined) r.shortNames.set(last, whole);
  return owner === undefined || owner === whole ? last : whole;
}

/** A name that no other relation of the query has. */
function label(r: Resolver, name: string, alias: string | undefined): string {
  let free = r.labels.has(name) && alias !== undefined ? alias : name;
  const first = free;
  let count = r.labels.get(first) ?? 0;
  while (r.labels.has(free)) free = `${first} ${++count + 1}`;
  r.labels.set(first, count).set(free, r.labels.get(free) ?? 0);
  return free;
}
