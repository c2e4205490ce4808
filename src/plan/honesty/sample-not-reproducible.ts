import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { REASONS, shortText } from './nondeterminism-reasons.ts';

/**
 * The training query yields other rows when it runs again. A clock is only remarked on: a window that moves with time is
 * what retraining on fresh data is about.
 */
export function sampleNotReproducible(context: Pick<RuleContext, 'config' | 'training' | 'sqlPlace'>): Finding[] {
  const { key_column: key, sample } = context.config.training_step;
  return (context.training?.nondeterminism ?? []).map((cause) => {
    const clock = cause.kind === 'clock';
    const hash =
      sample !== undefined
        ? `Take it out: training_step.sample keeps the same ${sample.rows.toLocaleString('en-US')} rows at every run.`
        : `Take it out, and set ${key === undefined ? 'training_step.key_column and ' : ''}training_step.sample: rows by the hash of their key, the same at every run.`;
    const ways = {
      random: hash,
      sample: hash,
      limit: `Order by columns that tell all rows apart, or: ${hash.charAt(0).toLowerCase()}${hash.slice(1)}`,
      clock: 'Write a date where the rows should stay the same; leave it where each retraining should see newer rows.',
      arbitrary: 'Use min, max or min_by with a column that decides, or give array_agg an ORDER BY.',
    };
    return {
      rule: 'honesty/sample-not-reproducible',
      severity: clock ? ('notice' as const) : ('warning' as const),
      message: `${shortText(cause)} in the training query ${REASONS[cause.kind]}.`,
      why: clock
        ? 'A model that was trained at another time cannot be trained again, and a difference between two runs may be one of the data.'
        : 'Two runs train and test on different rows: a difference between two models may be chance, and the test rows of one run were training rows of the other.',
      way_out: ways[cause.kind],
      place: context.sqlPlace('training', cause.place),
    };
  });
}
