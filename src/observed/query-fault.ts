import type { PrestoError } from '../ports/presto.ts';
import { isName, type Token, tokenize } from '../sql/tokens.ts';
import { advice } from './query-advice.ts';
import { KINDS, NAMES } from './query-fault-kinds.ts';
import { chainFrom, type Span } from './query-names.ts';
import { anywhere } from './query-seek.ts';

/** What Presto has against a query: which rule it breaks, and where in the text. */
export interface QueryFault {
  /** Second half of the finding's rule: `query/unknown-column`. */
  kind: string;
  /** Presto's own words, without the position that it counts in what it was sent. */
  message: string;
  wayOut: string;
  /** Whether the way out is made for this very text, so that no name need be guessed. */
  advised: boolean;
  /** The name that the message is about, as Presto writes it. */
  subject: string | undefined;
  /** In the text, in UTF-16 units; undefined when the text has no such place. */
  at: { offset: number; length: number } | undefined;
  /** A key of the configuration that has the mistake when the text has it not. */
  setting?: string;
}

/** Longest message shown: the signatures of an overloaded function fill a page. */
const LONGEST = 300;

/**
 * Reads one error of Presto. `linesBefore` is how many lines were put before the text when it was sent.
 */
export function queryFault(error: PrestoError, sql: string, linesBefore: number, offsetOf: OffsetOf): QueryFault {
  const message = error.message
    .replace(/^line \d+:\d+: /, '')
    // A lambda has an address of its own at every run, and is a function to a reader.
    .replace(/(?:com|io|org|java)\.[\w.$]+@[0-9a-f]+/g, 'function')
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
  const kind = found?.kind ?? named.kind;
  const advised = advice(kind, subject, given ?? at?.offset, sql);
  return {
    kind,
    message: message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message,
    wayOut: advised ?? found?.wayOut ?? named.wayOut,
    advised: advised !== undefined,
    subject,
    at,
    ...(setting === undefined ? {} : { setting }),
  };
}

type OffsetOf = (sql: string, at: { line: number; column: number }) => number;

const TOO_EXPENSIVE = { kind: 'too-expensive', wayOut: 'Make the query cheaper.' };
const OTHER = { kind: 'invalid', wayOut: 'Correct the query.' };

/** From an offset to the end of the token there; of a dotted name, of all of it unless the message names another part. */
function spanAt(tokens: readonly Token[], offset: number, subject: string | undefined, sql: string): Span {
  const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = tokens[index];
  if (!token || token.kind === 'end') return { offset: Math.min(offset, sql.length), length: 0 };
  const chain = isName(token) ? chainFrom(tokens, index) : undefined;
  const whole = chain && (subject === undefined || chain.names.join('.') === subject.toLowerCase());
  return { offset, length: (whole ? chain.end : token.end) - offset };
}
