/**
 * A parsed query. It has the nodes that the analysis needs: queries with their relations, and expressions with the
 * expressions inside them. The rest of an expression (keywords, operators, types) is only its tokens.
 */

/** Indices of tokens, end exclusive. */
export interface TokenRange {
  start: number;
  end: number;
}

/** How tightly an expression binds. An expression needs brackets where a higher level than its own is required. */
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
  /** Every expression needs brackets here. Without them the text means something else. */
  brackets: 11,
} as const;

/** An expression inside another one. Its range includes the brackets around it; the range of the node does not. */
export interface Slot extends TokenRange {
  node: Expression;
  /** The lowest level that needs no brackets here. */
  level: number;
}

interface Node extends TokenRange {
  level: number;
  /** In the order of the text. */
  slots: Slot[];
}

/** `a`, `t.a`, `s.t.a`. The parser cannot tell which parts are a table and which are fields of a row. */
export interface Reference extends Node {
  kind: 'reference';
  path: string[];
}

export interface Call extends Node {
  kind: 'call';
  /** The last part of the name, in lower case. */
  name: string;
  /** Keys of an ORDER BY among the arguments. */
  order: SortKey[];
  window: Window | undefined;
}

export interface Window extends TokenRange {
  order: SortKey[];
}

/** Its parameters hide columns in its body, which is the only slot. */
export interface Lambda extends Node {
  kind: 'lambda';
  parameters: string[];
}

/** (SELECT …), EXISTS (…), IN (SELECT …), = ANY (…). The slots are the expressions beside the query. */
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

/** CURRENT_DATE and other functions without brackets. */
export interface Special extends Node {
  kind: 'special';
  name: string;
}

/** Literals, CASE, CAST, predicates and the rest. Only their tokens and their slots matter. */
export interface Other extends Node {
  kind: 'other';
}

export type Expression = Reference | Call | Lambda | QueryExpression | Chain | Special | Other;

export interface SortKey {
  slot: Slot;
}

/** WITH, body, ORDER BY, OFFSET, LIMIT. */
export interface Query extends TokenRange {
  with: NamedQuery[];
  body: QueryBody;
  order: SortKey[];
  /** Tokens of ORDER BY and its keys. */
  orderRange: TokenRange | undefined;
  offset: TokenRange | undefined;
  /** LIMIT n or FETCH FIRST n ROWS ONLY. Undefined for LIMIT ALL, which limits nothing. */
  limit: TokenRange | undefined;
}

export interface NamedQuery {
  name: string;
  columns: string[] | undefined;
  query: Query;
}

export type QueryBody = Select | SetOperation | Values | TableQuery | NestedQuery;

export interface Select extends TokenRange {
  kind: 'select';
  items: SelectItem[];
  from: Relation[];
  where: Slot | undefined;
  /** Undefined without GROUP BY; `simple` is false for GROUPING SETS, ROLLUP and CUBE. */
  group: { keys: Slot[]; simple: boolean } | undefined;
  having: Slot | undefined;
}

export type SelectItem =
  | { kind: 'expression'; slot: Slot; alias: string | undefined; range: TokenRange }
  /** `*` and `t.*`. */
  | { kind: 'star'; path: string[]; range: TokenRange };

export interface SetOperation extends TokenRange {
  kind: 'set';
  /** Two or more, in the order of the text. */
  operands: QueryBody[];
}

export interface Values extends TokenRange {
  kind: 'values';
  rows: Slot[];
}

/** TABLE t. */
export interface TableQuery extends TokenRange {
  kind: 'table';
  path: string[];
}

/** A query in brackets, which may have its own ORDER BY and LIMIT. */
export interface NestedQuery extends TokenRange {
  kind: 'nested';
  query: Query;
}

export type Relation = TableRelation | QueryRelation | Unnest | TableFunction | Join;

interface Aliased extends TokenRange {
  alias: string | undefined;
  columns: string[] | undefined;
  /** Tokens of TABLESAMPLE and what follows it. */
  sample: TokenRange | undefined;
}

export interface TableRelation extends Aliased {
  kind: 'table';
  path: string[];
  /** Expressions of FOR TIMESTAMP AS OF …. */
  slots: Slot[];
}

/** (SELECT …), and LATERAL (SELECT …), which sees the relations to the left of it. */
export interface QueryRelation extends Aliased {
  kind: 'query';
  lateral: boolean;
  query: Query;
}

export interface Unnest extends Aliased {
  kind: 'unnest';
  slots: Slot[];
}

/** TABLE (f(…)). Its columns are not known. The tables among its arguments are `inputs`. */
export interface TableFunction extends Aliased {
  kind: 'function';
  slots: Slot[];
  inputs: Relation[];
}

/** `first`, and the relations that are joined to it one after the other. */
export interface Join extends Aliased {
  kind: 'join';
  first: Relation;
  steps: JoinStep[];
}

export interface JoinStep {
  right: Relation;
  on: Slot | undefined;
  /** Columns of USING. The join has each of them once. */
  using: string[];
}
