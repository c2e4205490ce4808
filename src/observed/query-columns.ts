import { closest, didYouMean } from '../config/closest.ts';
import type { Finding, Place } from '../finding.ts';
import type { PrestoColumn } from '../ports/presto.ts';
import type { QueryCheck } from './query-check.ts';

/** The columns that a job takes from a query. */
export interface WantedColumns {
  kind: 'training' | 'batch';
  /** Of a training query. */
  target?: string;
  features: readonly string[];
  key?: string;
}

export interface ColumnPlaces {
  /** Of a value of the configuration, by its dotted path. */
  setting(path: string): Place | null;
  /** Of the alias that gives the last column of that name in the query's text; null when the text has none. */
  alias(name: string): Place | null;
  /** The query's first character. */
  query: Place;
}

type Columns = NonNullable<QueryCheck['columns']>;
type Role = Columns[number]['role'];

/** What the jobs read as a number (sagemaker-code/mlops/dataset.py); a boolean is 0 or 1. */
const NUMBERS = ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal', 'boolean'];
const TEXTS = ['varchar', 'char'];
const MOMENTS = ['date', 'time', 'timestamp'];
/** Not one value: no text of it is a key. */
const NOT_SCALAR = ['array', 'map', 'row'];

/** Most names in one message. */
const MOST_NAMES = 8;

/**
 * The columns of a query against those that a job takes from it, by the rules of the jobs: letter case matters only where
 * two columns differ by it. Whether a column has NULLs is not known before the query runs.
 */
export function checkColumns(
  given: readonly PrestoColumn[],
  wanted: WantedColumns,
  places: ColumnPlaces,
): { columns: Columns; findings: Finding[] } {
  const columns: Columns = given.map(({ name, type }) => ({ name, type, role: 'unused' }));
  const findings: Finding[] = [];
  const repeated = new Set<string>();
  const query = wanted.kind === 'batch' ? 'The batch query' : 'The query';
  const report = (rule: string, message: string, wayOut: string, place: Place | null, more: Partial<Finding> = {}) => {
    findings.push({ rule: `query/${rule}`, severity: 'error', message, way_out: wayOut, place, ...more });
  };
  for (const { name, role, path } of roles(wanted)) {
    const what = role === 'key' ? 'the key column' : role === 'target' ? 'the target' : 'a feature';
    const place = places.setting(path) ?? places.query;
    const found = named(columns, name);
    const [column] = found;
    if (!column) {
      const names = [...new Set(columns.map((other) => other.name))];
      // The features are named once, for the training query: what a batch query lacks is its own mistake.
      const at = wanted.kind === 'batch' && role === 'feature' ? mistaken(names, name, places) : place;
      report(
        `missing-${role}`,
        `${query} has no column ${name}, which is ${what}${didYouMean(name, names)}`,
        `Add it to the SELECT list, or correct ${path.replace(/\.\d+$/, '')}. The columns are: ${listing(names)}.`,
        at,
      );
      continue;
    }
    if (found.length > 1) {
      for (const each of found) repeated.add(each.name);
      report(
        'duplicate-column',
        `${query} has ${found.length} columns ${name}, which is ${what}`,
        'Give them different names with AS, or select only one.',
        places.alias(name) ?? place,
      );
      continue;
    }
    column.role = role;
    const type = baseType(column.type);
    if (type === 'unknown' && role !== 'key') {
      report('always-null', `${name}, ${what}, is NULL in every row`, 'Give it a value, or leave it out.', place);
    } else if (role === 'feature' && !NUMBERS.includes(type)) {
      report('feature-not-numeric', `${name}, a feature, is ${column.type}, not a number`, numericWayOut(type), place);
    } else if (role === 'target' && TEXTS.includes(type)) {
      report(
        'target-is-text',
        `${name}, the target, is ${column.type}: it trains only when every value reads 0 or 1`,
        'Write it in the query as CASE WHEN … THEN 1 ELSE 0 END.',
        place,
        { severity: 'warning' },
      );
    } else if (role === 'target' && !NUMBERS.includes(type)) {
      report(
        'target-not-binary',
        `${name}, the target, is ${column.type}, which is never 0 or 1`,
        'Write it in the query as CASE WHEN … THEN 1 ELSE 0 END.',
        place,
      );
    } else if (role === 'key' && NOT_SCALAR.includes(type)) {
      report(
        'key-not-scalar',
        `${name}, the key column, is ${column.type}, which is no single value`,
        'Take a column that is one value and unique in each row.',
        place,
      );
    }
  }
  const unused = columns.filter(({ name, role }) => role === 'unused' && !repeated.has(name)).map(({ name }) => name);
  // Where something is missing, what is left over is most likely the same mistake.
  if (unused.length > 0 && !findings.some(({ rule }) => rule.startsWith('query/missing-'))) {
    const one = unused.length === 1;
    report(
      'unused-columns',
      `${one ? 'The column' : `${unused.length} columns,`} ${listing(unused)}${one ? '' : ','} ${one ? 'is' : 'are'} read and not used`,
      'Leave out of the SELECT list what is no feature, target or key: it is computed and sent for nothing.',
      places.alias(unused[0] ?? '') ?? places.query,
      { severity: 'notice' },
    );
  }
  return { columns, findings };
}

function roles({ kind, target, features, key }: WantedColumns): Array<{ name: string; role: Role; path: string }> {
  const section = kind === 'training' ? 'training_step' : 'transform_step';
  return [
    ...(key === undefined ? [] : [{ name: key, role: 'key' as const, path: `${section}.key_column` }]),
    ...(target === undefined ? [] : [{ name: target, role: 'target' as const, path: 'training_step.training_target' }]),
    ...features.map((name, index) => ({
      name,
      role: 'feature' as const,
      path: `training_step.training_features.${index}`,
    })),
  ];
}

/** The column that the batch query misspells, or its start. */
function mistaken(names: readonly string[], name: string, places: ColumnPlaces): Place {
  const near = closest(name, names);
  return (near === undefined ? null : places.alias(near)) ?? places.query;
}

function named(columns: Columns, name: string): Columns {
  const exact = columns.filter((column) => column.name === name);
  return exact.length > 0 ? exact : columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** `decimal` of `decimal(12,2)`, `timestamp` of `timestamp with time zone`, `interval` of `interval day to second`. */
function baseType(type: string): string {
  return type.split(/[( ]/, 1)[0]?.toLowerCase() ?? '';
}

function numericWayOut(type: string): string {
  if (TEXTS.includes(type)) {
    return 'CAST it AS double if it holds numbers, encode it with CASE, or leave it out of the features.';
  }
  if (MOMENTS.includes(type)) {
    return "Turn it into a number in the query, such as date_diff('day', a, b), or leave it out of the features.";
  }
  return 'Turn it into a number in the query, or leave it out of the features.';
}

function listing(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
