import { planAnnotations } from '../../../src/report/plan/annotations.ts';
import { environment, failure, long, plan } from './fixtures.ts';

test('each finding with a place once, errors first, with the columns of its line', () => {
  const annotations = planAnnotations(long());
  expect(annotations.map(({ level, path, start_line }) => [level, path, start_line])).toEqual([
    ['failure', 'sql/training.sql', 9],
    ['warning', 'environments/prod/endpoint.yml', 12],
    ['notice', 'environments/prod/environment.yml', 10],
  ]);
  expect(annotations[0]).toEqual({
    path: 'sql/training.sql',
    start_line: 9,
    end_line: 9,
    start_column: 5,
    end_column: 41,
    level: 'failure',
    title: 'The target late is computed from the feature days_to_receive: both read l.receiptdate',
    message:
      'The target late is computed from the feature days_to_receive: both read l.receiptdate. A rule on days_to_receive alone is right for 99.8 % of the rows; the baseline (always answers 1) for 63.2 %. At the time of a prediction, the day of receipt is not known yet. Take days_to_receive out of training_features, or compute it from what is known at shipping.',
    raw: 'rule: honesty/target-from-feature; environments: dev, staging, prod',
  });
  expect(planAnnotations(long(), 'dev')).toHaveLength(1);
  expect(planAnnotations(failure()).map(({ start_line }) => start_line)).toEqual([58, 80]);
});

test('a remark on several lines has no columns, and nothing goes beyond what GitHub takes', () => {
  const finding = {
    rule: 'query/syntax' as const,
    severity: 'error' as const,
    message: `first\n::error::second\r\n${'x'.repeat(100_000)}`,
    way_out: '\u001b[31mred\u202e',
    place: { file: './sql/a\n::warning::b.sql', line: 3, column: 7, end_line: 5, end_column: 2 },
  };
  const [annotation, ...others] = planAnnotations(
    plan({
      environments: [environment('dev', { findings: [finding, { ...finding, place: null }] })],
      findings: [{ ...finding, message: '', place: { file: '', line: 0, column: -1, end_line: 0 } }],
    }),
  ).reverse();
  expect(annotation).toMatchObject({ path: 'sql/a ::warning::b.sql', start_line: 3, end_line: 5 });
  expect(annotation).not.toHaveProperty('start_column');
  expect(annotation).not.toHaveProperty('end_column');
  expect([...(annotation?.title ?? '')].length).toBeLessThanOrEqual(255);
  expect(annotation?.message.length).toBeLessThanOrEqual(64 * 1024);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
  expect(Object.values(annotation ?? {}).join('|')).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(others).toMatchObject([
    { path: '.', start_line: 1, end_line: 1, start_column: 1, end_column: 1, title: 'query/syntax' },
  ]);
});
