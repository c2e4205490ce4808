import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { percent, rows } from './figures.ts';
import { majorityOf } from './majority.ts';
import { splitRows } from './split-rows.ts';
import { wilsonHalfWidth } from './wilson.ts';

/** Below so many test rows evaluate.py calls the comparison with the baseline inconclusive (FEWEST_ROWS in evaluation.py). */
const FEWEST_ROWS = 30;
/** The lower end of a central 95 % interval. */
const TAIL = 0.025;
/** A recall or specificity that is known to no better than ± this says "somewhere between a half and two thirds". */
const WIDEST = 0.1;

/**
 * Test rows so few that their gate decides by luck. Four questions, the hardest first: can the comparison with the baseline
 * be made at all, could a perfect model pass it, can the gate be told from the baseline, is the rarer label's recall known.
 */
export function tooFewPositives(context: RuleContext): Finding[] {
  const test = splitRows(context, 'test');
  if (test === null) return [];
  const { accuracy_condition_threshold: gate, gates } = context.config.evaluation_step;
  const about = test.measured ? '' : 'about ';
  const found = (severity: Finding['severity'], message: string, why: string): Finding[] => [
    {
      rule: 'honesty/too-few-positives',
      severity,
      message,
      why,
      way_out: wayOut(context),
      place: context.place('training_step.test_split') ?? context.place('training_step.sample.rows'),
    },
  ];
  const impossible = gates.beat_baseline ? 'error' : 'warning';
  if (test.rows < FEWEST_ROWS) {
    return found(
      impossible,
      `The test split has ${about}${rows(test.rows)}; the evaluation needs ${FEWEST_ROWS} to compare a model with the baseline.`,
      gates.beat_baseline
        ? 'With fewer the gate beat_baseline is inconclusive, and an inconclusive gate is not passed: no model would be registered.'
        : 'With fewer every metric is luck.',
    );
  }
  const { rarer } = test;
  if (rarer === null) return [];
  // A bootstrap resample without any rare row makes the baseline perfect; if one in forty has none, the interval holds 0.
  const without = (1 - rarer.rows / test.rows) ** test.rows;
  if (without >= TAIL) {
    return found(
      test.measured ? impossible : 'warning',
      `Of ${about}${rows(test.rows)} in the test split ${Math.round(rarer.rows)} ${rarer.rows < 1.5 && rarer.rows >= 0.5 ? 'is' : 'are'} ${rarer.label}: even a perfect model could not be told from always giving the other answer.`,
      `One of ${Math.max(1, Math.round(1 / without))} resamples of these rows has no ${rarer.label} at all, so the 95 % interval of the advantage over the baseline begins at 0.`,
    );
  }
  const majority = majorityOf(context);
  const half = wilsonHalfWidth(gate, test.rows);
  if (majority !== null && gate > majority.share && half > gate - majority.share) {
    return found(
      gates.beat_baseline ? 'notice' : 'warning',
      `On ${about}${rows(test.rows)} an accuracy of ${percent(gate)} is known to ± ${percent(half)} only, and always answering ${majority.label} has ${percent(majority.share)}: the gate does not tell them apart.`,
      `The 95 % interval (Wilson) of a model at the gate holds the baseline too. ${gates.beat_baseline ? 'gates.beat_baseline, which compares both on the same rows, decides; this gate adds nothing.' : 'A model that passes may have learned nothing.'}`,
    );
  }
  const recall = wilsonHalfWidth(0.5, rarer.rows);
  if (recall <= WIDEST) return [];
  return found(
    'warning',
    `Of ${about}${rows(test.rows)} in the test split ${about}${Math.round(rarer.rows)} are ${rarer.label}: how many of those a model finds is known to ± ${percent(recall)}.`,
    'Accuracy is mostly about the frequent label; what a model is worth for the rarer one rests on these rows alone (95 % interval, Wilson).',
  );
}

function wayOut({ config }: RuleContext): string {
  const sample = config.training_step.sample;
  return sample === undefined
    ? 'Take more rows, or a lower training_step.test_split (all above it tests).'
    : `Raise training_step.sample.rows (${sample.rows.toLocaleString('en-US')}), or lower training_step.test_split (all above it tests).`;
}
