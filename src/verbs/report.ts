import { Failure } from '../failure.ts';
import { describeRun } from '../observed/describe-run.ts';
import type { TrainingRun } from '../observed/training-run.ts';
import type { GitHub, Ports } from '../ports/index.ts';
import { findOwn } from '../report/marker.ts';
import { type ReportedModel, trainingReport } from '../report/training-report.ts';
import type { Result } from '../result.ts';
import { stickyComment } from './sticky-comment.ts';

export interface ReportInput {
  /** ARN of an execution of the training pipeline. */
  execution: string;
  /** Pull request or issue to post to; default: the pull request that was merged as the run's commit, else an issue. */
  number?: number;
  approveLabel: string;
  rejectLabel: string;
  /** Address of the job that runs this. */
  runUrl?: string;
}

export interface ReportFacts {
  execution: string;
  outcome: TrainingRun['outcome'];
  package: string | null;
  markdown: string;
  /** Where it was posted; null when there is no forge to post to. */
  posted: { number: number; comment: number; url: string } | null;
}

/** Label of the issues that carry the report of a run which no pull request asked for. */
export const REPORT_LABEL = 'model-report';

/**
 * Writes the metrics of a training run as Markdown and, given a forge, as one comment where the change was discussed: on the
 * pull request that was merged, or on an issue of its own (a scheduled run, a direct push). Posting again edits that comment.
 */
export async function report(input: ReportInput, ports: Ports, github?: GitHub): Promise<Result<ReportFacts>> {
  const region = regionOf(input.execution);
  const run = await describeRun(ports.aws(region), input.execution);
  // In whole seconds, as GitHub writes the time of a label: a label in the same second is not an earlier one.
  const now = `${new Date(ports.clock.now()).toISOString().slice(0, 19)}Z`;
  const write = (reportedAt: string) =>
    trainingReport(run, {
      approveLabel: input.approveLabel,
      rejectLabel: input.rejectLabel,
      reportedAt,
      ...(input.runUrl === undefined ? {} : { runUrl: input.runUrl }),
    });
  const facts: ReportFacts = {
    execution: run.execution.arn,
    outcome: run.outcome,
    package: run.package?.arn ?? null,
    markdown: write(now),
    posted: null,
  };
  if (github === undefined) return done(facts, `Report of ${run.execution.arn}`, 'unchanged');

  const number = input.number ?? (await discussion(run, github));
  const viewer = await github.viewer();
  const earlier = findOwn<ReportedModel>(await github.comments(number), viewer, 'report').find(
    ({ key }) => key === run.execution.id,
  );
  // A label set after the first posting stays valid: the time only moves when the reported model does.
  const same =
    earlier !== undefined &&
    earlier.facts.package === facts.package &&
    earlier.facts.artifact_digest === (run.package?.artifact_digest ?? null);
  facts.markdown = write(same ? earlier.facts.reported_at : now);
  const { comment, changed } = await stickyComment(github, number, 'report', run.execution.id, facts.markdown);
  facts.posted = { number, comment: comment.id, url: comment.url };
  return done(facts, `Reported ${run.execution.id} on #${number}: ${comment.url}`, changed ? 'done' : 'unchanged');
}

function done(facts: ReportFacts, summary: string, decision: Result['decision']): Result<ReportFacts> {
  return { schema_version: 1, verb: 'report', decision, reason_code: 'ok', summary, facts };
}

/** `arn:aws:sagemaker:<region>:…` */
export function regionOf(arn: string): string {
  const [prefix, , service, region] = arn.split(':');
  if (prefix !== 'arn' || service !== 'sagemaker' || !region) {
    throw new Failure('usage', `${JSON.stringify(arn)} is not the ARN of a SageMaker resource`, {
      wayOut: 'Give the execution as `mlops train` prints it: arn:aws:sagemaker:…:pipeline/…/execution/…',
    });
  }
  return region;
}

/** The pull request that was merged as the run's commit, or the issue that stands for a run nobody discussed. */
async function discussion(run: TrainingRun, github: GitHub): Promise<number> {
  const commit = run.provenance.commit;
  if (commit !== null && run.provenance.run_key === null) {
    const merged = (await github.pullRequestsForCommit(commit)).filter(
      (pull) => pull.merged && pull.mergeCommit === commit,
    );
    if (merged[0]) return merged[0].number;
  }
  const title = `Model report: ${run.pipeline.name} execution ${run.execution.id}`;
  const viewer = await github.viewer();
  const known = async () =>
    (await github.issues({ state: 'all', labels: [REPORT_LABEL] }))
      .filter((issue) => issue.title === title && issue.author === viewer)
      .map((issue) => issue.number)
      .sort((a, b) => a - b)[0];
  const earlier = await known();
  if (earlier !== undefined) return earlier;
  const why =
    run.provenance.run_key === null ? 'a commit that no pull request was merged as' : 'fresh data, on schedule';
  const body = `A model was trained on ${why}. Its report follows as a comment; the approval label works here as on a pull request.`;
  const opened = await github.openIssue({ title, body, labels: [REPORT_LABEL] });
  return (await known()) ?? opened.number;
}
