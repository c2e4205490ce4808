import type { Cursor } from './cursor.ts';

/** A type: `BIGINT`, `DECIMAL(10, 2)`, `ARRAY(ROW(a BIGINT))`, `MAP<…>`, `INTERVAL DAY TO SECOND`. Only its tokens matter. */
export function type(c: Cursor): void {
  c.nest(() => {
    if (c.is('ARRAY', '<')) {
      c.at += 2;
      type(c);
      c.expect('>');
    } else if (c.is('MAP', '<')) {
      c.at += 2;
      type(c);
      c.expect(',');
      type(c);
      c.expect('>');
    } else if (c.is('ROW', '(') && hasFieldName(c)) {
      c.at += 2;
      c.list(() => {
        c.name();
        type(c);
      });
      c.expect(')');
    } else if (c.is('INTERVAL') && FIELDS.has(c.peek(1).word)) {
      c.at += 2;
      c.expect('TO');
      if (!FIELDS.has(c.word)) c.fail('YEAR, MONTH, DAY, HOUR, MINUTE or SECOND');
      c.at++;
    } else base(c);
    while (c.is('ARRAY')) c.at++;
  });
}

const FIELDS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']);

function base(c: Cursor): void {
  if (c.peek().kind === 'type') c.at++;
  else c.qualifiedName('a type');
  if (!c.is('(')) return;
  c.at++;
  c.list(() => {
    if (c.peek().kind === 'integer') c.at++;
    else type(c);
  });
  c.expect(')');
}

/** ROW(a BIGINT) names its fields, ROW(BIGINT) is a type with parameters. */
function hasFieldName(c: Cursor): boolean {
  const next = c.peek(3);
  return (
    c.isName(2) && !['(', ')', ',', '.', '<'].includes(next.word) && !(c.is('ROW', '(', 'ARRAY') && next.word === '<')
  );
}
