/** What the text of a query alone tells about it. Places are in that text. */
export interface SqlAnalysis {
  /** In the order of the SELECT list. */
  columns: OutputColumn[];
  /** True when a `*` stands for columns that only the tables tell: then `columns` may lack some. */
  star: boolean;
  /** Tables that are read, as written, in lower case, sorted: `tpch.sf1.orders`, `orders`. */
  tables: string[];
  /** What makes two runs differ, in the order of the text. */
  nondeterminism: Nondeterminism[];
}

export interface OutputColumn {
  /** Name of the column, in lower case; undefined for an expression without an alias. */
  name: string | undefined;
  place: SqlSpan;
  /**
   * The expression in one way of writing: words in lower case, single blanks, no comments, no brackets that change
   * nothing. Names that come from subqueries and WITH are replaced by the expressions that they stand for, and columns
   * are qualified by their table where it is certain: `sum(lineitem.extendedprice)`.
   */
  expression: string;
  /** Columns of tables that it reads, sorted: `lineitem.extendedprice`. */
  reads: string[];
}

export interface Nondeterminism {
  /**
   * - `random`: RANDOM, RAND, UUID, SHUFFLE.
   * - `sample`: TABLESAMPLE.
   * - `clock`: now(), current_date.
   * - `limit`: LIMIT without a total order.
   * - `arbitrary`: arbitrary, any_value, array_agg without ORDER BY, row_number and the like over a window without
   *   ORDER BY.
   */
  kind: 'random' | 'sample' | 'clock' | 'limit' | 'arbitrary';
  /** The words that do it, as written. */
  text: string;
  place: SqlSpan;
}

/**
 * A piece of a text. Offset and length are in UTF-16 units; line and column count from 1, in characters, as Presto
 * counts them.
 */
export interface SqlSpan {
  offset: number;
  length: number;
  line: number;
  column: number;
}

/** Why a text is not a query. */
export interface SqlProblem {
  /** Includes the advice. */
  message: string;
  /** What to write instead, where the text tells it. */
  advice: string | undefined;
  place: SqlSpan;
}
