import type { Aws } from '../ports/index.ts';
import type { Presto } from '../ports/presto.ts';
import { aggregates, number, type ReadOptions } from './data-answer.ts';
import { type Bins, deployedProfile, type StoredProfile } from './data-deployed.ts';
import { driftOf } from './data-drift.ts';
import type { DataDiff, DataProfile, Drift } from './data-profile.ts';
import { COLUMNS, profileData } from './data-profiling.ts';
import { asNumber, type DataQuery, type Located, locate, rowsOf } from './data-sql.ts';
import { unless } from './unless.ts';

export interface DataDiffInput {
  /**
   * The query of the base; null when there is none. The same object as `head` says that both mean the same: Presto is asked
   * once, and the result has the same profile twice.
   */
  base: DataQuery | null;
  head: DataQuery;
  /** ARN of the model package that is deployed, whose training data the head is compared with. */
  deployedPackage: string | null;
}

/**
 * What the change does to the data, by aggregates only: the base's rows and the head's rows, and how far the head's are from
 * those that the deployed model was trained on. Costs one statement for the base, one for the head and one for the drift (more
 * above 40 features), and two calls to AWS when a model is deployed.
 *
 * A query that fails on its data, data that Presto or AWS does not give in time or refuses: that part is null and `gaps` says
 * why, so that the rest of a plan is shown. `base: null` is null in the result and no gap.
 */
export async function dataDiff(
  presto: Presto,
  aws: Pick<Aws, 'sagemaker' | 'objects'> | null,
  { base, head, deployedPackage }: DataDiffInput,
  options: ReadOptions = {},
): Promise<DataDiff> {
  const gaps: string[] = [];
  const attempt = async <T>(what: string, measure: () => Promise<T>): Promise<T | null> =>
    (await unless(gaps, what, measure)) ?? null;
  const headProfile = await attempt('Presto, the rows of the query', () => profileData(presto, head, options));
  const baseProfile =
    base === head
      ? headProfile
      : base && (await attempt('Presto, the rows of the base', () => profileData(presto, base, options)));
  const stored =
    aws === null || deployedPackage === null
      ? null
      : await attempt('AWS, the data of the deployed model', () => deployedProfile(aws, deployedPackage));
  const drift =
    stored &&
    headProfile &&
    (await attempt('Presto, the drift', () => measureDrift(presto, head, headProfile, stored, options)));
  return { base: baseProfile, head: headProfile, drift, ...(gaps.length > 0 ? { gaps } : {}) };
}

/**
 * The head's rows against a stored profile, column by column: the target first, then the features in their order. A column that
 * the profile does not have is `unknown`. One statement for 40 features.
 */
export async function measureDrift(
  presto: Presto,
  query: DataQuery,
  profile: Pick<DataProfile, 'classes'>,
  stored: StoredProfile,
  options: ReadOptions = {},
): Promise<Drift> {
  const columns = locate(query);
  const binned = columns.features.flatMap((column) => {
    const bins = column.kind === 'number' ? stored.features.get(column.name) : undefined;
    return bins === undefined ? [] : [{ column, bins }];
  });
  const counts = new Map<string, number[]>();
  for (let from = 0; from < binned.length; from += COLUMNS) {
    const some = binned.slice(from, from + COLUMNS);
    const [row = []] = await aggregates(presto, driftStatement(query, some), options);
    let at = 0;
    for (const { column, bins } of some) {
      const upTo = row.slice(at, at + bins.rows.length).map(number);
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
  const known = stored.target === null || stored.target === target.name;
  const ofTarget = known ? drifted(stored.classes, labels) : UNKNOWN;
  return { reference: stored.reference, method: 'PSI', columns: [{ name: target.name, ...ofTarget }, ...features] };
}

const UNKNOWN = { value: null, verdict: 'unknown' as const };

/** Four decimals say all there is to say. */
function drifted(expected: readonly number[], actual: readonly number[]) {
  const { value, verdict } = driftOf(expected, actual);
  return { value: value === null ? null : Number(value.toFixed(4)), verdict };
}

/** One row: of each column the finite values up to each edge, and all of them. */
export function driftStatement(query: DataQuery, binned: ReadonlyArray<{ column: Located; bins: Bins }>): string {
  const counts = binned.flatMap(({ bins }, at) => [
    ...bins.upper.map((edge) => `count_if(is_finite(x${at}) AND x${at} <= DOUBLE '${edge}')`),
    `count_if(is_finite(x${at}))`,
  ]);
  const values = binned.map(({ column }, at) => `${asNumber(column)} AS x${at}`);
  return `SELECT ${counts.join(', ')}\nFROM (SELECT ${values.join(', ')}\nFROM ${rowsOf(query)})`;
}
