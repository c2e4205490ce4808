import type { Aws } from '../ports/index.ts';

/** What training stored of the rows that a model learned from and was measured on, as far as it is compared. */
export interface StoredProfile {
  /** `mlops-presto version 3`. */
  reference: string;
  target: string | null;
  /** Rows with label 0 and with label 1. */
  classes: readonly [number, number];
  /** By name; in the words of docs/container-scripts.md. */
  features: ReadonlyMap<string, Bins>;
}

/** Rows up to the first edge, then up to the next, and above the last: one more count than edges. */
export interface Bins {
  upper: number[];
  rows: number[];
}

/** Nine deciles are nine edges; a stored profile with more is not ours. */
const MOST_EDGES = 20;

/**
 * The profile of the data that a model package was trained with, from the evaluation report that its registration names.
 * Null when the package, the report or the profile in it is not there or not readable: models of before have none.
 * Two calls: DescribeModelPackage, and GetObject of the report.
 */
export async function deployedProfile(
  aws: Pick<Aws, 'sagemaker' | 'objects'>,
  packageArn: string,
): Promise<StoredProfile | null> {
  const found = await aws.sagemaker.modelPackage(packageArn);
  if (found?.metricsUri === undefined) return null;
  const bytes = await aws.objects.read(found.metricsUri);
  if (bytes === undefined) return null;
  const name =
    found.group === undefined || found.version === undefined ? packageArn : `${found.group} version ${found.version}`;
  return storedProfile(bytes, name);
}

/** Reads evaluation.json, which is as trustworthy as whoever can write to the bucket: anything odd in it is left out. */
export function storedProfile(bytes: Uint8Array, reference: string): StoredProfile | null {
  const profile = record(record(record(parse(bytes))?.data)?.profile);
  const counts = record(profile?.class_counts);
  const features = record(profile?.features);
  if (profile === null || counts === null || features === null) return null;
  const bins = Object.entries(features).flatMap(([name, feature]) => {
    const read = binsOf(record(feature));
    return read === null ? [] : [[name, read] as const];
  });
  return {
    reference,
    target: typeof profile.target === 'string' ? profile.target : null,
    classes: [count(counts['0']) ?? 0, count(counts['1']) ?? 0],
    features: new Map(bins),
  };
}

function binsOf(feature: Tree | null): Bins | null {
  const bins = record(feature?.bins);
  if (bins === null) return binsOfQuantiles(feature);
  const { upper, rows } = bins;
  if (!Array.isArray(upper) || !Array.isArray(rows)) return null;
  const usable =
    upper.length > 0 &&
    upper.length <= MOST_EDGES &&
    rows.length === upper.length + 1 &&
    increasing(upper) &&
    rows.every((value) => count(value) !== null);
  return usable ? { upper: upper as number[], rows: rows as number[] } : null;
}

/**
 * A profile without bins has quantiles only. Where no two deciles are equal a tenth of the rows lies between each; where all are,
 * all rows have the value. Between these the share of a repeated value is not known.
 */
function binsOfQuantiles(feature: Tree | null): Bins | null {
  const quantiles = record(feature?.quantiles);
  const rows = count(feature?.count);
  if (quantiles === null || rows === null || rows === 0) return null;
  const deciles = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => quantiles[`${share}`]);
  const [least, greatest] = [deciles[0], deciles[10]];
  if (typeof least === 'number' && least === greatest) {
    const margin = Math.max(Math.abs(least), 1) * 1e-6;
    return { upper: [least - margin, least + margin], rows: [0, rows, 0] };
  }
  if (!increasing(deciles)) return null;
  return { upper: deciles.slice(1, 10) as number[], rows: Array.from({ length: 10 }, () => rows / 10) };
}

type Tree = Record<string, unknown>;

const record = (value: unknown): Tree | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : null;

const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;

const increasing = (values: unknown[]): boolean =>
  values.every(
    (value, at) =>
      typeof value === 'number' && Number.isFinite(value) && (at === 0 || value > (values[at - 1] as number)),
  );

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
