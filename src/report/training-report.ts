import type { TrainingRun } from '../observed/training-run.ts';
import { code, comment, inert } from './markdown.ts';
import { marker } from './marker.ts';
import { curveSections, featureSections } from './training/curves.ts';
import { gatesSection } from './training/gates.ts';
import { metricsSection } from './training/metrics.ts';
import { failureSection, lineageSection, stepsSection, trialsSection } from './training/run.ts';
import type { Section } from './training/section.ts';

/** The model that a report is about. The report carries it in its marker, and an approval is verified against it. */
export interface ReportedModel {
  execution: string;
  /** Null when no model was registered. */
  package: string | null;
  artifact_digest: string | null;
  commit: string | null;
  region: string;
  environment: string | null;
  /** When the report was written, ISO 8601. A label that is older was about something else. */
  reported_at: string;
}

export interface ReportOptions {
  /** Name of the label that approves. */
  approveLabel: string;
  rejectLabel: string;
  reportedAt: string;
  /** Address of the workflow run that writes the report, if any. */
  runUrl?: string;
}

/**
 * Writes the report of a training run for a comment, at most 65,536 characters. It starts with the outcome. Then it compares the
 * candidate with the deployed model and the baseline, and shows how the candidate was made. Sections that do not fit are left
 * out from the end; a line names them and says where the whole report is.
 */
export function trainingReport(run: TrainingRun, options: ReportOptions): string {
  const whereTheRestIs =
    options.runUrl === undefined
      ? `The whole report: ${code(`mlops report ${run.execution.arn}`)}`
      : `The whole report is in the [job summary](${options.runUrl}).`;
  return comment(reportSections(run, options), whereTheRestIs);
}

/** Writes the whole report of a training run, for the job summary and the command line. It has no limit. */
export function wholeTrainingReport(run: TrainingRun, options: ReportOptions): string {
  const bodies = reportSections(run, options).map(({ body }) => body);
  return `${bodies.join('\n\n')}\n`;
}

function reportSections(run: TrainingRun, options: ReportOptions): Section[] {
  const report = run.evaluation?.report ?? null;
  const model: ReportedModel = {
    execution: run.execution.arn,
    package: run.package?.arn ?? null,
    artifact_digest: run.package?.artifact_digest ?? null,
    commit: run.provenance.commit,
    region: run.region,
    environment: run.provenance.environment,
    reported_at: options.reportedAt,
  };
  const summary = [marker('report', run.execution.id, model), headline(run), nextStep(run, options)].join('\n\n');
  return [
    { title: 'summary', body: summary },
    ...(report === null ? [] : [metricsSection(report), gatesSection(run)]),
    ...(run.failure === null ? [] : [failureSection(run.failure)]),
    lineageSection(run, report, options.runUrl),
    stepsSection(run),
    ...(run.tuning === null ? [] : [trialsSection(run.tuning)]),
    ...(report === null ? [] : [...curveSections(report), ...featureSections(report)]),
  ];
}

function headline(run: TrainingRun): string {
  const texts: Record<TrainingRun['outcome'], string> = {
    running: '⏳ Training is running',
    registered: `✅ Model ${code(`${run.package?.group} version ${run.package?.version}`)} is registered`,
    gate_failed: '⛔ The model did not pass its gates: nothing was registered',
    failed: `❌ Training failed in ${code(run.failure?.step ?? 'an unknown step')}`,
    stopped: '⏹️ Training was stopped',
  };
  return `## ${texts[run.outcome]}`;
}

/** Says what happens next with a registered model, or why a run ended without one. */
function nextStep(run: TrainingRun, options: ReportOptions): string {
  if (run.outcome === 'registered' && run.package) {
    const reason = inert(run.package.approval_description ?? 'no reason recorded');
    if (run.package.approval_status === 'Approved') return `It is **approved**: ${reason}`;
    if (run.package.approval_status === 'Rejected') return `It is **rejected**: ${reason}`;
    return `It waits for approval. Add the label ${code(options.approveLabel)} to approve exactly this version, or ${code(options.rejectLabel)} to reject it.`;
  }
  return inert(run.failure?.reason ?? run.execution.failure_reason ?? '');
}
