import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { percent, rows } from './figures.ts';

/** Below this share even a model that knows those rows by heart gains less than a test of some hundred rows can show. */
const FEW = 0.01;
/** So much of it, and a good part of the test is known by heart. */
const MANY = 0.2;

/**
 * Rows that stand in two splits under different keys. Rows with equal keys stay together (`split.py` divides by the key's
 * hash, or by the whole row without a key), so a row that is there twice has two keys: the key names lines, not things.
 *
 * Features of few values are alike by chance. Rows that n rows among m equally likely combinations share are n(1 - e^(-n/m));
 * only what is more than that counts. (Unequal combinations share more, so that few combinations are never an error.)
 */
export function testOverlap(context: RuleContext): Finding[] {
  const { data, measures, config } = context;
  if (data === null || measures?.overlapping_rows == null || data.rows === 0) return [];
  const share = measures.overlapping_rows / data.rows;
  const step = config.training_step;
  const distinct = step.training_features.map(
    (name) => data.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.distinct,
  );
  const combinations = distinct.reduce<number>((product, count) => product * Math.max(1, count ?? 1), 2);
  const chance = distinct.includes(undefined) ? 0 : 1 - Math.exp(-data.rows / combinations);
  if (share <= FEW || share <= 2 * chance) return [];
  const certain = share > MANY && combinations > 100 * data.rows;
  return [
    {
      rule: 'honesty/test-overlap',
      severity: certain ? 'error' : 'warning',
      message: `${rows(measures.overlapping_rows)} (${percent(share)}) have the features and the target of a row in another split.`,
      why: `A forest knows such test rows by heart, so the test says more good of it than new rows will. ${step.key_column === undefined ? 'There is no key_column' : `${step.key_column} differs between them`}: a join may repeat rows, or several rows may be about one thing.`,
      way_out:
        'Select each thing once (DISTINCT, GROUP BY), or make key_column the thing that the rows are about, such as the customer: rows with equal keys stay in one split.',
      place: context.place('training_step.key_column') ?? context.place('training_step.query'),
    },
  ];
}
