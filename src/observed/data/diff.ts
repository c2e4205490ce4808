import type { Aws } from '../../ports/index.ts';
import type { Presto } from '../../ports/presto.ts';
import { readOrGap } from '../gap.ts';
import { type ReadOptions, readAggregates, readOrNote, toNumber, type Unread } from './answer.ts';
import { type Bins, deployedProfile, type StoredProfile } from './deployed.ts';
import { driftOf } from './drift.ts';
import type { DataDiff, DataProfile, Drift } from './profile.ts';
import { MAX_COLUMNS, profileData } from './profiling.ts';
import { asNumber, type DataQuery, type Located, locate, rowsOf } from './sql.ts';

/** What is profiled and compared. */
export interface ProfileInput {
  query: DataQuery;
  /** ARN of the deployed model package; null when no model is deployed. */
  deployedPackage: string | null;
}

/**
 * Profiles the rows of a query, and compares them with the rows that the deployed model was trained on. Reads
 * aggregates only: one statement for the rows, one for the drift (more above 40 features), and two calls to AWS when a
 * model is deployed.
 *
 * A part that Presto or AWS refuses, or does not answer in time, is null in the result. `gaps` says why, and `errors` names
 * the errors of Presto that are the same at every run.
 */
export async function profileWithDrift(
  presto: Presto,
  aws: Pick<Aws, 'sagemaker' | 'objects'> | null,
  { query, deployedPackage }: ProfileInput,
  options: ReadOptions = {},
): Promise<Omit<DataDiff, 'base'> & Partial<Pick<Unread, 'errors'>>> {
  const unread: Unread = { gaps: [], errors: [] };
  const { gaps, errors } = unread;
  const rows = await readOrNote(unread, 'the rows of the query', () => profileData(presto, query, options));
  const stored =
    aws === null || deployedPackage === null
      ? null
      : await readOrGap(gaps, { source: 'aws', what: 'the data of the deployed model' }, () =>
          deployedProfile(aws, deployedPackage),
        );
  const drift =
    stored &&
    rows &&
    (await readOrNote(unread, 'the drift', () => measureDrift(presto, { query, profile: rows, stored }, options)));
  return {
    head: rows ?? null,
    drift: drift ?? null,
    ...(gaps.length > 0 ? { gaps } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  };
}

/**
 * Compares the head's rows with a stored profile, column by column: the target first, then the features in their order.
 * A column that the profile does not have is `unknown`. It takes one statement for each 40 features.
 */
export async function measureDrift(
  presto: Presto,
  { query, profile, stored }: { query: DataQuery; profile: Pick<DataProfile, 'classes'>; stored: StoredProfile },
  options: ReadOptions = {},
): Promise<Drift> {
  const columns = locate(query);
  const binned = columns.features.flatMap((column) => {
    const bins = column.kind === 'number' ? stored.features.get(column.name) : undefined;
    return bins === undefined ? [] : [{ column, bins }];
  });
  const counts = new Map<string, number[]>();
  for (let from = 0; from < binned.length; from += MAX_COLUMNS) {
    const batch = binned.slice(from, from + MAX_COLUMNS);
    const [row = []] = await readAggregates(presto, driftStatement(query, batch), options);
    let at = 0;
    for (const { column, bins } of batch) {
      const upTo = row.slice(at, at + bins.rows.length).map(toNumber);
      counts.set(
        column.alias,
        upTo.map((count, bin) => count - (upTo[bin - 1] ?? 0)),
      );
      at += bins.rows.length;
    }
  }
  const features = columns.features.map(({ name, alias }) => {
    const [bins, actual] = [stored.features.get(name), counts.get(alias)];
    return { name, ...(bins === undefined || actual === undefined ? UNKNOWN : drifted(bins.rows, actual)) };
  });
  const { target } = columns;
  const labels = [profile.classes['0'] ?? 0, profile.classes['1'] ?? 0];
  const isSameTarget = stored.target === null || stored.target === target.name;
  const targetDrift = isSameTarget ? drifted(stored.classes, labels) : UNKNOWN;
  return { reference: stored.reference, method: 'PSI', columns: [{ name: target.name, ...targetDrift }, ...features] };
}

const UNKNOWN = { value: null, verdict: 'unknown' as const };

/** The drift of one column. Four decimals are enough. */
function drifted(expected: readonly number[], actual: readonly number[]) {
  const { value, verdict } = driftOf(expected, actual);
  return { value: value === null ? null : Number(value.toFixed(4)), verdict };
}

/** Returns a statement with one row: for each column the finite values up to each edge, then all finite values. */
export function driftStatement(query: DataQuery, binned: ReadonlyArray<{ column: Located; bins: Bins }>): string {
  const counts = binned.flatMap(({ bins }, at) => [
    ...bins.upper.map((edge) => `count_if(is_finite(x${at}) AND x${at} <= DOUBLE '${edge}')`),
    `count_if(is_finite(x${at}))`,
  ]);
  const values = binned.map(({ column }, at) => `${asNumber(column)} AS x${at}`);
  return `SELECT ${counts.join(', ')}\nFROM (SELECT ${values.join(', ')}\nFROM ${rowsOf(query)})`;
}
