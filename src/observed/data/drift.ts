import type { Drift } from './profile.ts';

type Verdict = Drift['columns'][number]['verdict'];

/**
 * Below 0.1 two distributions count as the same, and from 0.25 on as different: Siddiqi, Credit Risk Scorecards (2006).
 */
const MODERATE = 0.1;
const SHIFTED = 0.25;

/** 99th percentiles of the chi-squared distribution with 1, 2, … degrees of freedom. */
const CHI_SQUARED = [6.635, 9.21, 11.345, 13.277, 15.086, 16.812, 18.475, 20.09, 21.666, 23.209, 24.725];

/**
 * Computes the population stability index of two lists of counts by bin: Σ (a − e) · ln(a / e) of the actual shares a
 * and the expected shares e. It is Jeffreys' divergence of the two. It is 0 for equal shares, and the same in both
 * directions.
 *
 * Half a row is added to each bin of both (the Krichevsky–Trofimov estimate of the shares). Without that, one empty bin
 * would make the index infinite. With many rows it changes nothing. Null when one side has no rows, or the bins do not
 * match.
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
 * Computes the index that chance alone exceeds in 1 of 100 cases when nothing changed. With B bins and n and m rows,
 * the index is distributed as (1/n + 1/m) · χ² with B − 1 degrees of freedom (Yurdakul, Statistical Properties of
 * Population Stability Index, 2018). This is its 99th percentile. With ten bins and fewer than 434 rows each it is
 * above 0.1: then small differences mean nothing.
 */
export function chanceLimit(expected: readonly number[], actual: readonly number[]): number {
  const bins = expected.filter((count, bin) => count + (actual[bin] ?? 0) > 0).length;
  const percentile = CHI_SQUARED[Math.min(Math.max(bins - 1, 1), CHI_SQUARED.length) - 1] ?? 0;
  return percentile * (1 / total(expected) + 1 / total(actual));
}

/**
 * Computes the index and its verdict. The verdict is `unknown` when there are too few rows: chance alone reaches 0.1,
 * and the index is not above what chance reaches.
 */
export function driftOf(
  expected: readonly number[],
  actual: readonly number[],
): { value: number | null; verdict: Verdict } {
  const value = populationStabilityIndex(expected, actual);
  if (value === null) return { value, verdict: 'unknown' };
  const limit = chanceLimit(expected, actual);
  return { value, verdict: limit > MODERATE && value <= limit ? 'unknown' : verdictOf(value) };
}

function verdictOf(value: number): Verdict {
  if (value < MODERATE) return 'stable';
  return value < SHIFTED ? 'moderate' : 'shifted';
}
