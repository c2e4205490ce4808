/** What can be said about SQL without a server: where its code ends, and what is comment or quoted text. */
export interface SqlText {
  /**
   * The statement without surrounding blanks, without its closing semicolon, which Presto refuses, and without a comment
   * behind it, which would swallow the bracket of whoever puts the statement into another one.
   */
  sql: string;
  /** Offset of `sql` in the text. */
  start: number;
  /** The whole text with comments and quoted text blanked out, so that words in it are code. Same length. */
  code: string;
  problem?: { offset: number; length: number; message: string };
}

/** `--` and block comments, 'text' and "names" (a quote is doubled inside), as Presto's grammar has them. */
const QUIET = /--[^\r\n]*|\/\*[\s\S]*?(\*\/|$)|'[^']*('|$)|"[^"]*("|$)/g;

export function readSql(text: string): SqlText {
  let unclosed: { offset: number; what: string } | undefined;
  const code = text.replace(QUIET, (part, comment, single, double, offset: number) => {
    if (comment === '' || single === '' || double === '') {
      unclosed = { offset, what: part.startsWith('/*') ? 'comment' : 'quote' };
    }
    // Quoted text stays visible as a placeholder: `'a'` alone is code, a comment alone is none.
    const quoted = part.startsWith("'") || part.startsWith('"');
    return part.replace(/[^\r\n]/g, quoted ? '_' : ' ');
  });
  let end = code.length;
  while (end > 0 && /[;\s]/.test(code.charAt(end - 1))) end--;
  const start = text.length - text.trimStart().length;
  const result: SqlText = { sql: text.slice(start, Math.max(start, end)), start, code };
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
