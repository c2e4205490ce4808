import type { Finding } from '../../../finding.ts';
import { REASONS, shortText } from '../helpers/nondeterminism-reasons.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The training query yields other rows when it runs again. A clock is only a notice, because retraining may want
 * newer rows: its window then moves with time.
 */
export function sampleNotReproducible(context: Pick<RuleContext, 'config' | 'training' | 'sqlPlace'>): Finding[] {
  const { key_column: key, sample } = context.config.training_step;
  return (context.training?.nondeterminism ?? []).map((cause) => {
    const clock = cause.kind === 'clock';
    const hash =
      sample !== undefined
        ? `Take it out: training_step.sample keeps the same ${sample.rows.toLocaleString('en-US')} rows at every run.`
        : `Take it out, and set ${key === undefined ? 'training_step.key_column and ' : ''}training_step.sample: it selects rows by the hash of their key, the same rows at every run.`;
    const ways = {
      random: hash,
      sample: hash,
      limit: `Order by columns that tell all rows apart, or: ${hash.charAt(0).toLowerCase()}${hash.slice(1)}`,
      clock: 'Write a date if the rows should stay the same. Leave it if each retraining should read newer rows.',
      arbitrary: 'Use min, max or min_by with a column that decides, or give array_agg an ORDER BY.',
    };
    return {
      rule: 'honesty/sample-not-reproducible',
      severity: clock ? ('notice' as const) : ('warning' as const),
      message: `${shortText(cause)} in the training query ${REASONS[cause.kind]}.`,
      why: clock
        ? 'A model that was trained at another time cannot be trained again, and a difference between two runs may come from the data.'
        : 'Two runs train and test on different rows. A difference between two models may be chance, and test rows of one run may be training rows of the other.',
      way_out: ways[cause.kind],
      place: context.sqlPlace('training', cause.place),
    };
  });
}
