import type { PrestoError } from '../../ports/presto.ts';
import type { RuleIn } from '../../rule-names.ts';
import { isName, type Token, tokenize } from '../../sql/tokens.ts';
import { adviceFor } from './advice.ts';
import { FAULT_KINDS, FAULT_NAMES } from './fault-kinds.ts';
import { chainFrom, type Span } from './names.ts';
import { findQuotedLiteral } from './seek.ts';

/** One mistake that Presto reports in a query: the rule that it breaks, and its place in the text. */
export interface QueryFault {
  /** Second half of the finding's rule: `query/unknown-column`. */
  kind: RuleIn<'query'>;
  /** Presto's message, without the position. Presto counts that position in the statement that it was sent. */
  message: string;
  way_out: string;
  /** Whether the way out comes from the text of this query. Then no similar name is looked for. */
  advised: boolean;
  /** The name that the message is about, as Presto writes it. */
  subject: string | undefined;
  /** Place in the text, in UTF-16 units; undefined when the mistake has no place in the text. */
  at: { offset: number; length: number } | undefined;
  /** The key of the configuration that has the mistake, when the text does not have it. */
  setting?: string;
}

/** Keys of the configuration that can have the mistake instead of the text. */
const SETTINGS: Partial<Record<QueryFault['kind'], string>> = {
  'unknown-schema': 'presto.schema',
  'unknown-catalog': 'presto.catalog',
};

/** Characters of a message that are shown. The signatures of an overloaded function fill a page. */
const MAX_MESSAGE_LENGTH = 300;

/**
 * Turns an error of Presto into a mistake with its rule, place and way out.
 * @param linesBefore lines that were put before the query in the statement that Presto was sent
 */
export function queryFault(error: PrestoError, sql: string, linesBefore: number, offsetOf: OffsetOf): QueryFault {
  const message = error.message
    .replace(/^line \d+:\d+: /, '')
    // Presto names a lambda by its address in memory, which is different at every run.
    .replace(/(?:com|io|org|java)\.[\w.$]+@[0-9a-f]+/g, 'function')
    .replace(/\s+/g, ' ')
    .trim();
  const tokens = tokenize(sql);
  const line = (error.location?.line ?? 0) - linesBefore;
  const reported = error.location && line >= 1 ? offsetOf(sql, { line, column: error.location.column }) : undefined;
  const byMessage = FAULT_KINDS.map((kind) => ({ ...kind, match: kind.message.exec(message) })).find(
    ({ match }) => match,
  );
  const subject = byMessage?.match?.[1];
  const byName = FAULT_NAMES[error.name] ?? (error.type === 'INSUFFICIENT_RESOURCES' ? TOO_EXPENSIVE : OTHER);
  const findSpan = byMessage?.findSpan ?? (reported === undefined ? findQuotedLiteral : undefined);
  const searched = findSpan?.(tokens, byMessage?.kind === 'syntax' ? message : (subject ?? message), reported ?? 0);
  const at = searched ?? (reported === undefined ? undefined : spanAt(tokens, reported, subject, sql));
  const setting = at || byMessage === undefined ? undefined : SETTINGS[byMessage.kind];
  const kind = byMessage?.kind ?? byName.kind;
  const advice = adviceFor({ kind, subject, at: reported ?? at?.offset, sql });
  return {
    kind,
    message: message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : message,
    way_out: advice ?? byMessage?.way_out ?? byName.way_out,
    advised: advice !== undefined,
    subject,
    at,
    ...(setting === undefined ? {} : { setting }),
  };
}

/** Returns the offset of a line and column of a text, both counted from 1. */
type OffsetOf = (sql: string, at: { line: number; column: number }) => number;

const TOO_EXPENSIVE = { kind: 'too-expensive' as const, way_out: 'Make the query cheaper.' };
const OTHER = { kind: 'invalid' as const, way_out: 'Correct the query.' };

/**
 * The span from an offset to the end of the token there. For a dotted name it goes to the end of the whole name, unless
 * the message names another part.
 */
function spanAt(tokens: readonly Token[], offset: number, subject: string | undefined, sql: string): Span {
  const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = tokens[index];
  if (!token || token.kind === 'end') return { offset: Math.min(offset, sql.length), length: 0 };
  const chain = isName(token) ? chainFrom(tokens, index) : undefined;
  const isWholeName = chain && (subject === undefined || chain.names.join('.') === subject.toLowerCase());
  return { offset, length: (isWholeName ? chain.end : token.end) - offset };
}
