import type { Finding } from '../../../finding.ts';
import { MIN_TEST_ROWS } from '../../../gates/evaluation-gates.ts';
import { percent, rows } from '../helpers/figures.ts';
import { majorityOf } from '../helpers/majority.ts';
import { type SplitRows, splitRows } from '../helpers/split-rows.ts';
import { wilsonHalfWidth } from '../helpers/wilson.ts';
import type { RuleContext } from '../rule.ts';

/** The lower end of a central 95 % interval. */
const TAIL = 0.025;
/** A recall or specificity that is known to no better than ± this says "somewhere between a half and two thirds". */
const MAX_HALF_WIDTH = 0.1;

type Judgement = Pick<Finding, 'severity' | 'message' | 'why'>;

/**
 * The test split is so small that the accuracy gate decides by luck. The rule asks four questions, the hardest first,
 * and reports the first one that fails:
 *
 * 1. Can the evaluation compare a model with the baseline?
 * 2. Could a perfect model pass that comparison?
 * 3. Can the accuracy gate be told from the baseline?
 * 4. Is the recall of the rarer label known?
 */
export function tooFewPositives(context: RuleContext): Finding[] {
  const test = splitRows(context, 'test');
  if (test === null) return [];
  const judgement =
    judgeComparison(context, test) ??
    judgePerfectModel(context, test) ??
    judgeAccuracyGate(context, test) ??
    judgeRecall(test);
  if (judgement === null) return [];
  return [
    {
      rule: 'honesty/too-few-positives',
      ...judgement,
      way_out: way_out(context),
      place: context.place('training_step.test_split') ?? context.place('training_step.sample.rows'),
    },
  ];
}

const about = ({ measured }: SplitRows): string => (measured ? '' : 'about ');

/** An error when no model would be registered. */
function impossible({ config }: RuleContext): Finding['severity'] {
  return config.evaluation_step.gates.beat_baseline ? 'error' : 'warning';
}

function judgeComparison(context: RuleContext, test: SplitRows): Judgement | null {
  if (test.rows >= MIN_TEST_ROWS) return null;
  return {
    severity: impossible(context),
    message: `The test split has ${about(test)}${rows(test.rows)}; the evaluation needs ${MIN_TEST_ROWS} to compare a model with the baseline.`,
    why: context.config.evaluation_step.gates.beat_baseline
      ? 'With fewer rows the gate beat_baseline is inconclusive. An inconclusive gate is not passed, so no model would be registered.'
      : 'With fewer rows every metric is luck.',
  };
}

function judgePerfectModel(context: RuleContext, test: SplitRows): Judgement | null {
  const { rarer } = test;
  if (rarer === null) return null;
  // In a bootstrap resample without any rare row the baseline is perfect. The interval holds 0 if one in forty is so.
  const withoutRare = (1 - rarer.rows / test.rows) ** test.rows;
  if (withoutRare < TAIL) return null;
  return {
    severity: test.measured ? impossible(context) : 'warning',
    message: `Of ${about(test)}${rows(test.rows)} in the test split ${Math.round(rarer.rows)} ${rarer.rows < 1.5 && rarer.rows >= 0.5 ? 'is' : 'are'} ${rarer.label}: even a perfect model could not be told from always giving the other answer.`,
    why: `One of ${Math.max(1, Math.round(1 / withoutRare))} resamples of these rows has no ${rarer.label} at all, so the 95 % interval of the advantage over the baseline begins at 0.`,
  };
}

function judgeAccuracyGate(context: RuleContext, test: SplitRows): Judgement | null {
  const { accuracy_condition_threshold: gate, gates } = context.config.evaluation_step;
  const majority = majorityOf(context);
  if (test.rarer === null || majority === null || gate <= majority.share) return null;
  const half = wilsonHalfWidth(gate, test.rows);
  if (half <= gate - majority.share) return null;
  return {
    severity: gates.beat_baseline ? 'notice' : 'warning',
    message: `On ${about(test)}${rows(test.rows)} an accuracy of ${percent(gate)} is known only to ± ${percent(half)}, and the baseline (always answers ${majority.label}) has ${percent(majority.share)}: the gate does not tell them apart.`,
    why: `The 95 % interval (Wilson) of a model at the gate contains the baseline too. ${gates.beat_baseline ? 'gates.beat_baseline decides, because it compares both on the same rows; the accuracy gate adds nothing.' : 'A model that passes may have learned nothing.'}`,
  };
}

function judgeRecall(test: SplitRows): Judgement | null {
  const { rarer } = test;
  if (rarer === null) return null;
  const half = wilsonHalfWidth(0.5, rarer.rows);
  if (half <= MAX_HALF_WIDTH) return null;
  return {
    severity: 'warning',
    message: `Of ${about(test)}${rows(test.rows)} in the test split ${about(test)}${Math.round(rarer.rows)} are ${rarer.label}: the share of these that a model finds is known only to ± ${percent(half)}.`,
    why: 'The accuracy mostly measures the frequent label. Only these rows show how good a model is at the rarer one (95 % interval, Wilson).',
  };
}

function way_out({ config }: RuleContext): string {
  const sample = config.training_step.sample;
  return sample === undefined
    ? 'Use more rows, or a lower training_step.test_split (all rows above it are test rows).'
    : `Raise training_step.sample.rows (${sample.rows.toLocaleString('en-US')}), or lower training_step.test_split (all rows above it are test rows).`;
}
