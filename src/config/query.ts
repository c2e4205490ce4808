import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import type { Quote } from './align-text.ts';
import type { Report } from './check.ts';
import { closest } from './closest.ts';
import { isNull, type MapNode, nodeAt } from './node.ts';
import { layOut } from './query-position.ts';
import { isLinked, outsideRepository } from './repository.ts';
import type { QuerySource } from './schema.ts';
import { type Place, type SourceFile, sourceFile } from './source-file.ts';
import { readSql, type SqlText } from './sql-text.ts';

export interface ResolvedQuery {
  query: string;
  query_source: QuerySource;
}

/** An SQL file is data that goes into a container's input; beyond this it is not a query. */
const MOST_BYTES = 1_048_576;

/**
 * The SQL of a section: `query`, or the file that `query_file` names relative to the file that says so. Mistakes are
 * reported and yield nothing.
 */
export function resolveQuery(
  root: MapNode,
  section: readonly string[],
  kind: 'training' | 'batch',
  report: Report,
  optional = false,
): ResolvedQuery | undefined {
  const inline = nodeAt(root, [...section, 'query']);
  const named = nodeAt(root, [...section, 'query_file']);
  const hasInline = inline !== undefined && !isNull(inline);
  const hasFile = named !== undefined && !isNull(named);
  if (hasInline && hasFile) {
    report([...section, 'query_file'], 'query is given too; keep one of query and query_file', { onKey: true });
    return undefined;
  }
  if (!hasInline && !hasFile) {
    if (!optional) report([...section, 'query'], 'is required and missing; give query or query_file', { onKey: true });
    return undefined;
  }
  if (hasInline) {
    if (inline.kind !== 'scalar' || typeof inline.value !== 'string') return undefined;
    return resolved(inline.value, inline.place, inline.quote ?? '', [...section, 'query'], kind, report);
  }
  if (named?.kind !== 'scalar' || typeof named.value !== 'string' || named.value === '') return undefined;
  const file = readSqlFile(named.place.source, named.value, [...section, 'query_file'], report);
  if (!file) return undefined;
  const whole = { source: file, start: 0, end: file.text.length };
  return resolved(file.text, whole, '', [...section, 'query_file'], kind, report);
}

function resolved(
  text: string,
  value: Place,
  quote: Quote,
  path: string[],
  kind: 'training' | 'batch',
  report: Report,
): ResolvedQuery | undefined {
  const sql = readSql(text);
  const { source, place } = layOut(text, sql, value, quote);
  return judge(sql, place, path, kind, report) ? { query: sql.sql, query_source: source } : undefined;
}

function readSqlFile(namedBy: SourceFile, path: string, at: string[], report: Report): SourceFile | undefined {
  const name = path.startsWith('/') ? path : join(dirname(namedBy.name), path);
  const outside = outsideRepository(name, namedBy.name);
  if (outside !== undefined) {
    report(at, outside);
    return undefined;
  }
  let bytes: Buffer;
  try {
    if (isLinked(name, namedBy.name)) {
      report(at, `${name} is a symbolic link; name the file itself`);
      return undefined;
    }
    if (!statSync(name).isFile()) {
      report(at, `${name} is not a file`);
      return undefined;
    }
    bytes = readFileSync(name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      report(at, `there is no file ${name}`, { hint: `The path is relative to ${namedBy.name}.` });
    } else report(at, `${name} cannot be read (${code ?? 'unknown error'})`);
    return undefined;
  }
  if (bytes.byteLength > MOST_BYTES) {
    report(at, `${name} is ${bytes.byteLength.toLocaleString('en-US')} bytes; an SQL file has at most 1 MiB`);
    return undefined;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return sourceFile(name, text);
  } catch {
    // Reported below, as for a text with a null byte.
  }
  report(at, `${name} is not UTF-8 text`);
  return undefined;
}

const WINDOW = ['start_time_utc', 'end_time_utc'];

function judge(
  sql: SqlText,
  place: (offset: number, length: number) => Place,
  path: string[],
  kind: 'training' | 'batch',
  report: Report,
): boolean {
  if (sql.problem) {
    report(path, sql.problem.message, { place: place(sql.problem.offset, sql.problem.length) });
    return false;
  }
  let sound = true;
  for (const match of sql.code.matchAll(/\{\s*(\w+)\s*\}/g)) {
    const name = match[1] ?? '';
    const known = WINDOW.includes(name);
    const near = closest(name, WINDOW);
    if (known ? kind === 'batch' : near === undefined) continue;
    const where = place(match.index, match[0].length);
    if (known) report(path, `{${name}} is replaced in the batch query only`, { place: where });
    else report(path, `{${name}} is not replaced by anything; did you mean {${near}}?`, { place: where });
    sound = false;
  }
  if (kind === 'batch' && !WINDOW.some((name) => sql.code.includes(`{${name}}`))) {
    report(path, 'has no {start_time_utc} or {end_time_utc}: every run predicts all of its rows', {
      place: place(sql.start, 1),
      severity: 'warning',
    });
  }
  return sound;
}
