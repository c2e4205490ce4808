import { closest, didYouMean } from '../../config/closest.ts';
import type { Finding, Place } from '../../finding.ts';
import type { PrestoColumn } from '../../ports/presto.ts';
import type { RuleIn, RuleName } from '../../rule-names.ts';
import { baseType } from '../data/key-text.ts';
import type { QueryCheck } from './check.ts';

/** Rules about a column that the query does not have. */
const MISSING: readonly RuleName[] = ['query/missing-feature', 'query/missing-key', 'query/missing-target'];

/** The columns that a job takes from a query. */
export interface WantedColumns {
  kind: 'training' | 'batch';
  /** The target of a training query. */
  target?: string;
  features: readonly string[];
  key?: string;
}

/** Places for findings about columns. */
export interface ColumnPlaces {
  /** The place of a value of the configuration, by its dotted path. */
  setting(path: string): Place | null;
  /** The place of the last alias of that name in the query; null when the query has no such alias. */
  alias(name: string): Place | null;
  /** The start of the query. */
  query: Place;
}

type Columns = NonNullable<QueryCheck['columns']>;
type NeededRole = Exclude<Columns[number]['role'], 'unused'>;

/** Types that the jobs read as a number (sagemaker-code/mlops/dataset.py); a boolean is 0 or 1. */
const NUMBERS = ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal', 'boolean'];
const TEXTS = ['varchar', 'char'];
const MOMENTS = ['date', 'time', 'timestamp'];

const TARGET_WAY_OUT = 'Write it in the query as CASE WHEN … THEN 1 ELSE 0 END.';

/** Names in one message. */
const MAX_NAMES = 8;

/** Adds a finding; an error unless a severity is given. */
type Report = (
  rule: RuleIn<'query'>,
  finding: Pick<Finding, 'message' | 'way_out' | 'place'> & Partial<Pick<Finding, 'severity'>>,
) => void;

/**
 * Checks the columns of a query against those that a job takes from it, by the rules of the jobs: letter case matters
 * only where two columns differ by it. Whether a column has NULLs is not known before the query runs.
 */
export function checkColumns(
  yielded: readonly PrestoColumn[],
  wanted: WantedColumns,
  places: ColumnPlaces,
): { columns: Columns; findings: Finding[] } {
  const columns: Columns = yielded.map(({ name, type }) => ({ name, type, role: 'unused' }));
  const findings: Finding[] = [];
  const repeated = new Set<string>();
  const query = wanted.kind === 'batch' ? 'The batch query' : 'The query';
  const report: Report = (rule, finding) => {
    findings.push({ rule: `query/${rule}`, severity: 'error', ...finding });
  };
  for (const { name, role, path } of roles(wanted)) {
    const what = role === 'key' ? 'the key column' : role === 'target' ? 'the target' : 'a feature';
    const place = places.setting(path) ?? places.query;
    const matches = columnsNamed(columns, name);
    const [column] = matches;
    if (!column) {
      const names = [...new Set(columns.map((other) => other.name))];
      // The features are configured once, for the training query. A feature that a batch query lacks is a mistake of
      // that query.
      const at = wanted.kind === 'batch' && role === 'feature' ? similarColumnPlace(names, name, places) : place;
      report(`missing-${role}`, {
        message: `${query} has no column ${name}, which is ${what}${didYouMean(name, names)}`,
        way_out: `Add it to the SELECT list, or correct ${path.replace(/\.\d+$/, '')}. The columns are: ${listing(names)}.`,
        place: at,
      });
    } else if (matches.length > 1) {
      for (const match of matches) repeated.add(match.name);
      report('duplicate-column', {
        message: `${query} has ${matches.length} columns ${name}, which is ${what}`,
        way_out: 'Give them different names with AS, or select only one.',
        place: places.alias(name) ?? place,
      });
    } else {
      column.role = role;
      checkType({ name, role, what, type: column.type }, place, report);
    }
  }
  const unused = columns.filter(({ name, role }) => role === 'unused' && !repeated.has(name)).map(({ name }) => name);
  // Where a column is missing, an unused column is most likely the same mistake.
  if (unused.length > 0 && !findings.some(({ rule }) => MISSING.includes(rule))) reportUnused(unused, places, report);
  return { columns, findings };
}

interface UsedColumn {
  name: string;
  role: NeededRole;
  /** The role in words: `a feature`. */
  what: string;
  type: string;
}

/** Reports a type that the job cannot use for the role of the column. */
function checkType(column: UsedColumn, place: Place, report: Report): void {
  const { name, role, what } = column;
  const type = baseType(column.type);
  if (type === 'unknown') {
    report('always-null', {
      message: `${name}, ${what}, is NULL in every row`,
      way_out: 'Give it a value, or leave it out.',
      place,
    });
  } else if (role === 'feature' && !NUMBERS.includes(type)) {
    report('feature-not-numeric', {
      message: `${name}, a feature, is ${column.type}, not a number`,
      way_out: numericWayOut(type),
      place,
    });
  } else if (role === 'target' && TEXTS.includes(type)) {
    report('target-is-text', {
      message: `${name}, the target, is ${column.type}: it trains only when every value reads 0 or 1`,
      way_out: TARGET_WAY_OUT,
      place,
      severity: 'warning',
    });
  } else if (role === 'target' && !NUMBERS.includes(type)) {
    report('target-not-binary', {
      message: `${name}, the target, is ${column.type}, which is never 0 or 1`,
      way_out: TARGET_WAY_OUT,
      place,
    });
  }
}

function reportUnused(names: readonly string[], places: ColumnPlaces, report: Report): void {
  const subject =
    names.length === 1 ? `The column ${listing(names)} is` : `${names.length} columns, ${listing(names)}, are`;
  report('unused-columns', {
    message: `${subject} read and not used`,
    way_out:
      'Leave out of the SELECT list what is not a feature, target or key: Presto computes and sends it without use.',
    place: places.alias(names[0] ?? '') ?? places.query,
    severity: 'notice',
  });
}

/** The columns that the job takes, with their settings. */
function roles({
  kind,
  target,
  features,
  key,
}: WantedColumns): Array<{ name: string; role: NeededRole; path: string }> {
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

/** The place of the column with a similar name; without one, the place of the query. */
function similarColumnPlace(names: readonly string[], name: string, places: ColumnPlaces): Place {
  const similar = closest(name, names);
  return (similar === undefined ? null : places.alias(similar)) ?? places.query;
}

/** The columns of a name. Letter case matters only when a column has exactly that name. */
function columnsNamed(columns: Columns, name: string): Columns {
  const exact = columns.filter((column) => column.name === name);
  return exact.length > 0 ? exact : columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
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
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
