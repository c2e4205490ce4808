import { Failure } from '../failure.ts';
import { type ApprovalFacts, decideApproval } from '../gates/approval.ts';
import { artifactDigest } from '../observed/artifact-digest.ts';
import type { GitHub, ModelPackage, Ports } from '../ports/index.ts';
import { code, inert } from '../report/markdown.ts';
import { findOwn, marker } from '../report/marker.ts';
import type { ReportedModel } from '../report/training-report.ts';
import type { Result } from '../result.ts';
import { loadProject, type ProjectInput } from './project.ts';
import { regionOf } from './report.ts';
import { stickyComment } from './sticky-comment.ts';

export interface ApproveInput extends ProjectInput {
  /** The pull request or issue that carries the label. */
  number: number;
  approveLabel: string;
  rejectLabel: string;
  runUrl?: string;
}

export interface ApproveFacts {
  number: number;
  package: string | null;
  status: string | null;
  actor: string | null;
  description: string | null;
}

/** UpdateModelPackage: ApprovalDescription has at most 1,024 characters. */
const LONGEST_DESCRIPTION = 1024;

/**
 * Approves (or rejects) the model that was reported on a pull request or issue, because a label there asks for it. Everything
 * the decision rests on is read again now; the answer is posted beside the report, and a label that was refused is taken off.
 */
export async function approve(input: ApproveInput, ports: Ports, github: GitHub): Promise<Result<ApproveFacts>> {
  const { environment } = loadProject(input, ports.log);
  const labels = await github.labels(input.number);
  const has = (name: string) => labels.some((label) => label.toLowerCase() === name.toLowerCase());
  if (has(input.approveLabel) && has(input.rejectLabel)) {
    throw new Failure('conflict', `#${input.number} has both ${input.approveLabel} and ${input.rejectLabel}`, {
      wayOut: 'Remove one of them.',
    });
  }
  const verdict = has(input.rejectLabel) ? 'Rejected' : 'Approved';
  const label = verdict === 'Approved' ? input.approveLabel : input.rejectLabel;
  const event = await github.labelEvent(input.number, label);
  const pull = await github.pullRequest(input.number);
  const viewer = await github.viewer();
  const newest = findOwn<ReportedModel>(await github.comments(input.number), viewer, 'report').at(-1);
  const arn = newest?.facts.package ?? null;
  const aws = arn === null ? undefined : ports.aws(regionOf(arn));
  const registered = arn === null || aws === undefined ? undefined : await aws.sagemaker.modelPackage(arn);
  const digest = async (found: ModelPackage) =>
    found.modelDataUri === undefined || aws === undefined
      ? null
      : ((await artifactDigest(aws.objects, found.modelDataUri)) ?? null);
  const where = `${github.repository.owner}/${github.repository.name}#${input.number}`;
  const commit = newest?.facts.commit ?? 'unknown';
  const description =
    `${verdict} by ${event?.actor ?? 'nobody'} with the label ${label} on ${where}, commit ${commit}`.slice(
      0,
      LONGEST_DESCRIPTION,
    );

  const facts: ApprovalFacts = {
    verdict,
    label: { name: label, event, present: has(label) },
    permission: event === undefined ? 'none' : await github.permission(event.actor),
    approvers: environment?.approvers ?? [],
    report: newest === undefined ? undefined : { ...newest.facts },
    mergeCommit: pull?.mergeCommit,
    isPullRequest: pull !== undefined,
    package:
      registered === undefined
        ? undefined
        : {
            arn: registered.arn,
            status: registered.approval,
            description: registered.approvalDescription ?? null,
            artifact_digest: await digest(registered),
            commit: registered.metadata.commit ?? null,
            execution: registered.metadata.execution_arn ?? null,
          },
    description,
  };
  const decision = decideApproval(facts);
  const answer: ApproveFacts = {
    number: input.number,
    package: arn,
    status: registered?.approval ?? null,
    actor: event?.actor ?? null,
    description: registered?.approvalDescription ?? null,
  };
  if (decision.decision === 'refuse') {
    const body = [
      marker('approval', `${input.number}`, { package: arn, decision: 'refused', reason_code: decision.reason_code }),
      `### ⛔ ${verdict === 'Approved' ? 'Not approved' : 'Not rejected'}: ${inert(decision.message)}`,
      inert(decision.way_out),
    ].join('\n\n');
    await stickyComment(github, input.number, 'approval', `${input.number}`, body);
    if (has(label)) await github.removeLabel(input.number, label);
    throw new Failure(decision.reason_code, decision.message, { wayOut: decision.way_out, facts: { ...answer } });
  }
  if (registered === undefined || aws === undefined) throw new Error('a decision to go needs a package');
  if (decision.decision === 'go') {
    await aws.sagemaker.updateModelPackage({ arn: registered.arn, approval: { status: verdict, description } });
  }
  const after = decision.decision === 'go' ? await aws.sagemaker.modelPackage(registered.arn) : registered;
  if (after?.approval !== verdict) {
    throw new Failure('moved', `${registered.arn} is ${after?.approval ?? 'gone'} after it was set to ${verdict}`, {
      wayOut: 'Somebody else decided at the same moment; look at the registry.',
    });
  }
  const version = `${registered.group} version ${registered.version}`;
  const body = [
    marker('approval', `${input.number}`, { package: registered.arn, decision: verdict }),
    `### ${verdict === 'Approved' ? '✅' : '🚫'} ${code(version)} is ${verdict.toLowerCase()}`,
    inert(after.approvalDescription ?? description),
    ...(input.runUrl === undefined ? [] : [`<sub>[job log](${input.runUrl})</sub>`]),
  ].join('\n\n');
  await stickyComment(github, input.number, 'approval', `${input.number}`, body);
  return {
    schema_version: 1,
    verb: 'approve',
    decision: decision.decision === 'go' ? 'done' : 'unchanged',
    reason_code: 'ok',
    summary: `${version} is ${verdict}`,
    facts: { ...answer, status: after.approval ?? null, description: after.approvalDescription ?? null },
  };
}
