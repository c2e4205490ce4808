import type { Token } from '../sql/tokens.ts';
import { type Span, spanOf } from './query-names.ts';
import {
  argumentsOf,
  behind,
  divisor,
  lastOf,
  literal,
  misplaced,
  number,
  onlySubquery,
  part,
  slip,
  table,
  word,
} from './query-seek.ts';

export interface Kind {
  kind: string;
  message: RegExp;
  wayOut: string;
  /** Finds what the message is about when Presto names no place, or names one that is not the mistake's. */
  seek?: (tokens: readonly Token[], subject: string, from: number) => Span | undefined;
}

const AGGREGATE = 'Aggregate in a subquery and filter its result, or use HAVING.';
const TYPES = 'CAST one side to the type of the other, or compare what can be compared.';
const LITERAL = 'Correct the value.';

/**
 * Presto gives nearly every mistake the name SYNTAX_ERROR, so the message decides (SemanticException and the parser of
 * PrestoDB 0.296). The first that fits is taken; a group in the expression is the name that the message is about.
 */
export const KINDS: readonly Kind[] = [
  {
    kind: 'unknown-column',
    message: /^(?:Column )?'(.+)' cannot be resolved/,
    wayOut: 'Correct the name, or join the table that has the column.',
  },
  {
    kind: 'unknown-column',
    message: /^Column '(.+)' is missing from (?:left|right) side of join/,
    wayOut: 'Join by a column that both tables have, or use ON.',
  },
  {
    kind: 'unknown-table',
    message: /^(?:Table|View) (\S+) does not exist/,
    wayOut: 'Correct the name of the table.',
    seek: table,
  },
  {
    kind: 'unknown-table',
    message: /^Table '(.+)' not found/,
    wayOut: 'Use the name or the alias of a table in FROM.',
  },
  {
    kind: 'unknown-table',
    message: /^Too many dots in table name: (\S+)/,
    wayOut: 'A table is named catalog.schema.table.',
    seek: table,
  },
  {
    kind: 'unknown-schema',
    message: /^Schema (\S+) does not exist/,
    wayOut: 'Correct the schema.',
    seek: (tokens, subject) => part(tokens, subject, -2),
  },
  {
    kind: 'unknown-catalog',
    message: /^Catalog (\S+) does not exist/,
    wayOut: 'Correct the catalog.',
    seek: (tokens, subject) => part(tokens, subject, -3),
  },
  {
    kind: 'unknown-function',
    message: /^Function (\S+) not registered/,
    wayOut: 'Use a function that this Presto has.',
  },
  {
    kind: 'wrong-arguments',
    message: /^Unexpected parameters .* for function (\S+?)\./,
    wayOut: 'Give the function what it takes, or CAST the argument.',
  },
  { kind: 'unknown-type', message: /^Unknown type: (.+)$/, wayOut: 'Use a type that Presto has.', seek: word },
  {
    kind: 'ambiguous-column',
    message: /^Column '(.+)' is ambiguous/,
    wayOut: 'Write the table or its alias before it.',
  },
  {
    kind: 'missing-group-by',
    message: /must be an aggregate expression or appear in GROUP BY/,
    wayOut: 'Add it to GROUP BY, or aggregate it.',
  },
  {
    kind: 'misplaced-aggregate',
    message: /clause cannot contain aggregations.*?\["(\w+)"/,
    wayOut: AGGREGATE,
    seek: misplaced,
  },
  {
    kind: 'misplaced-aggregate',
    message: /^Cannot nest (?:aggregations|window functions)/,
    wayOut: AGGREGATE,
  },
  {
    kind: 'misplaced-aggregate',
    message: /^A (GROUPING)\(\) operation can only be used/,
    wayOut: 'Use it with GROUPING SETS, CUBE or ROLLUP.',
    seek: word,
  },
  { kind: 'missing-over', message: /requires an OVER clause/, wayOut: 'Write OVER (…) behind the window function.' },
  {
    kind: 'wrong-position',
    message: /position \d+ is not in select list/,
    wayOut: 'Name a column of the SELECT list, or a number that it has.',
  },
  {
    kind: 'wrong-position',
    message: /^For SELECT DISTINCT, ORDER BY expressions must appear in select list/,
    wayOut: 'Order by what is selected, or select what it is ordered by.',
    seek: (tokens) => lastOf(tokens, 'ORDER'),
  },
  {
    kind: 'different-columns',
    message: /query has different number of fields/,
    wayOut: 'Select the same number of columns on both sides.',
  },
  {
    kind: 'subquery-columns',
    message: /^Multiple columns returned by subquery/,
    wayOut: 'Select one column in the subquery.',
  },
  {
    kind: 'duplicate-name',
    message: /^WITH query name '(.+)' specified more than once/,
    wayOut: 'Rename one of them.',
  },
  {
    kind: 'open-parameter',
    message: /^Incorrect number of parameters/,
    wayOut: 'Nothing fills a ?; write the value.',
    seek: (tokens) => spanOf(tokens.find(({ kind, word }) => kind === 'symbol' && word === '?')),
  },
  { kind: 'wrong-literal', message: /^Invalid numeric literal: (\S+)/, wayOut: LITERAL, seek: number },
  { kind: 'wrong-literal', message: /^Invalid EXTRACT field: (\w+)/, wayOut: LITERAL, seek: word },
  { kind: 'wrong-literal', message: /^'(.*)' is not a valid \w+ literal/, wayOut: LITERAL },
  {
    kind: 'wrong-literal',
    message: /^(?:Value cannot be cast to [^:]+|Invalid INTERVAL [^:]+): (.*)$/,
    wayOut: LITERAL,
    seek: literal,
  },
  { kind: 'wrong-literal', message: /^Cannot cast '(.*)' to /, wayOut: LITERAL, seek: literal },
  { kind: 'wrong-literal', message: /^'(.*)' is not a valid .* field/, wayOut: LITERAL, seek: literal },
  {
    kind: 'division-by-zero',
    message: /^(?:\/|Division) by zero/,
    wayOut: 'Divide by nullif(x, 0), or by something else.',
    seek: divisor,
  },
  {
    kind: 'type-mismatch',
    message:
      /cannot be applied to|must evaluate to|must be (?:of )?the same|incompatible types|not comparable|^Cannot check if|mismatched types/,
    wayOut: TYPES,
  },
  {
    kind: 'type-mismatch',
    message: /operand type does not match/,
    wayOut: TYPES,
  },
  {
    kind: 'type-mismatch',
    message: /^Cannot cast \S+(?: .+)? to /,
    wayOut: 'CAST to a type that it can become, or take a part of it that can.',
  },
  {
    kind: 'type-mismatch',
    message: /^Expression .* is not of type ROW/,
    wayOut: 'A dot stands behind a table, its alias or a ROW.',
  },
  {
    kind: 'wrong-pattern',
    message:
      /pattern with unmatched|char-class|repeat operator|unmatched close|escape sequence|backref|group (?:name|option)|end pattern/,
    wayOut: 'Correct the regular expression; \\( is a bracket as a character.',
    seek: (tokens) => argumentsOf(tokens, /^REGEXP_/),
  },
  {
    kind: 'wrong-literal',
    message: /^Escape (?:string|character) must be/,
    wayOut: 'Give ESCAPE one character.',
    seek: (tokens) => behind(tokens, 'ESCAPE'),
  },
  {
    kind: 'wrong-literal',
    message: /^Time zone not supported: (\S+)/,
    wayOut: 'Use a name such as UTC or Europe/Berlin.',
    seek: literal,
  },
  { kind: 'wrong-literal', message: /^Out of range for \w+: (\S+)/, wayOut: LITERAL, seek: number },
  { kind: 'wrong-literal', message: /overflow: (\d+)/, wayOut: 'CAST it AS double or decimal first.', seek: number },
  { kind: 'wrong-literal', message: /^Sample percentage/, wayOut: 'Give a number from 0 to 100.' },
  {
    kind: 'missing-element',
    message: /^(?:Array subscript|Key not present in map)/,
    wayOut: 'Write element_at(…), which is NULL for what is not there.',
  },
  {
    kind: 'not-supported',
    message: /correlated subquery/,
    wayOut: 'Join what the subquery reads, and group or filter there.',
    seek: onlySubquery,
  },
  {
    kind: 'not-supported',
    message: /^(Offset) support is not enabled/,
    wayOut: 'Leave OFFSET out; rows are numbered by row_number() OVER (ORDER BY …).',
    seek: word,
  },
  {
    kind: 'different-columns',
    message: /olumn alias list has \d+ entries/,
    wayOut: 'Name as many columns as there are.',
  },
  { kind: 'wrong-window', message: /^Window frame/, wayOut: 'Correct the frame of the window.' },
  {
    kind: 'type-mismatch',
    message: /^Cannot (unnest) type/,
    wayOut: 'UNNEST takes an array or a map.',
    seek: word,
  },
  {
    kind: 'syntax',
    message:
      /^(?:mismatched input|extraneous input|no viable alternative|missing |token recognition|identifiers must not|backquoted|Lambda expression)/,
    wayOut: 'Correct the SQL at this place.',
    seek: slip,
  },
];

/** By Presto's name of the error, for what has no message of its own above. */
export const NAMES: Record<string, { kind: string; wayOut: string }> = {
  PERMISSION_DENIED: { kind: 'access-denied', wayOut: 'Let the user of the secret read it, or read something else.' },
  INVALID_CAST_ARGUMENT: { kind: 'wrong-literal', wayOut: LITERAL },
  INVALID_FUNCTION_ARGUMENT: { kind: 'wrong-arguments', wayOut: 'Give the function a value that it takes.' },
  NUMERIC_VALUE_OUT_OF_RANGE: { kind: 'wrong-literal', wayOut: LITERAL },
  NOT_SUPPORTED: { kind: 'not-supported', wayOut: 'Write it in a way that this Presto supports.' },
};
