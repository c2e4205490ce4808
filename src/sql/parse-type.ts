import type { Cursor } from './cursor.ts';

/**
 * Reads a type: `BIGINT`, `DECIMAL(10, 2)`, `ARRAY(ROW(a BIGINT))`, `MAP<…>`, `INTERVAL DAY TO SECOND`. The analysis
 * needs only its tokens, so there is no node for it.
 */
export function readType(c: Cursor): void {
  c.nest(() => {
    if (c.is('ARRAY', '<')) {
      c.at += 2;
      readType(c);
      c.expect('>');
    } else if (c.is('MAP', '<')) {
      c.at += 2;
      readType(c);
      c.expect(',');
      readType(c);
      c.expect('>');
    } else if (c.is('ROW', '(') && hasFieldName(c)) readRowType(c);
    else if (c.is('INTERVAL') && isIntervalField(c.peek(1).word)) {
      c.at += 2;
      c.expect('TO');
      readIntervalField(c);
    } else readBaseType(c);
    while (c.is('ARRAY')) c.at++;
  });
}

const INTERVAL_FIELDS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']);

/** Whether a word is a field of an interval, such as YEAR. */
export function isIntervalField(word: string): boolean {
  return INTERVAL_FIELDS.has(word);
}

/** Reads a field of an interval: YEAR, MONTH, DAY, HOUR, MINUTE or SECOND. */
export function readIntervalField(c: Cursor): void {
  if (!isIntervalField(c.word)) c.fail('YEAR, MONTH, DAY, HOUR, MINUTE or SECOND');
  c.at++;
}

function readRowType(c: Cursor): void {
  c.at += 2;
  c.readList(() => {
    c.readName();
    readType(c);
  });
  c.expect(')');
}

function readBaseType(c: Cursor): void {
  if (c.peek().kind === 'type') c.at++;
  else c.readQualifiedName('a type');
  if (!c.is('(')) return;
  c.at++;
  c.readList(() => {
    if (c.peek().kind === 'integer') c.at++;
    else readType(c);
  });
  c.expect(')');
}

/** ROW(a BIGINT) names its fields. ROW(BIGINT) is a type with parameters. */
function hasFieldName(c: Cursor): boolean {
  const next = c.peek(3);
  return (
    c.isName(2) && !['(', ')', ',', '.', '<'].includes(next.word) && !(c.is('ROW', '(', 'ARRAY') && next.word === '<')
  );
}
