/**
 * A parsed query. It holds what the analysis asks for: queries with their relations, and expressions with what is inside
 * them; everything else of an expression (keywords, operators, types) is its tokens.
 */

/** Indices of tokens, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** How tightly an expression holds together; where a level is needed, an expression of a lower one is put in brackets. */
export const LEVEL = {
  any: 0,
  or: 1,
  and: 2,
  not: 3,
  predicate: 4,
  concatenation: 5,
  sum: 6,
  product: 7,
  sign: 8,
  zone: 9,
  primary: 10,
  /** What stands here means something else without brackets, whatever it is. */
  brackets: 11,
} as const;

/** An expression inside another one. The span includes brackets around it, the expression's own does not. */
export interface Slot extends Span {
  node: Expression;
  /** The least level that stands here without brackets. */
  level: number;
}

interface Node extends Span {
  level: number;
  /** In the order of the text. */
  slots: Slot[];
}

/** `a`, `t.a`, `s.t.a`: which of the parts are table and which are fields of a row is found out with the tables. */
export interface Reference extends Node {
  kind: 'reference';
  path: string[];
}

export interface Call extends Node {
  kind: 'call';
  /** The last part of the name, in lower case. */
  name: string;
  /** True for `count(*)`. */
  star: boolean;
  /** Keys of an ORDER BY among the arguments. */
  order: SortKey[];
  window: Window | undefined;
}

export interface Window extends Span {
  order: SortKey[];
}

/** Its parameters hide columns in its body, which is the only slot. */
export interface Lambda extends Node {
  kind: 'lambda';
  parameters: string[];
}

/** (SELECT …), EXISTS (…), IN (SELECT …), = ANY (…): expressions beside the query, if any, are slots. */
export interface QueryExpression extends Node {
  kind: 'query';
  query: Query;
}

/** Operators of one level, or fields and elements: `a - b + c`, `a[1].b`. */
export interface Chain extends Node {
  kind: 'chain';
  /** Where the shorter expressions that it begins with end: `a - b`, `a[1]`. */
  ends: number[];
}

/** CURRENT_DATE and the like, which are functions without brackets. */
export interface Special extends Node {
  kind: 'special';
  name: string;
}

/** Literals, CASE, CAST, predicates and the rest: their tokens and their slots say it all. */
export interface Other extends Node {
  kind: 'other';
}

export type Expression = Reference | Call | Lambda | QueryExpression | Chain | Special | Other;

export interface SortKey {
  slot: Slot;
}

/** WITH, body, ORDER BY, OFFSET, LIMIT. */
export interface Query extends Span {
  with: NamedQuery[];
  body: QueryBody;
  order: SortKey[];
  /** Tokens of ORDER BY and its keys. */
  orderSpan: Span | undefined;
  /** OFFSET n, and LIMIT n or FETCH FIRST n ROWS ONLY; LIMIT ALL is none. */
  offset: Span | undefined;
  limit: Span | undefined;
}

export interface NamedQuery {
  name: string;
  columns: string[] | undefined;
  query: Query;
}

export type QueryBody = Select | SetOperation | Values | TableQuery | NestedQuery;

export interface Select extends Span {
  kind: 'select';
  distinct: boolean;
  items: SelectItem[];
  from: Relation[];
  where: Slot | undefined;
  /** Undefined without GROUP BY; `simple` is false for GROUPING SETS, ROLLUP and CUBE. */
  group: { keys: Slot[]; simple: boolean } | undefined;
  having: Slot | undefined;
}

export type SelectItem =
  | { kind: 'expression'; slot: Slot; alias: string | undefined; span: Span }
  /** `*` and `t.*`. */
  | { kind: 'star'; path: string[]; span: Span };

export interface SetOperation extends Span {
  kind: 'set';
  /** Two or more, in the order of the text. */
  operands: QueryBody[];
}

export interface Values extends Span {
  kind: 'values';
  rows: Slot[];
}

/** TABLE t. */
export interface TableQuery extends Span {
  kind: 'table';
  path: string[];
}

/** A query in brackets, which may have ORDER BY and LIMIT of its own. */
export interface NestedQuery extends Span {
  kind: 'nested';
  query: Query;
}

export type Relation = TableRelation | QueryRelation | Unnest | TableFunction | Join;

interface Aliased extends Span {
  alias: string | undefined;
  columns: string[] | undefined;
  /** Tokens of TABLESAMPLE and what follows it. */
  sample: Span | undefined;
}

export interface TableRelation extends Aliased {
  kind: 'table';
  path: string[];
  /** Expressions of FOR TIMESTAMP AS OF …. */
  slots: Slot[];
}

/** (SELECT …) and LATERAL (SELECT …), which sees what stands left of it. */
export interface QueryRelation extends Aliased {
  kind: 'query';
  lateral: boolean;
  query: Query;
}

export interface Unnest extends Aliased {
  kind: 'unnest';
  slots: Slot[];
}

/** TABLE (f(…)): its columns are not known. Tables among its arguments are `inputs`. */
export interface TableFunction extends Aliased {
  kind: 'function';
  slots: Slot[];
  inputs: Relation[];
}

/** `first` and what is joined to it, one after the other. */
export interface Join extends Aliased {
  kind: 'join';
  first: Relation;
  steps: JoinStep[];
}

export interface JoinStep {
  right: Relation;
  on: Slot | undefined;
  /** Columns of USING, which the join gives once. */
  using: string[];
  natural: boolean;
}
