import { effortText } from '../../../src/report/plan/text.ts';

test.each([
  ['all of it', { seconds: 1094, dollars: 0.5127 }, 'about 18 min, about 0.51 USD'],
  ['nothing', { seconds: null, dollars: null }, 'time and cost unknown'],
  [
    'some of both',
    { seconds: null, dollars: null, at_least: { seconds: 1000, dollars: 0.0664 } },
    'at least 17 min, at least 0.07 USD',
  ],
  [
    'the time, and some of the cost',
    { seconds: 1300, dollars: null, at_least: { dollars: 0.0664 } },
    'about 22 min, at least 0.07 USD',
  ],
  ['the time alone', { seconds: 1300, dollars: null }, 'about 22 min, cost unknown'],
  [
    'some of the time, and next to nothing of the cost',
    { seconds: null, dollars: null, at_least: { seconds: 40, dollars: 0.0038 } },
    'at least 40 s, cost unknown',
  ],
  ['a cost that is no cent', { seconds: 60, dollars: 0.0038 }, 'about 1 min, below 0.01 USD'],
])('of time and cost is known %s', (_, run, text) => {
  expect(effortText(run)).toBe(text);
});
