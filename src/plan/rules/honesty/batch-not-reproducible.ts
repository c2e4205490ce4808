import type { Finding } from '../../../finding.ts';
import { REASONS, shortText } from '../helpers/nondeterminism-reasons.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The batch query yields other rows when the same window runs again, so the predictions cannot be repeated or checked.
 */
export function batchNotReproducible(context: RuleContext): Finding[] {
  return (context.batch?.nondeterminism ?? []).map((cause) => ({
    rule: 'honesty/batch-not-reproducible',
    severity: 'warning' as const,
    message: `${shortText(cause)} in the batch query ${REASONS[cause.kind]}.`,
    why: 'A run that is repeated for the same window (after a failure, or to check it) predicts other rows. Rows may be left out between two runs, or predicted twice.',
    way_out:
      cause.kind === 'clock'
        ? 'Use {start_time_utc} and {end_time_utc}: the window of the run, which is recorded with it.'
        : 'Take it out: a batch predicts all rows of its window.',
    place: context.sqlPlace('batch', cause.place),
  }));
}
