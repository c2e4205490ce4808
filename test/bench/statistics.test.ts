import { ratio, shown, spread, table } from './lib/statistics.mjs';

test('a spread is median, least and most, and changes nothing', () => {
  const values = [3, 1, 2];
  expect(spread(values)).toEqual({ median: 2, min: 1, max: 3 });
  expect(values).toEqual([3, 1, 2]);
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(spread([7])).toEqual({ median: 7, min: 7, max: 7 });
});

test('ratios are taken pair by pair: a machine that halves its speed for one pair changes none', () => {
  expect(ratio([10, 20, 10], [5, 10, 5])).toEqual({ median: 2, min: 2, max: 2 });
});

test('what is shown has its range, unless that says nothing', () => {
  expect(shown({ median: 1234.56, min: 1000, max: 2000 }, 1)).toBe('1,234.6 (1,000.0–2,000.0)');
  expect(shown({ median: 2, min: 2, max: 2.001 }, 2)).toBe('2.00');
});

test('a table is Markdown with aligned columns', () => {
  expect(
    table(
      ['what', 'n'],
      [
        ['a', '1,000'],
        ['bcdef', '2'],
      ],
    ),
  ).toBe(['| what  |     n |', '|-------|------:|', '| a     | 1,000 |', '| bcdef |     2 |'].join('\n'));
});
