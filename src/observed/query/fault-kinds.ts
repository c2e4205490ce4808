import type { RuleIn } from '../../rule-names.ts';
import type { Token } from '../../sql/tokens.ts';
import { type Span, spanOf } from './names.ts';
import {
  findDivision,
  findLastKeyword,
  findLiteral,
  findLiteralAfter,
  findMisplacedFunction,
  findMisspeltKeyword,
  findName,
  findNamePart,
  findNumber,
  findOnlySubquery,
  findSecondArgument,
  findTable,
} from './seek.ts';

/** One kind of mistake: how Presto's message is recognised, and what to do. */
export interface FaultKind {
  kind: RuleIn<'query'>;
  message: RegExp;
  way_out: string;
  /**
   * Finds the part of the query that the message is about, where Presto gives no place or not the place of the mistake.
   */
  findSpan?: (tokens: readonly Token[], subject: string, from: number) => Span | undefined;
}

const AGGREGATE_WAY_OUT = 'Aggregate in a subquery and filter its result, or use HAVING.';
const TYPES_WAY_OUT = 'CAST one side to the type of the other.';
const LITERAL_WAY_OUT = 'Correct the value.';

/**
 * The kinds of mistakes, by Presto's message. Presto gives nearly every mistake the name SYNTAX_ERROR, so the message
 * decides (SemanticException and the parser of PrestoDB 0.296). The first kind that matches is used. The group in the
 * expression is the name that the message is about.
 */
export const FAULT_KINDS: readonly FaultKind[] = [
  {
    kind: 'unknown-column',
    message: /^(?:Column )?'(.+)' cannot be resolved/,
    way_out: 'Correct the name, or join the table that has the column.',
  },
  {
    kind: 'unknown-column',
    message: /^Column '(.+)' is missing from (?:left|right) side of join/,
    way_out: 'Join by a column that both tables have, or use ON.',
  },
  {
    kind: 'unknown-table',
    message: /^(?:Table|View) (\S+) does not exist/,
    way_out: 'Correct the name of the table.',
    findSpan: findTable,
  },
  {
    kind: 'unknown-table',
    message: /^Table '(.+)' not found/,
    way_out: 'Use the name or the alias of a table in FROM.',
  },
  {
    kind: 'unknown-table',
    message: /^Too many dots in table name: (\S+)/,
    way_out: 'A table is named catalog.schema.table.',
    findSpan: findTable,
  },
  {
    kind: 'unknown-schema',
    message: /^Schema (\S+) does not exist/,
    way_out: 'Correct the schema.',
    findSpan: (tokens, subject) => findNamePart(tokens, subject, -2),
  },
  {
    kind: 'unknown-catalog',
    message: /^Catalog (\S+) does not exist/,
    way_out: 'Correct the catalog.',
    findSpan: (tokens, subject) => findNamePart(tokens, subject, -3),
  },
  {
    kind: 'unknown-function',
    message: /^Function (\S+) not registered/,
    way_out: 'Use a function that this Presto has.',
  },
  {
    kind: 'wrong-arguments',
    message: /^Unexpected parameters .* for function (\S+?)\./,
    way_out: 'Give the function arguments of the types that it takes, or CAST them.',
  },
  { kind: 'unknown-type', message: /^Unknown type: (.+)$/, way_out: 'Use a type that Presto has.', findSpan: findName },
  {
    kind: 'ambiguous-column',
    message: /^Column '(.+)' is ambiguous/,
    way_out: 'Write the table or its alias before it.',
  },
  {
    kind: 'missing-group-by',
    message: /must be an aggregate expression or appear in GROUP BY/,
    way_out: 'Add it to GROUP BY, or aggregate it.',
  },
  {
    kind: 'misplaced-aggregate',
    message: /clause cannot contain aggregations.*?\["(\w+)"/,
    way_out: AGGREGATE_WAY_OUT,
    findSpan: findMisplacedFunction,
  },
  {
    kind: 'misplaced-aggregate',
    message: /^Cannot nest (?:aggregations|window functions)/,
    way_out: AGGREGATE_WAY_OUT,
  },
  {
    kind: 'misplaced-aggregate',
    message: /^A (GROUPING)\(\) operation can only be used/,
    way_out: 'Use it with GROUPING SETS, CUBE or ROLLUP.',
    findSpan: findName,
  },
  { kind: 'missing-over', message: /requires an OVER clause/, way_out: 'Write OVER (…) after the window function.' },
  {
    kind: 'wrong-position',
    message: /position \d+ is not in select list/,
    way_out: 'Name a column of the SELECT list, or write the number of one.',
  },
  {
    kind: 'wrong-position',
    message: /^For SELECT DISTINCT, ORDER BY expressions must appear in select list/,
    way_out: 'Order by a selected column, or select the column that orders the rows.',
    findSpan: (tokens) => findLastKeyword(tokens, 'ORDER'),
  },
  {
    kind: 'different-columns',
    message: /query has different number of fields/,
    way_out: 'Select the same number of columns on both sides.',
  },
  {
    kind: 'subquery-columns',
    message: /^Multiple columns returned by subquery/,
    way_out: 'Select one column in the subquery.',
  },
  {
    kind: 'duplicate-name',
    message: /^WITH query name '(.+)' specified more than once/,
    way_out: 'Rename one of them.',
  },
  {
    kind: 'open-parameter',
    message: /^Incorrect number of parameters/,
    way_out: 'Write the value instead of ?; no value is given for it.',
    findSpan: (tokens) => spanOf(tokens.find(({ kind, word }) => kind === 'symbol' && word === '?')),
  },
  { kind: 'wrong-literal', message: /^Invalid numeric literal: (\S+)/, way_out: LITERAL_WAY_OUT, findSpan: findNumber },
  { kind: 'wrong-literal', message: /^Invalid EXTRACT field: (\w+)/, way_out: LITERAL_WAY_OUT, findSpan: findName },
  { kind: 'wrong-literal', message: /^'(.*)' is not a valid \w+ literal/, way_out: LITERAL_WAY_OUT },
  {
    kind: 'wrong-literal',
    message: /^(?:Value cannot be cast to [^:]+|Invalid INTERVAL [^:]+): (.*)$/,
    way_out: LITERAL_WAY_OUT,
    findSpan: findLiteral,
  },
  { kind: 'wrong-literal', message: /^Cannot cast '(.*)' to /, way_out: LITERAL_WAY_OUT, findSpan: findLiteral },
  {
    kind: 'wrong-literal',
    message: /^'(.*)' is not a valid .* field/,
    way_out: LITERAL_WAY_OUT,
    findSpan: findLiteral,
  },
  {
    kind: 'division-by-zero',
    message: /^(?:\/|Division) by zero/,
    way_out: 'Divide by nullif(x, 0), or by another value.',
    findSpan: findDivision,
  },
  {
    kind: 'type-mismatch',
    message:
      /cannot be applied to|must evaluate to|must be (?:of )?the same|incompatible types|not comparable|^Cannot check if|mismatched types/,
    way_out: TYPES_WAY_OUT,
  },
  {
    kind: 'type-mismatch',
    message: /operand type does not match/,
    way_out: TYPES_WAY_OUT,
  },
  {
    kind: 'type-mismatch',
    message: /^Cannot cast \S+(?: .+)? to /,
    way_out: 'CAST to a type that it can be converted to, or convert a part of it.',
  },
  {
    kind: 'type-mismatch',
    message: /^Expression .* is not of type ROW/,
    way_out: 'Write a dot only after a table, its alias or a ROW.',
  },
  {
    kind: 'wrong-pattern',
    message:
      /pattern with unmatched|char-class|repeat operator|unmatched close|escape sequence|backref|group (?:name|option)|end pattern/,
    way_out: 'Correct the regular expression; write \\( for a bracket as a character.',
    findSpan: (tokens) => findSecondArgument(tokens, /^REGEXP_/),
  },
  {
    kind: 'wrong-literal',
    message: /^Escape (?:string|character) must be/,
    way_out: 'Give ESCAPE one character.',
    findSpan: (tokens) => findLiteralAfter(tokens, 'ESCAPE'),
  },
  {
    kind: 'wrong-literal',
    message: /^Time zone not supported: (\S+)/,
    way_out: 'Use a name such as UTC or Europe/Berlin.',
    findSpan: findLiteral,
  },
  { kind: 'wrong-literal', message: /^Out of range for \w+: (\S+)/, way_out: LITERAL_WAY_OUT, findSpan: findNumber },
  {
    kind: 'wrong-literal',
    message: /overflow: (\d+)/,
    way_out: 'CAST it AS double or decimal first.',
    findSpan: findNumber,
  },
  { kind: 'wrong-literal', message: /^Sample percentage/, way_out: 'Give a number from 0 to 100.' },
  {
    kind: 'missing-element',
    message: /^(?:Array subscript|Key not present in map)/,
    way_out: 'Write element_at(…), which is NULL for an element that does not exist.',
  },
  {
    kind: 'not-supported',
    message: /correlated subquery/,
    way_out: 'Join the table that the subquery reads, and group or filter there.',
    findSpan: findOnlySubquery,
  },
  {
    kind: 'not-supported',
    message: /^(Offset) support is not enabled/,
    way_out: 'Leave OFFSET out; number the rows with row_number() OVER (ORDER BY …).',
    findSpan: findName,
  },
  {
    kind: 'different-columns',
    message: /olumn alias list has \d+ entries/,
    way_out: 'Name as many columns as the table or subquery has.',
  },
  { kind: 'wrong-window', message: /^Window frame/, way_out: 'Correct the frame of the window.' },
  {
    kind: 'type-mismatch',
    message: /^Cannot (unnest) type/,
    way_out: 'UNNEST takes an array or a map.',
    findSpan: findName,
  },
  {
    kind: 'syntax',
    message:
      /^(?:mismatched input|extraneous input|no viable alternative|missing |token recognition|identifiers must not|backquoted|Lambda expression)/,
    way_out: 'Correct the SQL at this place.',
    findSpan: findMisspeltKeyword,
  },
];

/** The kinds of mistakes by Presto's name of the error, for messages that `FAULT_KINDS` does not have. */
export const FAULT_NAMES: Record<string, { kind: RuleIn<'query'>; way_out: string }> = {
  PERMISSION_DENIED: {
    kind: 'access-denied',
    way_out: 'Allow the user in the secret to read it, or read another table.',
  },
  INVALID_CAST_ARGUMENT: { kind: 'wrong-literal', way_out: LITERAL_WAY_OUT },
  INVALID_FUNCTION_ARGUMENT: { kind: 'wrong-arguments', way_out: 'Give the function a value that it accepts.' },
  NUMERIC_VALUE_OUT_OF_RANGE: { kind: 'wrong-literal', way_out: LITERAL_WAY_OUT },
  NOT_SUPPORTED: { kind: 'not-supported', way_out: 'Write it in a way that this Presto supports.' },
};
