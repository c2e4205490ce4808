import { chanceLimit, driftOf, populationStabilityIndex } from '../../../src/observed/data/drift.ts';

const TEN = Array.from({ length: 10 }, () => 500);

/**
 * From numpy 1.26 and scipy 1.11, with half a row added to each bin:
 * `e, a = (e + .5) / (e + .5).sum(), …; rel_entr(a, e).sum() + rel_entr(e, a).sum()`
 */
test.each([
  [TEN, [480, 510, 495, 505, 520, 490, 500, 498, 502, 500], 0.0004225363243559697],
  [TEN, [900, 800, 700, 600, 500, 400, 300, 300, 250, 250], 0.20653471016612288],
  [[3500, 1500], [3000, 2000], 0.04416373099425637],
  [[0, 5000, 0], [0, 0, 5000], 18.415356127114897],
  [[10, 0, 5, 85], [1, 2, 3, 4], 1.5409964839458659],
  [[491, 328], [3171, 1829], 0.005121327962478321],
])('of %j and %j it is what scipy computes', (expected, actual, value) => {
  expect(populationStabilityIndex(expected, actual)).toBeCloseTo(value, 12);
});

/** The same numbers at every run (Marsaglia's xorshift). */
function random(seed: number) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function counts(next: () => number, rows: number, shares: readonly number[]): number[] {
  const result = shares.map(() => 0);
  for (let row = 0; row < rows; row++) {
    let left = next() * shares.reduce((sum, share) => sum + share, 0);
    const bin = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    result[bin] = (result[bin] ?? 0) + 1;
  }
  return result;
}

describe('for any counts', () => {
  const next = random(7);
  const pairs = Array.from({ length: 200 }, () => {
    const bins = 2 + Math.floor(next() * 9);
    const some = () => Array.from({ length: bins }, () => Math.floor(next() * 300));
    return [some(), [...some().slice(1), 1 + Math.floor(next() * 300)]] as const;
  });

  test('it is 0 for equal ones, never negative, and the same in both directions', () => {
    for (const [expected, actual] of pairs) {
      const there = populationStabilityIndex(expected, actual);
      expect(populationStabilityIndex(actual, actual)).toBe(0);
      expect(there).toBeGreaterThanOrEqual(0);
      expect(there).toBeCloseTo(populationStabilityIndex(actual, expected) ?? Number.NaN, 12);
    }
  });

  test('it does not depend on the order of bins', () => {
    for (const [expected, actual] of pairs) {
      const reversed = populationStabilityIndex(expected.toReversed(), actual.toReversed());
      expect(populationStabilityIndex(expected, actual)).toBeCloseTo(reversed ?? Number.NaN, 12);
    }
  });

  test('it grows the further the rows move', () => {
    for (let bin = 1; bin < 10; bin++) {
      const moved = (rows: number) => TEN.map((count, at) => count + (at === 0 ? rows : at === bin ? -rows : 0));
      const values = [0, 1, 50, 100, 300, 499, 500].map((rows) => populationStabilityIndex(TEN, moved(rows)) ?? 0);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
      expect(new Set(values).size).toBe(values.length);
    }
  });
});

test('without rows, or with other bins, there is none', () => {
  expect(populationStabilityIndex([0, 0], [1, 2])).toBeNull();
  expect(populationStabilityIndex([1, 2], [0, 0])).toBeNull();
  expect(populationStabilityIndex([], [])).toBeNull();
  expect(populationStabilityIndex([1, 2], [1, 2, 3])).toBeNull();
  expect(driftOf([0, 0], [1, 2])).toEqual({ value: null, verdict: 'unknown' });
});

test('an empty bin is far, not infinitely far', () => {
  const value = populationStabilityIndex([1000, 0], [900, 100]) ?? 0;
  expect(value).toBeGreaterThan(0.25);
  expect(value).toBeLessThan(1);
});

test.each([
  [TEN, 'stable'],
  [[650, 600, 575, 550, 525, 475, 450, 425, 400, 350], 'stable'],
  [[900, 800, 700, 600, 500, 400, 300, 300, 250, 250], 'moderate'],
  [[1200, 900, 800, 600, 500, 300, 200, 200, 150, 150], 'shifted'],
])('5,000 rows as %j are %s', (actual, verdict) => {
  expect(driftOf(TEN, actual).verdict).toBe(verdict);
});

describe('with few rows', () => {
  const few = (rows: number) => counts(random(3), rows, TEN);

  test('what chance makes is called unknown, not stable and not moderate', () => {
    for (const rows of [1, 5, 20, 60, 100, 200]) expect(driftOf(TEN, few(rows)).verdict).toBe('unknown');
    expect(driftOf([10, 10], [9, 11]).verdict).toBe('unknown');
  });

  test('434 rows on both sides are enough for ten bins', () => {
    const tenth = (rows: number) => TEN.map(() => rows / 10);
    expect(chanceLimit(tenth(430), tenth(430))).toBeGreaterThan(0.1);
    expect(chanceLimit(tenth(440), tenth(440))).toBeLessThan(0.1);
  });

  test('what chance does not make is called by its name', () => {
    expect(driftOf(TEN, [0, 0, 0, 0, 0, 0, 0, 0, 0, 100]).verdict).toBe('shifted');
  });
});

test('when nothing changed, chance stays below its bound 99 times in 100', () => {
  const next = random(11);
  let above = 0;
  let sum = 0;
  for (let run = 0; run < 500; run++) {
    const [expected, actual] = [counts(next, 1500, TEN), counts(next, 1000, TEN)];
    const value = populationStabilityIndex(expected, actual) ?? 0;
    if (value > chanceLimit(expected, actual)) above++;
    sum += value / 500;
  }
  expect(above).toBeLessThanOrEqual(15);
  expect(sum).toBeCloseTo(9 * (1 / 1500 + 1 / 1000), 3);
});
