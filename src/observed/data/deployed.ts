import type { Aws } from '../../ports/index.ts';

/** The profile that training stored of its rows (training, validation and test), as far as it is compared. */
export interface StoredProfile {
  /** The model: `mlops-presto version 3`. */
  reference: string;
  target: string | null;
  /** Rows with label 0 and with label 1. */
  classes: readonly [number, number];
  /** Bins of the features, by name; see docs/container-scripts.md. */
  features: ReadonlyMap<string, Bins>;
}

/** Rows up to each edge, and above the last edge: there is one more count than edges. */
export interface Bins {
  upper: number[];
  rows: number[];
}

/** Training stores nine deciles, so nine edges. A profile with many more was not stored by this project. */
const MAX_EDGES = 20;

/**
 * Reads the profile of the data that a model package was trained with, from the evaluation report that its registration
 * names. Null when the package, the report or the profile does not exist or cannot be read: older models have no
 * profile. It takes two calls: DescribeModelPackage, and GetObject of the report.
 */
export async function deployedProfile(
  aws: Pick<Aws, 'sagemaker' | 'objects'>,
  packageArn: string,
): Promise<StoredProfile | null> {
  const modelPackage = await aws.sagemaker.modelPackage(packageArn);
  if (modelPackage?.metricsUri === undefined) return null;
  const bytes = await aws.objects.read(modelPackage.metricsUri);
  if (bytes === undefined) return null;
  const name =
    modelPackage.group === undefined || modelPackage.version === undefined
      ? packageArn
      : `${modelPackage.group} version ${modelPackage.version}`;
  return storedProfile(bytes, name);
}

/**
 * Reads the profile of an evaluation.json. Anyone who can write to the bucket can change it, so invalid parts are left
 * out.
 */
export function storedProfile(bytes: Uint8Array, reference: string): StoredProfile | null {
  const profile = record(record(record(parse(bytes))?.data)?.profile);
  const counts = record(profile?.class_counts);
  const features = record(profile?.features);
  if (profile === null || counts === null || features === null) return null;
  const bins = Object.entries(features).flatMap(([name, feature]) => {
    const featureBins = binsOf(record(feature));
    return featureBins === null ? [] : [[name, featureBins] as const];
  });
  return {
    reference,
    target: typeof profile.target === 'string' ? profile.target : null,
    classes: [count(counts['0']) ?? 0, count(counts['1']) ?? 0],
    features: new Map(bins),
  };
}

function binsOf(feature: JsonObject | null): Bins | null {
  const bins = record(feature?.bins);
  if (bins === null) return binsOfQuantiles(feature);
  const { upper, rows } = bins;
  if (!Array.isArray(upper) || !Array.isArray(rows)) return null;
  const isUsable =
    upper.length > 0 &&
    upper.length <= MAX_EDGES &&
    rows.length === upper.length + 1 &&
    increasing(upper) &&
    rows.every((value) => count(value) !== null);
  return isUsable ? { upper: upper as number[], rows: rows as number[] } : null;
}

/**
 * Makes bins of a profile that has only quantiles. When no two deciles are equal, a tenth of the rows is between two of
 * them. When all deciles are equal, all rows have that value. In other cases the share of a repeated value is not
 * known.
 */
function binsOfQuantiles(feature: JsonObject | null): Bins | null {
  const quantiles = record(feature?.quantiles);
  const rows = count(feature?.count);
  if (quantiles === null || rows === null || rows === 0) return null;
  const deciles = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => quantiles[`${share}`]);
  const [min, max] = [deciles[0], deciles[10]];
  if (typeof min === 'number' && min === max) {
    const margin = Math.max(Math.abs(min), 1) * 1e-6;
    return { upper: [min - margin, min + margin], rows: [0, rows, 0] };
  }
  if (!increasing(deciles)) return null;
  return { upper: deciles.slice(1, 10) as number[], rows: Array.from({ length: 10 }, () => rows / 10) };
}

/** A JSON object of unknown shape. */
type JsonObject = Record<string, unknown>;

const record = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

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
