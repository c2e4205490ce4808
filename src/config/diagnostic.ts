import { excerpt, MAX_EXCERPT } from '../excerpt.ts';
import { lineText, position, type SourceSpan } from './source-file.ts';

/** A mistake in a configuration file, or a warning about it. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  /** As the caller named the file, with `/` between folders. A folder, an option and an environment variable have no lines. */
  file: string;
  /** Counted from 1; 0 for what has no lines. */
  line: number;
  /** Counted from 1, in characters; 0 for what has no lines. */
  column: number;
  /** Dotted path of the value, empty for the file as a whole: `tuning_step.hyperparam_ranges.max_depth`. */
  path: string;
  message: string;
  /** What to do. Absent when the message says it already. */
  way_out?: string;
  /** The line of the file, and how many characters are marked from `column` on. */
  source?: { text: string; length: number };
}

/** A reader stops before this many mistakes. The rest is counted. */
const MAX_DIAGNOSTICS = 50;

/** Maximum number of characters of a line behind the place. An excerpt of the line shows fewer. */
const MAX_LINE_REST = 4096;

/** A diagnostic about a piece of a file. */
export function diagnosticAt(
  span: SourceSpan,
  path: string,
  message: string,
  options: { way_out?: string | undefined; severity?: Diagnostic['severity'] | undefined } = {},
): Diagnostic {
  if (span.source.isNoFile) return { ...aboutPath(span.source.name, { ...options, message }), path };
  const { line, column } = position(span);
  const text = lineText(span.source, line).slice(0, column - 1 + MAX_LINE_REST);
  const marked = [...span.source.text.slice(span.start, Math.min(span.end, span.start + MAX_EXCERPT))];
  const newline = marked.findIndex((character) => character === '\n' || character === '\r');
  const length = Math.max(1, newline === -1 ? marked.length : newline);
  return {
    severity: options.severity ?? 'error',
    file: span.source.name,
    line,
    column,
    path,
    message,
    ...(options.way_out === undefined ? {} : { way_out: options.way_out }),
    source: { text, length },
  };
}

/**
 * A diagnostic about something that has no lines: a folder, an option, an environment variable. Without a path, the message says
 * what it is about.
 */
export function aboutPath(
  file: string,
  problem: { message: string; way_out?: string | undefined; severity?: Diagnostic['severity'] | undefined },
): Diagnostic {
  const { severity = 'error', message, way_out } = problem;
  return { severity, file, line: 0, column: 0, path: '', message, ...(way_out === undefined ? {} : { way_out }) };
}

/** A path as a person reads it: items of a list are counted from 1, as lines are. `tags.0.Key` is `tags, item 1, Key`. */
export function pathText(path: string): string {
  return path.split('.').reduce((text, part, index, parts) => {
    if (index === 0) return part;
    if (/^\d+$/.test(part)) return `${text}, item ${Number(part) + 1}`;
    return `${text}${/^\d+$/.test(parts[index - 1] ?? '') ? ', ' : '.'}${part}`;
  }, '');
}

/** Sorts by file, line and column, and drops repeats. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics
    .filter((diagnostic) => {
      const key = `${formatPlace(diagnostic)}\n${diagnostic.message}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    );
}

/**
 * Text for a person: for each diagnostic `file:line:column path: message`, the line of the file with the place marked, and
 * the way out. `color` adds ANSI colours.
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: { color?: boolean } = {}): string {
  const paint = (code: number, text: string) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = diagnostics.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => formatDiagnostic(diagnostic, paint));
  if (diagnostics.length > MAX_DIAGNOSTICS) blocks.push(`… and ${diagnostics.length - MAX_DIAGNOSTICS} more`);
  return blocks.join('\n');
}

function formatDiagnostic(diagnostic: Diagnostic, paint: (code: number, text: string) => string): string {
  const isWarning = diagnostic.severity === 'warning';
  const severity = isWarning ? `${paint(33, 'warning:')} ` : '';
  const place = formatPlace(diagnostic);
  const at = place === '' ? '' : `${paint(1, place)} `;
  const lines = [`${at}${severity}${printable(diagnostic.message)}`];
  const { source, column } = diagnostic;
  const shown = source === undefined ? undefined : excerpt(source.text, { column, length: source.length });
  if (shown) lines.push(`  ${printable(shown.text)}`, `  ${shown.blank}${paint(isWarning ? 33 : 31, shown.mark)}`);
  if (diagnostic.way_out !== undefined) lines.push(`  ${paint(36, printable(diagnostic.way_out))}`);
  return lines.join('\n');
}

function formatPlace(diagnostic: Diagnostic): string {
  const { file, line, column, path } = diagnostic;
  if (line === 0 && path === '') return '';
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return path === '' ? `${place}:` : `${place} ${printable(pathText(path))}:`;
}

/** A file can hold control characters, which would move the cursor or colour the terminal. They are replaced. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is replaced
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
