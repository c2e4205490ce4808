import type { Finding } from '../../../finding.ts';
import { number, percent, rows } from '../helpers/figures.ts';
import { majorityOf } from '../helpers/majority.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The baseline (always giving the same answer) passes the accuracy gate, measured on the rows of the query. When they
 * were not measured, the rule finds only that `gates.beat_baseline` is off. It is an error when no gate stops such a
 * model.
 */
export function gateBelowBaseline(context: RuleContext): Finding[] {
  const { accuracy_condition_threshold: gate, gates } = context.config.evaluation_step;
  const majority = majorityOf(context);
  const rule = 'honesty/gate-below-baseline';
  if (majority === null) {
    if (gates.beat_baseline) return [];
    return [
      {
        rule,
        severity: 'warning',
        message: `No gate compares the model with always giving the same answer: gates.beat_baseline is off. The rows were not measured, so it is not known whether the accuracy gate of ${percent(gate)} is above that.`,
        why: 'Where 80 % of the rows have one label, always answering it is 80 % accurate: the accuracy gate alone does not show that the model has learned anything.',
        way_out: 'Leave evaluation_step.gates.beat_baseline on.',
        place: context.place('evaluation_step.gates.beat_baseline'),
      },
    ];
  }
  // The rule one-class reports rows with only one label.
  if (gate > majority.share || majority.share === 1) return [];
  const caught = gates.beat_baseline
    ? 'gates.beat_baseline still stops such a model, and the accuracy gate adds nothing.'
    : 'gates.beat_baseline, which would stop such a model, is off.';
  return [
    {
      rule,
      severity: gates.beat_baseline ? 'warning' : 'error',
      message: `The gate asks for an accuracy of ${percent(gate)}; the baseline (always answers ${majority.label}) has ${percent(majority.share)} on these ${rows(majority.rows)}.`,
      why: `A model that has learned nothing passes it. ${caught}`,
      way_out: `Set evaluation_step.accuracy_condition_threshold to what a useful model has to reach, above ${number(Math.ceil(majority.share * 1000) / 1000)}${gates.beat_baseline ? '' : ', and switch gates.beat_baseline on'}.`,
      place: context.place('evaluation_step.accuracy_condition_threshold'),
    },
  ];
}
