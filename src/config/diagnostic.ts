import { lineText, type Place, position } from './source-file.ts';

/** One mistake in a configuration file, or one remark about it: where it is, what the rule is, what to do. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  /** As the caller named the file, `/` between folders. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1, in characters. */
  column: number;
  /** Dotted path of the value, empty for the file as a whole: `tuning_step.hyperparam_ranges.max_depth`. */
  path: string;
  message: string;
  /** The way out, where it is not plain from the message. */
  hint?: string;
  /** The line of the file, and how many characters to mark from `column`. */
  source?: { text: string; length: number };
}

/** Longest piece of a line that is shown; a file may be one line of a megabyte. */
const SHOWN = 160;
/** More mistakes than anybody reads: the rest is counted. */
const MOST_SHOWN = 50;

/** A diagnostic at a place of a file. */
export function diagnosticAt(
  place: Place,
  path: string,
  message: string,
  options: { hint?: string | undefined; severity?: Diagnostic['severity'] } = {},
): Diagnostic {
  const { line, column } = position(place);
  const text = lineText(place.source, line);
  const marked = text.slice(0, column - 1 + 4096);
  const onThisLine = [...place.source.text.slice(place.start, Math.min(place.end, place.start + SHOWN))];
  const newline = onThisLine.findIndex((character) => character === '\n' || character === '\r');
  const length = Math.max(1, newline === -1 ? onThisLine.length : newline);
  return {
    severity: options.severity ?? 'error',
    file: place.source.name,
    line,
    column,
    path,
    message,
    ...(options.hint === undefined ? {} : { hint: options.hint }),
    source: { text: marked, length },
  };
}

/** In the order in which a reader meets them; the same mistake is said once. */
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
 * Text for a person: for each diagnostic `file:line:column path: message`, the line of the file with the place marked,
 * and the way out. `color` adds ANSI colours.
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: { color?: boolean } = {}): string {
  const paint = (code: number, text: string) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = diagnostics.slice(0, MOST_SHOWN).map((diagnostic) => {
    const severity = diagnostic.severity === 'warning' ? `${paint(33, 'warning:')} ` : '';
    const lines = [`${paint(1, formatPlace(diagnostic))} ${severity}${printable(diagnostic.message)}`];
    const excerpt = excerptOf(diagnostic);
    if (excerpt) {
      lines.push(
        `  ${excerpt.text}`,
        `  ${excerpt.blank}${paint(diagnostic.severity === 'warning' ? 33 : 31, excerpt.mark)}`,
      );
    }
    if (diagnostic.hint !== undefined) lines.push(`  ${paint(36, printable(diagnostic.hint))}`);
    return lines.join('\n');
  });
  if (diagnostics.length > MOST_SHOWN) blocks.push(`… and ${diagnostics.length - MOST_SHOWN} more`);
  return blocks.join('\n');
}

function formatPlace(diagnostic: Diagnostic): string {
  const place = `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
  return diagnostic.path === '' ? `${place}:` : `${place} ${printable(diagnostic.path)}:`;
}

function excerptOf(diagnostic: Diagnostic): { text: string; blank: string; mark: string } | undefined {
  if (!diagnostic.source) return undefined;
  const characters = [...diagnostic.source.text];
  if (characters.join('').trim() === '') return undefined;
  const from = Math.max(0, diagnostic.column - 1 - Math.floor(SHOWN / 2));
  const before = characters.slice(from, diagnostic.column - 1);
  const shown = characters.slice(from, from + SHOWN);
  const lead = from > 0 ? '… ' : '';
  const length = Math.max(1, Math.min(diagnostic.source.length, shown.length - before.length));
  return {
    text: lead + printable(shown.join('')),
    // Tabs stay tabs, so that the mark stands under its place however wide a tab is.
    blank: lead.replace('…', ' ') + before.map((character) => (character === '\t' ? '\t' : ' ')).join(''),
    mark: '^'.repeat(length),
  };
}

/** Control characters would move the cursor or colour the terminal: a file may hold any. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is replaced
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
