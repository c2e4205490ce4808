import type { PrestoError } from '../ports/presto.ts';
import { type Token, tokenize } from '../sql/tokens.ts';

/** What Presto has against a query: which rule it breaks, and where in the text. */
export interface QueryFault {
  /** Second half of the finding's rule: `query/unknown-column`. */
  kind: string;
  /** Presto's own words, without the position that it counts in what it was sent. */
  message: string;
  wayOut: string;
  /** The name that the message is about, as Presto writes it. */
  subject: string | undefined;
  /** In the text, in UTF-16 units; undefined when the text has no such place. */
  at: { offset: number; length: number } | undefined;
  /** A key of the configuration that has the mistake when the text has it not. */
  setting?: string;
}

interface Kind {
  kind: string;
  message: RegExp;
  wayOut: string;
  /** Finds what the message is about when Presto names no place, or names one that is not the mistake's. */
  seek?: (tokens: readonly Token[], subject: string, from: number) => Span | undefined;
}

type Span = { offset: number; length: number };

const AGGREGATE = 'Aggregate in a subquery and filter its result, or use HAVING.';
const TYPES = 'CAST one side to the type of the other, or compare what can be compared.';
const LITERAL = 'Correct the value.';

/**
 * Presto gives nearly every mistake the name SYNTAX_ERROR, so the message decides (SemanticException and the parser of
 * PrestoDB 0.296). The first that fits is taken; a group in the expression is the name that the message is about.
 */
const KINDS: readonly Kind[] = [
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
const NAMES: Record<string, { kind: string; wayOut: string }> = {
  PERMISSION_DENIED: { kind: 'access-denied', wayOut: 'Let the user of the secret read it, or read something else.' },
  INVALID_CAST_ARGUMENT: { kind: 'wrong-literal', wayOut: LITERAL },
  INVALID_FUNCTION_ARGUMENT: { kind: 'wrong-arguments', wayOut: 'Give the function a value that it takes.' },
  NUMERIC_VALUE_OUT_OF_RANGE: { kind: 'wrong-literal', wayOut: LITERAL },
  NOT_SUPPORTED: { kind: 'not-supported', wayOut: 'Write it in a way that this Presto supports.' },
};

/** Longest message shown: the signatures of an overloaded function fill a page. */
const LONGEST = 300;

/**
 * Reads one error of Presto. `linesBefore` is how many lines were put before the text when it was sent.
 */
export function queryFault(error: PrestoError, sql: string, linesBefore: number, offsetOf: OffsetOf): QueryFault {
  const message = error.message
    .replace(/^line \d+:\d+: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  const tokens = tokenize(sql);
  const line = (error.location?.line ?? 0) - linesBefore;
  const given = error.location && line >= 1 ? offsetOf(sql, { line, column: error.location.column }) : undefined;
  const found = KINDS.map((kind) => ({ ...kind, match: kind.message.exec(message) })).find(({ match }) => match);
  const subject = found?.match?.[1];
  const named = NAMES[error.name] ?? (error.type === 'INSUFFICIENT_RESOURCES' ? TOO_EXPENSIVE : OTHER);
  const seek = found?.seek ?? (given === undefined ? anywhere : undefined);
  const sought = seek?.(tokens, found?.kind === 'syntax' ? message : (subject ?? message), given ?? 0);
  const at = sought ?? (given === undefined ? undefined : spanAt(tokens, given, subject, sql));
  const setting = at
    ? undefined
    : { 'unknown-schema': 'presto.schema', 'unknown-catalog': 'presto.catalog' }[found?.kind ?? ''];
  return {
    kind: found?.kind ?? named.kind,
    message: message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message,
    wayOut: found?.wayOut ?? named.wayOut,
    subject,
    at,
    ...(setting === undefined ? {} : { setting }),
  };
}

type OffsetOf = (sql: string, at: { line: number; column: number }) => number;

const TOO_EXPENSIVE = { kind: 'too-expensive', wayOut: 'Make the query cheaper.' };
const OTHER = { kind: 'invalid', wayOut: 'Correct the query.' };

const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted';

/** A name as it is compared: letter case does not matter, quotes are taken off. */
function nameOf({ kind, word }: Token): string {
  return (kind === 'quoted' ? word.slice(1, -1).replaceAll('""', '"') : word).toLowerCase();
}

function spanOf(token: Token | undefined): Span | undefined {
  return token && { offset: token.start, length: token.end - token.start };
}

/** From an offset to the end of the token there; of a dotted name, of all of it when that is what the message names. */
function spanAt(tokens: readonly Token[], offset: number, subject: string | undefined, sql: string): Span {
  const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = tokens[index];
  if (!token || token.kind === 'end') return { offset: Math.min(offset, sql.length), length: 0 };
  const chain = isName(token) ? chainFrom(tokens, index) : undefined;
  const whole = chain && subject !== undefined && chain.names.join('.') === subject.toLowerCase();
  return { offset, length: (whole ? chain.end : token.end) - offset };
}

interface Chain {
  names: string[];
  tokens: Token[];
  /** Token before it. */
  before: Token | undefined;
  start: number;
  end: number;
}

/** `a.b.c` from the token at `index`, which is a name. */
function chainFrom(tokens: readonly Token[], index: number): Chain {
  const own: Token[] = [];
  for (let at = index; ; at += 2) {
    const [token, dot] = [tokens[at], tokens[at + 1]];
    if (!token || !isName(token)) break;
    own.push(token);
    if (dot?.word !== '.') break;
  }
  const [first, last] = [own[0], own.at(-1)];
  return {
    names: own.map(nameOf),
    tokens: own,
    before: tokens[index - 1],
    start: first?.start ?? 0,
    end: last?.end ?? 0,
  };
}

/** The dotted names of the text that can name a table: behind FROM, JOIN, TABLE or a comma first, then all others. */
function tableChains(tokens: readonly Token[]): Chain[] {
  const chains = tokens.flatMap((token, index) =>
    isName(token) && tokens[index - 1]?.word !== '.' ? [chainFrom(tokens, index)] : [],
  );
  const rank = ({ before }: Chain) =>
    ['FROM', 'JOIN', 'TABLE'].includes(before?.word ?? '') ? 0 : before?.word === ',' ? 1 : 2;
  return chains.sort((a, b) => rank(a) - rank(b) || a.start - b.start);
}

/** Presto names the table in full; the text may leave out the catalog and the schema. */
function table(tokens: readonly Token[], subject: string): Span | undefined {
  const name = `.${subject.toLowerCase()}`;
  const chain = tableChains(tokens).find(({ names }) => name.endsWith(`.${names.join('.')}`));
  return chain && { offset: chain.start, length: chain.end - chain.start };
}

/** The schema (-2) or the catalog (-3) of a table's name, counted from its end. */
function part(tokens: readonly Token[], subject: string, place: number): Span | undefined {
  const chain = tableChains(tokens).find(({ names }) => names.at(place) === subject.toLowerCase());
  return spanOf(chain?.tokens.at(place));
}

function word(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const name = subject.toLowerCase();
  return spanOf(tokens.find((token) => token.start >= from && isName(token) && nameOf(token) === name));
}

function lastOf(tokens: readonly Token[], keyword: string): Span | undefined {
  return spanOf(tokens.findLast((token) => token.kind === 'word' && token.word === keyword));
}

function number(tokens: readonly Token[], subject: string): Span | undefined {
  return spanOf(tokens.find((token) => token.word.toUpperCase() === subject.toUpperCase()));
}

/** The text in quotes that the message repeats. */
function literal(tokens: readonly Token[], subject: string): Span | undefined {
  const written = `'${subject.replaceAll("'", "''")}'`;
  return spanOf(tokens.find((token) => token.kind === 'string' && token.word === written));
}

function divisor(tokens: readonly Token[]): Span | undefined {
  const index = tokens.findIndex(
    (token, at) => (token.word === '/' || token.word === '%') && Number(tokens[at + 1]?.word) === 0,
  );
  return spanOf(tokens[index]);
}

/** Presto points at the condition that the function is part of, by its operator; the function is what a reader looks for. */
function misplaced(tokens: readonly Token[], subject: string, from: number): Span | undefined {
  const clause = tokens.findLast(({ start, word }) => start <= from && ['WHERE', 'ON', 'GROUP'].includes(word));
  return clause && word(tokens, subject, clause.start);
}

/** What stands in quotes in a message without a place, if the text has it as a literal. */
function anywhere(tokens: readonly Token[], message: string): Span | undefined {
  const quoted = /'([^']+)'/.exec(message)?.[1];
  return quoted === undefined ? undefined : literal(tokens, quoted);
}

/**
 * A misspelt keyword is taken for an alias, and the word after it is what Presto does not expect: in `FRM nation` it marks
 * `nation`. When the word before is one letter from a keyword that would have been right, that word is the mistake.
 */
function slip(tokens: readonly Token[], message: string, from: number): Span | undefined {
  const expected = [...message.matchAll(/'([A-Z]+)'/g)].map((match) => match[1] ?? '');
  const index = tokens.findIndex(({ start, end }) => start <= from && (from < end || start === end));
  const before = tokens[index - 1];
  if (before?.kind !== 'word' || before.word.length < 3 || expected.includes(before.word)) return undefined;
  return expected.some((keyword) => keyword.length > 2 && isSlip(before.word, keyword)) ? spanOf(before) : undefined;
}

/** One letter more, less or other, or two neighbours swapped. */
function isSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB === `${restA[1]}${restA[0]}`;
}
