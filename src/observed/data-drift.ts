import type { Drift } from './data-profile.ts';

type Verdict = Drift['columns'][number]['verdict'];

/** Up to here two distributions are taken for the same, and from the next on for different: Siddiqi, Credit Risk Scorecards (2006). */
const MODERATE = 0.1;
const SHIFTED = 0.25;

/** 99th percentiles of the chi-squared distribution with 1, 2, … degrees of freedom. */
const CHI_SQUARED = [6.635, 9.21, 11.345, 13.277, 15.086, 16.812, 18.475, 20.09, 21.666, 23.209, 24.725];

/**
 * How far the counts `actual` are from the counts `expected`, bin by bin: Σ (a − e) · ln(a / e) of the shares a and e, the
 * population stability index, which is Jeffreys' divergence of the two. 0 for the same shares, and the same in both directions.
 *
 * Half a row is added to each bin of both (the Krichevsky–Trofimov estimate of the shares), without which one empty bin would
 * make it infinite; with many rows this changes nothing. Null when there is no row on one side, or the bins do not match.
 */
export function populationStabilityIndex(expected: readonly number[], actual: readonly number[]): number | null {
  const [e, a] = [shares(expected), shares(actual)];
  if (e === null || a === null || e.length !== a.length) return null;
  return e.reduce((sum, share, bin) => sum + ((a[bin] ?? 0) - share) * Math.log((a[bin] ?? 0) / share), 0);
}

function shares(counts: readonly number[]): number[] | null {
  const rows = total(counts);
  return rows > 0 ? counts.map((count) => (count + 0.5) / (rows + counts.length / 2)) : null;
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/**
 * What chance alone makes of it when nothing changed: of B bins with n and m rows the index is distributed as
 * (1/n + 1/m) · χ² with B − 1 degrees of freedom (Yurdakul, Statistical Properties of Population Stability Index, 2018). This is
 * its 99th percentile: with ten bins it is above 0.1, so that nothing can be said of small differences, below 434 rows each.
 */
export function byChance(expected: readonly number[], actual: readonly number[]): number {
  const bins = expected.filter((count, bin) => count + (actual[bin] ?? 0) > 0).length;
  const percentile = CHI_SQUARED[Math.min(Math.max(bins - 1, 1), CHI_SQUARED.length) - 1] ?? 0;
  return percentile * (1 / total(expected) + 1 / total(actual));
}

/**
 * The index in a word. `unknown` when there are too few rows for a word: the index is within what chance makes, and chance alone
 * reaches 0.1.
 */
export function driftOf(
  expected: readonly number[],
  actual: readonly number[],
): { value: number | null; verdict: Verdict } {
  const value = populationStabilityIndex(expected, actual);
  if (value === null) return { value, verdict: 'unknown' };
  const chance = byChance(expected, actual);
  return { value, verdict: chance > MODERATE && value <= chance ? 'unknown' : verdictOf(value) };
}

function verdictOf(value: number): Verdict {
  if (value < MODERATE) return 'stable';
  return value < SHIFTED ? 'moderate' : 'shifted';
}
