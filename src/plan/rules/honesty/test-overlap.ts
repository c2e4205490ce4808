import type { Finding } from '../../../finding.ts';
import { percent, rows } from '../helpers/figures.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Up to this share, even a model that has memorised these rows gains less than a test of some hundred rows can show.
 */
const MAX_HARMLESS_SHARE = 0.01;
/** Above this share, a model may have memorised a good part of the test rows. */
const MAX_WARNING_SHARE = 0.2;

/**
 * Equal rows are in two splits under different keys. Rows with equal keys stay together (`split.py` divides by the
 * hash of the key, or of the whole row without a key). So a row that occurs twice has two keys: the key names lines,
 * not things.
 *
 * Features with few values are alike by chance. Of n rows among m equally likely combinations, n(1 - e^(-n/m)) share
 * theirs with another row; only more than that counts. (Unequal combinations share more. So few combinations are never
 * an error.)
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
  if (share <= MAX_HARMLESS_SHARE || share <= 2 * chance) return [];
  const certain = share > MAX_WARNING_SHARE && combinations > 100 * data.rows;
  return [
    {
      rule: 'honesty/test-overlap',
      severity: certain ? 'error' : 'warning',
      message: `${rows(measures.overlapping_rows)} (${percent(share)}) have the features and the target of a row in another split.`,
      why: `A forest has memorised such test rows, so its test metrics are better than its metrics on new rows. ${step.key_column === undefined ? 'There is no key_column' : `${step.key_column} differs between them`}: a join may repeat rows, or several rows may be about one thing.`,
      way_out:
        'Select each thing once (DISTINCT, GROUP BY). Or let key_column name the thing that the rows are about, such as the customer: rows with equal keys stay in one split.',
      place: context.place('training_step.key_column') ?? context.place('training_step.query'),
    },
  ];
}
