import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

const DAY = 86_400;
const MAX_DAYS = 30;

/**
 * The trials could take longer than a tuning job may run.
 *
 * AWS: a hyperparameter tuning job runs at most 30 days (developer guide, Resource limits for automatic model tuning).
 */
export function tuningTooLong(context: RuleContext): Finding[] {
  const { maximum_training_jobs: jobs, maximum_parallel_training_jobs: parallel } = context.config.tuning_step;
  const runtime = context.config.training_step.max_runtime_in_seconds;
  const rounds = Math.ceil(jobs / parallel);
  const seconds = rounds * runtime;
  if (seconds <= MAX_DAYS * DAY) return [];
  return [
    {
      rule: 'guardrail/tuning-too-long',
      severity: 'warning',
      message: `${jobs} trials, ${parallel} at a time, of up to ${runtime} s each may take ${Math.round(seconds / DAY)} days; a tuning job is stopped after ${MAX_DAYS}.`,
      why: 'A trial that hangs until its own limit delays the others, and the results of a stopped tuning job are not evaluated.',
      way_out: `Lower training_step.max_runtime_in_seconds to ${Math.floor((MAX_DAYS * DAY) / rounds)} or less, or raise tuning_step.maximum_parallel_training_jobs.`,
      place:
        context.place('training_step.max_runtime_in_seconds') ?? context.place('tuning_step.maximum_training_jobs'),
    },
  ];
}
