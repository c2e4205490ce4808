import { stickyComment } from '../apply/sticky-comment.ts';
import { describeRun } from '../observed/describe-run.ts';
import { regionOf } from '../observed/resource-arn.ts';
import type { TrainingRun } from '../observed/training-run.ts';
import type { GitHub, Ports } from '../ports/index.ts';
import { findOwn } from '../report/marker.ts';
import {
  type ReportedModel,
  type ReportOptions,
  trainingReport,
  wholeTrainingReport,
} from '../report/training-report.ts';
import type { Result } from '../result.ts';

export interface ReportInput {
  /** ARN of an execution of the training pipeline. */
  execution: string;
  /** Pull request or issue to post to. Default: the pull request that was merged as the commit of the run, else an issue. */
  number?: number;
  approveLabel: string;
  rejectLabel: string;
  /** Address of the job that writes the report. */
  runUrl?: string;
}

export interface ReportFacts {
  execution: string;
  outcome: TrainingRun['outcome'];
  package: string | null;
  /** The report as a comment holds it: what does not fit is left out. */
  markdown: string;
  /** Where it was posted. Null when it was only written. */
  posted: { number: number; comment: number; url: string } | null;
}

/** Label of the issues that carry the report of a run without a pull request. */
export const REPORT_LABEL = 'model-report';

/**
 * Writes the metrics of a training run as Markdown. With `github`, it also posts them as one comment: on the pull request that
 * was merged, or on an issue of the run (a scheduled run, a direct push). Posting again edits that comment.
 * @returns the result, and the whole report as Markdown, which has no limit
 * @throws Failure `usage` for a text that is not an ARN of SageMaker
 */
export async function report(
  input: ReportInput,
  ports: Ports,
  github?: GitHub,
): Promise<{ result: Result<ReportFacts>; text: string }> {
  const run = await describeRun(ports.aws(regionOf(input.execution)), input.execution);
  // In whole seconds, as GitHub writes the time of a label: a label in the same second is not an earlier one.
  const now = `${new Date(ports.clock.now()).toISOString().slice(0, 19)}Z`;
  const options: Omit<ReportOptions, 'reportedAt'> = {
    approveLabel: input.approveLabel,
    rejectLabel: input.rejectLabel,
    ...(input.runUrl === undefined ? {} : { runUrl: input.runUrl }),
  };
  if (github === undefined) {
    const written = { ...options, reportedAt: now };
    const facts = { ...factsOf(run), markdown: trainingReport(run, written), posted: null };
    return {
      result: result(facts, `Report of ${run.execution.arn}`, 'unchanged'),
      text: wholeTrainingReport(run, written),
    };
  }
  const number = input.number ?? (await findDiscussion(run, github));
  const written = { ...options, reportedAt: await reportTime(run, number, github, now) };
  const markdown = trainingReport(run, written);
  const { id } = run.execution;
  const { comment, changed } = await stickyComment(github, { issue: number, kind: 'report', key: id, body: markdown });
  const facts = { ...factsOf(run), markdown, posted: { number, comment: comment.id, url: comment.url } };
  return {
    result: result(facts, `Reported ${id} on #${number}: ${comment.url}`, changed ? 'done' : 'unchanged'),
    text: wholeTrainingReport(run, written),
  };
}

function factsOf(run: TrainingRun): Pick<ReportFacts, 'execution' | 'outcome' | 'package'> {
  return { execution: run.execution.arn, outcome: run.outcome, package: run.package?.arn ?? null };
}

function result(facts: ReportFacts, summary: string, decision: Result['decision']): Result<ReportFacts> {
  return { schema_version: 1, verb: 'report', decision, reason_code: 'ok', summary, facts };
}

/**
 * Returns the time of the report. It stays that of an earlier report of the same model, so that a label that was set after the
 * first posting stays valid.
 */
async function reportTime(run: TrainingRun, number: number, github: GitHub, now: string): Promise<string> {
  const viewer = await github.viewer();
  const earlier = findOwn<ReportedModel>(await github.comments(number), viewer, 'report').find(
    ({ key }) => key === run.execution.id,
  );
  const sameModel =
    earlier !== undefined &&
    earlier.facts.package === (run.package?.arn ?? null) &&
    earlier.facts.artifact_digest === (run.package?.artifact_digest ?? null);
  return sameModel ? earlier.facts.reported_at : now;
}

/** Returns the pull request that was merged as the commit of the run, or the issue for a run without one. */
async function findDiscussion(run: TrainingRun, github: GitHub): Promise<number> {
  const commit = run.provenance.commit;
  if (commit !== null && run.provenance.run_key === null) {
    const merged = (await github.pullRequestsForCommit(commit)).find(
      (pull) => pull.merged && pull.mergeCommit === commit,
    );
    if (merged !== undefined) return merged.number;
  }
  return await findOrOpenIssue(run, github);
}

async function findOrOpenIssue(run: TrainingRun, github: GitHub): Promise<number> {
  const title = `Model report: ${run.pipeline.name} execution ${run.execution.id}`;
  const viewer = await github.viewer();
  const oldest = async () =>
    (await github.issues({ state: 'all', labels: [REPORT_LABEL] }))
      .filter((issue) => issue.title === title && issue.author === viewer)
      .map((issue) => issue.number)
      .sort((a, b) => a - b)[0];
  const earlier = await oldest();
  if (earlier !== undefined) return earlier;
  const why =
    run.provenance.run_key === null ? 'a commit that no pull request was merged as' : 'fresh data, on schedule';
  const body = `A model was trained on ${why}. Its report follows as a comment; the approval label works here as on a pull request.`;
  const opened = await github.openIssue({ title, body, labels: [REPORT_LABEL] });
  // When two runs opened one each at the same moment, both use the older one.
  return (await oldest()) ?? opened.number;
}
