import { formatDuration } from '../src/duration.ts';

test.each([
  [0, '0 s'],
  [-3, '0 s'],
  [4.4, '4 s'],
  [59.4, '59 s'],
  [59.7, '1 min 0 s'],
  [65, '1 min 5 s'],
  [119.4, '1 min 59 s'],
  [119.6, '2 min 0 s'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h 0 min'],
  [3724, '1 h 2 min'],
  [7199, '2 h 0 min'],
  [90_000, '25 h 0 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [3.25, '3.3 s'],
  [9.94, '9.9 s'],
  [9.97, '10 s'],
  [59.7, '1 min 0 s'],
])('%d seconds to a tenth are %s', (seconds, text) => {
  expect(formatDuration(seconds, 'tenth')).toBe(text);
});

test.each([
  [0, '1 s'],
  [40.2, '40 s'],
  [59.4, '59 s'],
  [59.7, '1 min'],
  [1080, '18 min'],
  [3569, '59 min'],
  [3571, '1 h 0 min'],
  [7500, '2 h 5 min'],
])('%d seconds are roughly %s', (seconds, text) => {
  expect(formatDuration(seconds, 'rough')).toBe(text);
});

test('no duration has a part of 60', () => {
  const texts: string[] = [];
  for (let seconds = 0; seconds < 8000; seconds += 0.25) {
    for (const precision of ['tenth', 'second', 'rough'] as const) texts.push(formatDuration(seconds, precision));
  }
  expect(texts.filter((text) => /\b60(\.0)? (s|min)/.test(text))).toEqual([]);
});
