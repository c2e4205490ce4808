import { wilson, wilsonHalfWidth } from '../../../../src/plan/rules/helpers/wilson.ts';

test('the interval is that of the textbooks (Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29)', () => {
  const of = (count: number, rows: number) => {
    const { lower, upper } = wilson(count / rows, rows);
    return [lower.toFixed(4), upper.toFixed(4)];
  };
  expect(of(81, 263)).toEqual(['0.2553', '0.3662']);
  expect(of(15, 148)).toEqual(['0.0624', '0.1605']);
  expect(of(0, 20)).toEqual(['0.0000', '0.1611']);
  expect(of(1, 29)).toEqual(['0.0061', '0.1718']);
});

test('of no row nothing is known', () => {
  expect(wilson(0.5, 0)).toEqual({ lower: 0, upper: 1 });
  expect(wilsonHalfWidth(0.5, 93)).toBeLessThan(0.1);
  expect(wilsonHalfWidth(0.5, 92)).toBeGreaterThan(0.1);
});
