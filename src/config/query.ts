import { dirname, join } from 'node:path/posix';
import type { Quote } from './align-text.ts';
import type { Report } from './check.ts';
import { closest } from './closest.ts';
import type { ConfigFiles } from './config-files.ts';
import { hasValue, type MapNode, nodeAt } from './node.ts';
import { queryLayout } from './query-position.ts';
import type { QuerySource } from './schema.ts';
import type { SourceSpan } from './source-file.ts';
import { readSql, type SqlText } from './sql-text.ts';

export interface ResolvedQuery {
  sql: string;
  source: QuerySource;
}

export interface QueryToResolve {
  root: MapNode;
  /** Path of the section that has `query` or `query_file`. */
  section: readonly string[];
  kind: 'training' | 'batch';
  files: ConfigFiles;
  /** True when the section need not have a query. */
  isOptional?: true;
}

/**
 * The SQL of a section: its `query`, or the file that its `query_file` names relative to the YAML file. Reports mistakes, and
 * returns undefined for a query with a mistake.
 */
export function resolveQuery(options: QueryToResolve, report: Report): ResolvedQuery | undefined {
  const { root, section, isOptional } = options;
  const [inlinePath, filePath] = [
    [...section, 'query'],
    [...section, 'query_file'],
  ];
  const [isInline, isFile] = [hasValue(root, inlinePath), hasValue(root, filePath)];
  if (isInline && isFile) {
    report(filePath, 'query is given too; keep one of query and query_file', { onKey: true });
    return undefined;
  }
  if (isInline) return inlineQuery(inlinePath, options, report);
  if (isFile) return fileQuery(filePath, options, report);
  if (!isOptional) report(inlinePath, 'is required and missing; give query or query_file', { onKey: true });
  return undefined;
}

function inlineQuery(path: string[], { root, kind }: QueryToResolve, report: Report): ResolvedQuery | undefined {
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  return checkedQuery({ text: node.value, span: node.span, quote: node.quote ?? '', path, kind }, report);
}

function fileQuery(path: string[], { root, kind, files }: QueryToResolve, report: Report): ResolvedQuery | undefined {
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return undefined;
  const namedBy = node.span.source.name;
  const name = node.value.startsWith('/') ? node.value : join(dirname(namedBy), node.value);
  const file = files.sql(name, namedBy);
  if ('problem' in file) {
    report(path, file.problem, {
      way_out: file.isMissing ? `The path is relative to ${namedBy}.` : file.way_out,
    });
    return undefined;
  }
  const { source } = file;
  const span = { source, start: 0, end: source.text.length };
  return checkedQuery({ text: source.text, span, quote: '', path, kind }, report);
}

interface WrittenQuery {
  text: string;
  /** The text in its file, with its quotes. */
  span: SourceSpan;
  quote: Quote;
  /** Path that mistakes are reported at. */
  path: string[];
  kind: 'training' | 'batch';
}

function checkedQuery({ text, span, quote, path, kind }: WrittenQuery, report: Report): ResolvedQuery | undefined {
  const sql = readSql(text);
  const layout = queryLayout({ text, sql, span, quote });
  const reportAt: ReportAt = (message, { offset, length }, options = {}) =>
    report(path, message, { ...options, span: layout.span(offset, length) });
  if (sql.problem) {
    reportAt(sql.problem.message, sql.problem);
    return undefined;
  }
  const isRight = checkPlaceholders(sql, kind, reportAt);
  return isRight ? { sql: sql.sql, source: layout.source } : undefined;
}

/** Reports a mistake in a piece of the query's text. */
type ReportAt = (
  message: string,
  piece: { offset: number; length: number },
  options?: { way_out?: string; severity?: 'error' | 'warning' },
) => void;

/** Placeholders for the window of a run. The container script replaces them in the batch query. */
const WINDOW = ['start_time_utc', 'end_time_utc'];

function checkPlaceholders(sql: SqlText, kind: 'training' | 'batch', reportAt: ReportAt): boolean {
  const areNamesRight = checkNames(sql, kind, reportAt);
  if (kind === 'training') return areNamesRight;
  if (!checkStrings(sql, reportAt)) return false;
  if (!WINDOW.some((name) => sql.code.includes(`{${name}}`))) {
    reportAt(
      'has no {start_time_utc} or {end_time_utc}: every run predicts all of its rows',
      { offset: sql.start, length: 1 },
      { severity: 'warning' },
    );
  }
  return areNamesRight;
}

function checkNames(sql: SqlText, kind: 'training' | 'batch', reportAt: ReportAt): boolean {
  let isRight = true;
  for (const match of sql.code.matchAll(/\{\s*(\w+)\s*\}/g)) {
    const name = match[1] ?? '';
    const isKnown = WINDOW.includes(name);
    const near = closest(name, WINDOW);
    if (isKnown ? kind === 'batch' : near === undefined) continue;
    const message = isKnown
      ? `{${name}} is replaced in the batch query only`
      : `{${name}} is not replaced by anything; did you mean {${near}}?`;
    reportAt(message, { offset: match.index, length: match[0].length });
    isRight = false;
  }
  return isRight;
}

/** The container script refuses a placeholder in single quotes: `fill_window` in sagemaker-code/mlops/queries.py. */
function checkStrings({ strings }: SqlText, reportAt: ReportAt): boolean {
  const quoted = strings.flatMap(({ offset, text }) =>
    [...text.matchAll(/\{(?:start_time_utc|end_time_utc)\}/g)].map((match) => ({
      name: match[0],
      piece: { offset: offset + match.index, length: match[0].length },
    })),
  );
  for (const { name, piece } of quoted) {
    reportAt(`${name} is in quotes`, piece, { way_out: "Remove the quotes: a whole TIMESTAMP '…' replaces it." });
  }
  return quoted.length === 0;
}
