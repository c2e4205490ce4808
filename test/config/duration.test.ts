import { durationSeconds } from '../../src/config/duration.ts';

test.each([
  ['90s', 90],
  ['30m', 1800],
  ['24h', 86_400],
  ['7d', 604_800],
])('%s has %d seconds', (text, seconds) => expect(durationSeconds(text)).toBe(seconds));

test('a text that the schema refuses is not a duration', () => {
  expect(() => durationSeconds('soon')).toThrow('not a duration: soon');
});
