import { batchNotReproducible } from '../../../../src/plan/rules/honesty/batch-not-reproducible.ts';
import { sampleNotReproducible } from '../../../../src/plan/rules/honesty/sample-not-reproducible.ts';
import type { Nondeterminism, SqlAnalysis } from '../../../../src/sql/analysis.ts';
import { contextOf, type Edits, lineOf } from './context.ts';
import { ORDER_PRIORITY } from './measured.ts';

const at = (kind: Nondeterminism['kind'], text: string, line = 3): Nondeterminism => ({
  kind,
  text,
  place: { offset: 10, length: text.length, line, column: 5 },
});
const analysis = (...nondeterminism: Nondeterminism[]): SqlAnalysis => ({
  columns: [],
  star: false,
  tables: [],
  nondeterminism,
});
const NO_SAMPLE: Edits = { 'config.yml': [[/ {2}sample:\n.*\n.*\n/, '']] };

describe('sample-not-reproducible', () => {
  test('each cause at its words', () => {
    const findings = sampleNotReproducible(
      contextOf(
        {},
        { training: analysis(at('sample', 'TABLESAMPLE\n  BERNOULLI (10)'), at('arbitrary', 'arbitrary(x)', 4)) },
      ),
    );
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message:
          'TABLESAMPLE BERNOULLI (10) in the training query reads other rows at every run (Presto samples without a seed).',
        way_out: 'Take it out: training_step.sample keeps the same 5,000 rows at every run.',
        // The SQL begins on line 2, after a comment.
        place: { file: 'sql/training.sql', column: 5 },
      },
      { severity: 'warning', way_out: expect.stringContaining('min_by') },
    ]);
  });

  test('ORDER BY RANDOM() LIMIT 5000 is one cause; LIMIT without a total order is one too', () => {
    const findings = sampleNotReproducible(contextOf(ORDER_PRIORITY.edits));
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: 'RANDOM() in the training query draws other values at every run.',
        way_out: expect.stringContaining('set training_step.key_column and training_step.sample'),
      },
    ]);
    expect(lineOf(ORDER_PRIORITY.edits, findings[0])).toBe('RANDOM()');
    const limit = analysis(at('limit', 'LIMIT 5000'));
    expect(sampleNotReproducible(contextOf(NO_SAMPLE, { training: limit }))).toMatchObject([
      { way_out: expect.stringContaining('tell all rows apart, or: take it out, and set training_step.sample') },
    ]);
  });

  test('a clock is only remarked on', () => {
    expect(sampleNotReproducible(contextOf({}, { training: analysis(at('clock', 'current_date')) }))).toMatchObject([
      { severity: 'notice' },
    ]);
  });

  test('a text of many words is cut', () => {
    const [finding] = sampleNotReproducible(contextOf({}, { training: analysis(at('limit', 'x'.repeat(500))) }));
    expect(finding?.message.length).toBeLessThan(200);
  });

  test('nothing found, or no query: nothing', () => {
    expect(sampleNotReproducible(contextOf({}, { training: analysis() }))).toEqual([]);
    expect(sampleNotReproducible(contextOf({}, { training: null }))).toEqual([]);
    expect(sampleNotReproducible(contextOf())).toEqual([]);
  });
});

describe('batch-not-reproducible', () => {
  test('a clock instead of the window is a warning here', () => {
    expect(batchNotReproducible(contextOf({}, { batch: analysis(at('clock', 'now()')) }))).toMatchObject([
      {
        severity: 'warning',
        message: 'now() in the batch query is another time at every run.',
        way_out: expect.stringContaining('{start_time_utc}'),
        place: { file: 'sql/batch.sql' },
      },
    ]);
    expect(batchNotReproducible(contextOf({}, { batch: analysis(at('limit', 'LIMIT 10')) }))).toHaveLength(1);
  });

  test('nothing found, or no query: nothing', () => {
    expect(batchNotReproducible(contextOf({}, { batch: analysis() }))).toEqual([]);
    expect(batchNotReproducible(contextOf({}, { batch: null }))).toEqual([]);
    expect(batchNotReproducible(contextOf({}, { training: analysis(at('clock', 'now()')) }))).toEqual([]);
  });
});
