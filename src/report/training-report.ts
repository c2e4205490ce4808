import type { StepRun, TrainingRun } from '../observed/training-run.ts';
import { curveChart, interpolate } from './chart.ts';
import { at, METRICS, numberAt, numbersAt, type Report, textAt } from './evaluation.ts';
import { code, comment, details, duration, fenced, inert, number, table } from './markdown.ts';
import { marker } from './marker.ts';

/** What the approval of a model is held to: written into the report, read back when the label is set. */
export interface ReportedModel {
  execution: string;
  /** Null when nothing was registered. */
  package: string | null;
  artifact_digest: string | null;
  commit: string | null;
  region: string;
  environment: string | null;
  /** When the report was written, ISO 8601: a label that is older asked for something else. */
  reported_at: string;
}

export interface ReportOptions {
  /** Name of the label that approves. */
  approveLabel: string;
  rejectLabel: string;
  reportedAt: string;
  /** Address of the job log that wrote this, if any. */
  runUrl?: string;
}

/**
 * The metrics of a training run as a comment: the verdict first, then the candidate beside the deployed model and beside the
 * answer that never looks, then how it came about. At most 65,536 characters.
 */
export function trainingReport(run: TrainingRun, options: ReportOptions): string {
  const report = run.evaluation?.report ?? null;
  const facts: ReportedModel = {
    execution: run.execution.arn,
    package: run.package?.arn ?? null,
    artifact_digest: run.package?.artifact_digest ?? null,
    commit: run.provenance.commit,
    region: run.region,
    environment: run.provenance.environment,
    reported_at: options.reportedAt,
  };
  const sections = [
    {
      title: 'summary',
      body: [marker('report', run.execution.id, facts), headline(run), verdict(run, options)].join('\n\n'),
    },
    ...(report === null
      ? []
      : [
          { title: 'metrics', body: metrics(report) },
          { title: 'gates', body: gates(report, run) },
        ]),
    ...(run.failure === null ? [] : [{ title: 'failure', body: failure(run.failure) }]),
    { title: 'lineage', body: lineage(run, report, options) },
    { title: 'steps', body: steps(run) },
    ...(run.tuning === null ? [] : [{ title: 'tuning trials', body: trials(run.tuning) }]),
    ...(report === null ? [] : curves(report)),
    ...(report === null ? [] : features(report)),
  ];
  const rest =
    options.runUrl === undefined
      ? 'The whole report is in the job summary.'
      : `The whole report is in the [job summary](${options.runUrl}).`;
  return comment(sections, rest);
}

const ICON: Record<TrainingRun['outcome'], string> = {
  running: '⏳',
  registered: '✅',
  gate_failed: '⛔',
  failed: '❌',
  stopped: '⏹️',
};

function headline(run: TrainingRun): string {
  const what = {
    running: 'Training is running',
    registered: `Model ${code(`${run.package?.group} version ${run.package?.version}`)} is registered`,
    gate_failed: 'The model did not pass its gates: nothing was registered',
    failed: `Training failed in ${code(run.failure?.step ?? 'an unknown step')}`,
    stopped: 'Training was stopped',
  }[run.outcome];
  return `## ${ICON[run.outcome]} ${what}`;
}

function verdict(run: TrainingRun, options: ReportOptions): string {
  if (run.outcome === 'registered' && run.package) {
    const status = run.package.approval_status;
    if (status === 'Approved')
      return `It is **approved**: ${inert(run.package.approval_description ?? 'no reason recorded')}`;
    if (status === 'Rejected')
      return `It is **rejected**: ${inert(run.package.approval_description ?? 'no reason recorded')}`;
    return `It waits for approval. Add the label ${code(options.approveLabel)} to approve exactly this version, or ${code(options.rejectLabel)} to reject it.`;
  }
  if (run.failure) return `${inert(run.failure.reason)}`;
  return run.execution.failure_reason === null ? '' : inert(run.execution.failure_reason);
}

function metrics(report: Report): string {
  const deployed = at(report, 'deployed') as Report | null | undefined;
  const rows = METRICS.flatMap(({ key, title, better }) => {
    const candidate = numberAt(report, `binary_classification_metrics.${key}.value`);
    const lower = numberAt(report, `binary_classification_metrics.${key}.lower`);
    const upper = numberAt(report, `binary_classification_metrics.${key}.upper`);
    const running = numberAt(report, `deployed.metrics.${key}.value`);
    const trivial = numberAt(report, `baseline.${key}`);
    if (candidate === undefined && running === undefined) return [];
    const interval = lower === undefined || upper === undefined ? '—' : `${number(lower)} – ${number(upper)}`;
    return [
      [
        `${title}${better === 'lower' ? ' (lower is better)' : ''}`,
        `**${number(candidate)}**`,
        interval,
        number(running),
        number(trivial),
      ],
    ];
  });
  const count = numberAt(report, 'rows');
  const label = at(report, 'baseline.label');
  const problem = textAt(report, 'deployed.problem');
  const notes = [
    count === undefined ? undefined : `${count.toLocaleString('en-US')} test rows that neither training nor tuning saw`,
    label === undefined ? undefined : `the baseline always answers ${code(String(label))}`,
    deployed ? undefined : 'no model is deployed yet',
    problem === undefined ? undefined : `the deployed model could not be asked: ${inert(problem)}`,
  ].filter((note) => note !== undefined);
  return [
    '### Metrics',
    table(['', 'Candidate', '95 % interval', 'Deployed', 'Always the majority'], rows, 'lrrrr'),
    ...(notes.length > 0 ? [`<sub>On ${notes.join('; ')}.</sub>`] : []),
  ].join('\n\n');
}

function gates(report: Report, run: TrainingRun): string {
  const threshold = Number(run.execution.parameters.AccuracyConditionThreshold);
  const accuracy = numberAt(report, 'binary_classification_metrics.accuracy.value');
  const rows: string[][] = [];
  if (Number.isFinite(threshold)) {
    const verdictText = accuracy === undefined ? '❔ inconclusive' : accuracy >= threshold ? '✅ passed' : '⛔ failed';
    rows.push(['Accuracy', verdictText, `${number(accuracy)} against at least ${number(threshold)}`]);
  }
  for (const [key, title] of [
    ['beats_baseline', 'Beats the majority answer'],
    ['not_worse_than_deployed', 'Not worse than the deployed model'],
  ] as const) {
    const gate = at(report, `gates.${key}`) as Report | undefined;
    if (gate === undefined) continue;
    const value = numberAt(gate, 'value');
    const inconclusive = at(gate, 'conclusive') === false || value === undefined;
    rows.push([
      title,
      inconclusive ? '❔ inconclusive' : value >= 1 ? '✅ passed' : '⛔ failed',
      inert(textAt(gate, 'explanation') ?? '—'),
    ]);
  }
  return `### Gates\n\n${table(['Gate', 'Verdict', 'Why'], rows)}`;
}

function failure(what: NonNullable<TrainingRun['failure']>): string {
  const log =
    what.log_tail.length === 0 ? [] : [details('The end of its log', fenced(what.log_tail.slice(-60).join('\n')))];
  return [`### Why`, `${code(what.step)}:`, fenced(what.reason), ...log].join('\n\n');
}

function lineage(run: TrainingRun, report: Report | null, options: ReportOptions): string {
  const short = (hash: string | null | undefined) => (hash ? code(hash.replace(/^sha256:/, '').slice(0, 12)) : '—');
  const rows: string[][] = [
    ['Commit', run.provenance.commit === null ? '—' : run.provenance.commit],
    ['Model package', run.package === null ? '—' : code(run.package.arn)],
    ['Artifact', short(run.package?.artifact_digest)],
    ['Execution', code(run.execution.arn)],
    ['Definition', short(run.lineage.definition_hash)],
    ['Query', short(run.lineage.query_sha256)],
    ['Data', short(run.lineage.data_digest ?? textAt(report, 'data.digest'))],
    ['Source', short(run.lineage.source_sha256)],
    ['Image', run.lineage.image === null ? '—' : code(run.lineage.image)],
    ['Time', `${duration(run.execution.duration_seconds)}, ${billed(run.steps)}`],
    ...(options.runUrl === undefined ? [] : [['Reported by', options.runUrl]]),
  ];
  return details('Where it comes from', table(['', ''], rows));
}

/** Instance time by instance type: what AWS bills. The price is not known here, so none is named. */
function billed(runs: StepRun[]): string {
  const byType = new Map<string, number>();
  for (const { job } of runs) {
    if (!job || job.billable_seconds === null || job.billable_seconds === 0) continue; // nothing, or from the cache
    const type = job.instance_type ?? 'unknown instance';
    byType.set(type, (byType.get(type) ?? 0) + job.billable_seconds);
  }
  if (byType.size === 0) return 'no billed instance time';
  return `billed instance time ${[...byType].map(([type, seconds]) => `${duration(seconds)} of ${code(type)}`).join(', ')}`;
}

const STEP_ICON: Record<string, string> = { Succeeded: '✅', Failed: '❌', Stopped: '⏹️', NotRun: '·' };

function steps(run: TrainingRun): string {
  const rows = run.steps.map((step) => [
    code(step.name),
    `${STEP_ICON[step.status] ?? '⏳'} ${step.status === 'NotRun' ? 'not run' : step.status}${step.cache_hit ? ' (from the cache)' : ''}`,
    duration(step.duration_seconds),
    step.job?.instance_type ? `${step.job.instance_count ?? 1} × ${code(step.job.instance_type)}` : '',
  ]);
  return details('Steps', table(['Step', 'Status', 'Time', 'On'], rows, 'llrl'));
}

function trials(tuning: NonNullable<TrainingRun['tuning']>): string {
  const names = [...new Set(tuning.trials.flatMap((trial) => Object.keys(trial.hyperparameters)))]
    .filter((name) => !name.startsWith('_'))
    .sort();
  const shown = tuning.trials.slice(0, 20);
  const rows = shown.map((trial, i) => [
    `${i + 1}`,
    trial.training_job === tuning.best_training_job ? `**${number(trial.objective, 4)}**` : number(trial.objective, 4),
    ...names.map((name) => code(trial.hyperparameters[name] ?? '—')),
    inert(trial.status),
    duration(trial.duration_seconds),
  ]);
  const objective = tuning.objective === null ? 'objective' : tuning.objective.name;
  const more =
    tuning.trials.length > shown.length ? `\n\n${tuning.trials.length - shown.length} more are not shown.` : '';
  const title = `Tuning: ${tuning.trials.length} trials, ${tuning.strategy ?? 'unknown strategy'}, best ${objective} ${number(tuning.trials[0]?.objective, 4)}`;
  return details(
    title,
    `${table(['#', code(objective), ...names.map((name) => code(name)), 'Status', 'Time'], rows, `rr${'r'.repeat(names.length)}lr`)}${more}`,
  );
}

function curves(report: Report): Array<{ title: string; body: string }> {
  const base = 'binary_classification_metrics';
  const matrix = confusion(report);
  const fpr = numbersAt(report, `${base}.receiver_operating_characteristic_curve.false_positive_rates`);
  const tpr = numbersAt(report, `${base}.receiver_operating_characteristic_curve.true_positive_rates`);
  const precisions = numbersAt(report, `${base}.precision_recall_curve.precisions`);
  const recalls = numbersAt(report, `${base}.precision_recall_curve.recalls`);
  const grid = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
  const out: Array<{ title: string; body: string }> = [];
  if (matrix !== undefined) out.push({ title: 'confusion matrix', body: details('Confusion matrix', matrix) });
  if (fpr !== undefined && tpr !== undefined && fpr.length > 1) {
    const chart = curveChart({
      title: 'ROC',
      xTitle: 'false positive rate',
      yTitle: 'true positive rate',
      x: fpr,
      y: tpr,
      reference: (x) => x,
    });
    const rows = [['true positive rate', ...grid.map((x) => number(interpolate(fpr, tpr, x)))]];
    out.push({
      title: 'ROC',
      body: details(
        'ROC curve',
        `${chart}\n\n${table(['false positive rate', ...grid.map(String)], rows, `l${'r'.repeat(grid.length)}`)}`,
      ),
    });
  }
  if (precisions !== undefined && recalls !== undefined && recalls.length > 1) {
    const share = positiveShare(report) ?? 0;
    const chart = curveChart({
      title: 'Precision and recall',
      xTitle: 'recall',
      yTitle: 'precision',
      x: recalls,
      y: precisions,
      reference: () => share,
    });
    const rows = [['precision', ...grid.map((x) => number(interpolate(recalls, precisions, x)))]];
    out.push({
      title: 'precision-recall',
      body: details(
        'Precision-recall curve',
        `${chart}\n\n${table(['recall', ...grid.map(String)], rows, `l${'r'.repeat(grid.length)}`)}`,
      ),
    });
  }
  return out;
}

function positiveShare(report: Report): number | undefined {
  const cell = (actual: string, predicted: string) =>
    numberAt(report, `binary_classification_metrics.confusion_matrix.${actual}.${predicted}`);
  const [negatives, positives] = [
    (cell('0', '0') ?? 0) + (cell('0', '1') ?? 0),
    (cell('1', '0') ?? 0) + (cell('1', '1') ?? 0),
  ];
  return negatives + positives > 0 ? positives / (negatives + positives) : undefined;
}

function confusion(report: Report): string | undefined {
  const matrix = at(report, 'binary_classification_metrics.confusion_matrix') as Report | undefined;
  if (matrix === null || typeof matrix !== 'object') return undefined;
  const labels = Object.keys(matrix);
  const rows = labels.map((actual) => [
    `**is ${code(actual)}**`,
    ...labels.map((predicted) => numberAt(matrix, `${actual}.${predicted}`)?.toLocaleString('en-US') ?? '—'),
  ]);
  return table(['', ...labels.map((label) => `said ${code(label)}`)], rows, `l${'r'.repeat(labels.length)}`);
}

function features(report: Report): Array<{ title: string; body: string }> {
  const importances = at(report, 'feature_importances');
  const pairs = Array.isArray(importances)
    ? importances.map(
        (item) => [String((item as Report).feature ?? (item as Report).name), (item as Report).importance] as const,
      )
    : Object.entries((importances ?? {}) as Report);
  const known = pairs.filter(
    (pair): pair is readonly [string, number] => typeof pair[1] === 'number' && Number.isFinite(pair[1]),
  );
  if (known.length === 0) return [];
  const rows = [...known]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 30)
    .map(([name, value]) => [code(name), number(value), '█'.repeat(Math.max(0, Math.min(30, Math.round(value * 30))))]);
  return [
    { title: 'features', body: details('Feature importances', table(['Feature', 'Importance', ''], rows, 'lrl')) },
  ];
}
