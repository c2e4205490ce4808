import type { NamedQuery, Query } from './ast.ts';
import type { NamedQueries, NameScope, QueryOutput } from './scope.ts';
import type { Token } from './tokens.ts';
import { Numbering } from './value.ts';

/** Finds the columns of a query, which sees the names of `parent` and the WITH queries `named`. */
type ResolveOutput = (r: Resolver, query: Query, parent: NameScope | undefined, named: NamedQueries) => QueryOutput;

/** What all queries and expressions of one analysis share. */
export class Resolver {
  readonly tokens: readonly Token[];
  readonly numbering = new Numbering();
  /** WITH queries that a source already stands for. A second source is another set of rows. */
  readonly usedQueries = new Set<NamedQuery>();
  private readonly tablesRead = new Set<string>();
  /** Tables by their short name: the last part, or the whole name where another table has that last part. */
  private readonly shortNames = new Map<string, string>();
  /** Labels of sources, and how often each one was asked for again. */
  private readonly labels = new Map<string, number>();
  /** The set of one column, by its name. All places that name the column share it. */
  private readonly columnSets = new Map<string, ReadonlySet<string>>();
  /** Columns that are read since the last `collectReads`. */
  private columnsRead = new Set<string>();
  /**
   * The function that resolves a query. It is bound here, because a query contains expressions and relations that
   * contain queries: their files would import each other in a circle.
   */
  private readonly resolveOutput: ResolveOutput;

  constructor(tokens: readonly Token[], resolveOutput: ResolveOutput) {
    this.tokens = tokens;
    this.resolveOutput = resolveOutput;
  }

  /** Tables that are read, as written, in lower case, sorted. */
  tables(): string[] {
    return [...this.tablesRead].sort();
  }

  /** The columns of a query. It sees the names of `parent`, if there is one, and the WITH queries `named`. */
  output(query: Query, parent: NameScope | undefined, named: NamedQueries): QueryOutput {
    return this.resolveOutput(this, query, parent, named);
  }

  /** Runs `resolve`, and returns the columns that it reads beside its result. */
  collectReads<T>(resolve: () => T): { result: T; reads: ReadonlySet<string> } {
    const outer = this.columnsRead;
    this.columnsRead = new Set();
    const result = resolve();
    const reads = this.columnsRead;
    this.columnsRead = outer;
    return { result, reads };
  }

  noteReads(columns: Iterable<string>): void {
    for (const column of columns) this.columnsRead.add(column);
  }

  /** The set of one column. */
  columnSet(name: string): ReadonlySet<string> {
    const columns = this.columnSets.get(name) ?? new Set([name]);
    this.columnSets.set(name, columns);
    return columns;
  }

  /** Notes that a table is read, and returns its short name. */
  noteTable(path: readonly string[]): string {
    const whole = path.join('.');
    this.tablesRead.add(whole);
    const last = path.at(-1) ?? '';
    const owner = this.shortNames.get(last);
    if (owner === undefined) this.shortNames.set(last, whole);
    return owner === undefined || owner === whole ? last : whole;
  }

  /** A label that no other source of the query has: the name, else the alias, else one of them with a number. */
  newLabel(name: string, alias?: string): string {
    const first = this.labels.has(name) && alias !== undefined ? alias : name;
    let label = first;
    let count = this.labels.get(first) ?? 0;
    while (this.labels.has(label)) label = `${first} ${++count + 1}`;
    this.labels.set(first, count).set(label, this.labels.get(label) ?? 0);
    return label;
  }
}
