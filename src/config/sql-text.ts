/** What the text of a query shows without a parser: where its code ends, and which parts are comments or quoted. */
export interface SqlText {
  /**
   * The statement without surrounding blanks, without its closing semicolon, which Presto refuses, and without a comment behind
   * it: when the statement is put into brackets, such a comment would swallow the closing bracket.
   */
  sql: string;
  /** Offset of `sql` in the text. */
  start: number;
  /** The whole text, in which blanks replace comments and `_` replaces quoted text. Each word in it is code. Same length. */
  code: string;
  /** The parts in single quotes, with their quotes. */
  strings: readonly { offset: number; text: string }[];
  problem?: { offset: number; length: number; message: string };
}

/** `--` and block comments, 'text' and "names" (a quote is doubled inside), as in Presto's grammar. */
const NOT_CODE = /--[^\r\n]*|\/\*[\s\S]*?(\*\/|$)|'[^']*('|$)|"[^"]*("|$)/g;

/** Separates the statement of a query from comments and quoted text. */
export function readSql(text: string): SqlText {
  let unclosed: { offset: number; what: string } | undefined;
  const strings: { offset: number; text: string }[] = [];
  const code = text.replace(NOT_CODE, (part, comment, single, double, offset: number) => {
    if (comment === '' || single === '' || double === '') {
      unclosed = { offset, what: part.startsWith('/*') ? 'comment' : 'quote' };
    }
    if (part.startsWith("'")) strings.push({ offset, text: part });
    // Quoted text stays visible: `'a'` alone is code, a comment alone is not.
    const isQuoted = part.startsWith("'") || part.startsWith('"');
    return part.replace(/[^\r\n]/g, isQuoted ? '_' : ' ');
  });
  let end = code.length;
  while (end > 0 && /[;\s]/.test(code.charAt(end - 1))) end--;
  const start = text.length - text.trimStart().length;
  const result: SqlText = { sql: text.slice(start, Math.max(start, end)), start, code, strings };
  const second = code.slice(0, end).indexOf(';');
  if (unclosed) {
    const { offset, what } = unclosed;
    return { ...result, problem: { offset, length: 1, message: `this ${what} is never closed` } };
  }
  if (end === 0 || code.slice(0, end).trim() === '') {
    const message = text.replace(/[;\s]/g, '') === '' ? 'the query is empty' : 'the query has only comments';
    return { ...result, problem: { offset: start, length: 1, message } };
  }
  if (second !== -1) {
    const message = 'a second statement follows this semicolon; the query must be one statement';
    return { ...result, problem: { offset: second, length: 1, message } };
  }
  return result;
}
