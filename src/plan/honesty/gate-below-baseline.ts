import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { number, percent, rows } from './figures.ts';
import { majorityOf } from './majority.ts';

/**
 * An accuracy gate that always giving the same answer passes. Measured on the rows of the query; without them only a gate
 * that has nobody behind it is remarked on. An error when `gates.beat_baseline` does not stop such a model either.
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
        message: `Nothing compares the model with always giving the same answer: gates.beat_baseline is off, and whether the gate of ${percent(gate)} is above that was not measured.`,
        why: 'Where 80 % of the rows have one label, always answering it is 80 % accurate: an absolute gate alone does not say that anything was learned.',
        way_out: 'Leave evaluation_step.gates.beat_baseline on.',
        place: context.place('evaluation_step.gates.beat_baseline'),
      },
    ];
  }
  // One label only is a finding of its own.
  if (gate > majority.share || majority.share === 1) return [];
  const caught = gates.beat_baseline
    ? 'gates.beat_baseline still stops such a model; this gate stops nothing that it lets through.'
    : 'gates.beat_baseline, which would stop such a model, is off.';
  return [
    {
      rule,
      severity: gates.beat_baseline ? 'warning' : 'error',
      message: `The gate asks for an accuracy of ${percent(gate)}; always answering ${majority.label} has ${percent(majority.share)} on these ${rows(majority.rows)}.`,
      why: `A model that has learned nothing passes it. ${caught}`,
      way_out: `Set evaluation_step.accuracy_condition_threshold to what a useful model has to reach, above ${number(Math.ceil(majority.share * 1000) / 1000)}${gates.beat_baseline ? '' : ', and switch gates.beat_baseline on'}.`,
      place: context.place('evaluation_step.accuracy_condition_threshold'),
    },
  ];
}
