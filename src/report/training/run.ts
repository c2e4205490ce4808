import type { StepRun, TrainingRun } from '../../observed/training-run.ts';
import { type Report, textAt } from '../evaluation.ts';
import { code, details, fenced, inert, number, table } from '../markdown.ts';
import { durationCell, type Section } from './section.ts';

const MAX_LOG_LINES = 60;
const MAX_TRIALS = 20;

const STEP_ICONS: Record<StepRun['status'], string> = {
  Starting: '⏳',
  Executing: '⏳',
  Stopping: '⏳',
  Succeeded: '✅',
  Failed: '❌',
  Stopped: '⏹️',
  NotRun: '·',
};

/** Why the run failed, with the end of the log. */
export function failureSection({ step, reason, log_tail }: NonNullable<TrainingRun['failure']>): Section {
  const log =
    log_tail.length === 0 ? [] : [details('The end of its log', fenced(log_tail.slice(-MAX_LOG_LINES).join('\n')))];
  return { title: 'failure', body: ['### Why', `${code(step)}:`, fenced(reason), ...log].join('\n\n') };
}

/** What the model was made from: commit, execution, query, data, source and image. */
export function lineageSection(run: TrainingRun, report: Report | null, runUrl: string | undefined): Section {
  const rows: string[][] = [
    ['Commit', run.provenance.commit ?? '—'],
    ['Model package', run.package === null ? '—' : code(run.package.arn)],
    ['Artifact', shortDigest(run.package?.artifact_digest)],
    ['Execution', code(run.execution.arn)],
    ['Definition', shortDigest(run.lineage.definition_hash)],
    ['Query', shortDigest(run.lineage.query_sha256)],
    ['Data', shortDigest(run.lineage.data_digest ?? textAt(report, 'data.digest'))],
    ['Source', shortDigest(run.lineage.source_sha256)],
    ['Image', run.lineage.image === null ? '—' : code(run.lineage.image)],
    ['Time', `${durationCell(run.execution.duration_seconds)}, ${billedTime(run.steps)}`],
    ...(runUrl === undefined ? [] : [['Reported by', runUrl]]),
  ];
  return { title: 'lineage', body: details('Where it comes from', table(['', ''], rows)) };
}

function shortDigest(digest: string | null | undefined): string {
  return digest ? code(digest.replace(/^sha256:/, '').slice(0, 12)) : '—';
}

/** Instance time by instance type, which is what AWS bills. The price is not known here. */
function billedTime(steps: StepRun[]): string {
  const byType = new Map<string, number>();
  for (const { job } of steps) {
    // A job from the cache is billed for zero seconds.
    if (!job || job.billable_seconds === null || job.billable_seconds === 0) continue;
    const type = job.instance_type ?? 'unknown instance';
    byType.set(type, (byType.get(type) ?? 0) + job.billable_seconds);
  }
  if (byType.size === 0) return 'no billed instance time';
  return `billed instance time ${[...byType].map(([type, seconds]) => `${durationCell(seconds)} of ${code(type)}`).join(', ')}`;
}

/** The steps in the order of the definition, each with its status, time and instances. */
export function stepsSection(run: TrainingRun): Section {
  const rows = run.steps.map((step) => [
    code(step.name),
    `${STEP_ICONS[step.status]} ${step.status === 'NotRun' ? 'not run' : step.status}${step.cache_hit ? ' (from the cache)' : ''}`,
    durationCell(step.duration_seconds),
    step.job?.instance_type ? `${step.job.instance_count ?? 1} × ${code(step.job.instance_type)}` : '',
  ]);
  return { title: 'steps', body: details('Steps', table(['Step', 'Status', 'Time', 'On'], rows, 'llrl')) };
}

/** The best trials of the tuning job. The chosen one is bold. */
export function trialsSection({
  trials,
  objective,
  strategy,
  best_training_job,
}: NonNullable<TrainingRun['tuning']>): Section {
  // SageMaker adds `_tuning_objective_metric` to the hyperparameters of each trial.
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.hyperparameters)))]
    .filter((name) => !name.startsWith('_'))
    .sort();
  const rows = trials.slice(0, MAX_TRIALS).map((trial, index) => {
    const value = number(trial.objective, 4);
    return [
      `${index + 1}`,
      trial.training_job === best_training_job ? `**${value}**` : value,
      ...names.map((name) => code(trial.hyperparameters[name] ?? '—')),
      inert(trial.status),
      durationCell(trial.duration_seconds),
    ];
  });
  const metric = objective === null ? 'objective' : objective.name;
  const more = trials.length > rows.length ? `\n\n${trials.length - rows.length} more are not shown.` : '';
  const summary = `Tuning: ${trials.length} trials, ${strategy ?? 'unknown strategy'}, best ${metric} ${number(trials[0]?.objective, 4)}`;
  const header = ['#', code(metric), ...names.map((name) => code(name)), 'Status', 'Time'];
  return {
    title: 'tuning trials',
    body: details(summary, `${table(header, rows, `rr${'r'.repeat(names.length)}lr`)}${more}`),
  };
}
