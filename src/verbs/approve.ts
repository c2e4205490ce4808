import { stickyComment } from '../apply/sticky-comment.ts';
import { type ApprovalFacts, type Decision, decideApproval, refuse as refusal } from '../decisions/approval.ts';
import { Failure } from '../failure.ts';
import { artifactDigest } from '../observed/artifact-digest.ts';
import { foreignText, foreignWayOut } from '../observed/ownership.ts';
import { groupOfPackage, readPackageGroup } from '../observed/package-group.ts';
import { regionOf } from '../observed/resource-arn.ts';
import type { Aws, GitHub, ModelPackage, Ports, PullRequest } from '../ports/index.ts';
import { loadProject, type ProjectInput } from '../project/open-project.ts';
import { type Owner, projectFolder } from '../project/owner.ts';
import { APPROVAL_COMMENT, approvalComment, approvalRefusedComment } from '../report/approval-comment.ts';
import { findOwn } from '../report/marker.ts';
import type { ReportedModel } from '../report/training-report.ts';
import type { Result } from '../result.ts';

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
const MAX_DESCRIPTION = 1024;

/**
 * Approves (or rejects) the model that was reported on a pull request or issue, because a label there asks for it. It reads
 * everything that the decision depends on again. It posts the answer beside the report, and removes a label that it refuses.
 * @throws Failure with the reason code of a refused decision, `conflict` when both labels are set, `moved` when the registry
 * changed at the same time
 */
export async function approve(input: ApproveInput, ports: Ports, github: GitHub): Promise<Result<ApproveFacts>> {
  const { environment } = loadProject(input, ports.log);
  const request = await readRequest(input, github);
  const reviewed = await readReviewed(input.number, ports, github);
  const description = descriptionOf(request, reviewed, `${repositoryName(github)}#${input.number}`);
  const decided = decideApproval({
    ...request,
    permission: request.label.event === undefined ? 'none' : await github.permission(request.label.event.actor),
    approvers: environment?.approvers ?? [],
    report: reviewed.report,
    mergeCommit: reviewed.pull?.mergeCommit,
    isPullRequest: reviewed.pull !== undefined,
    package: await packageFacts(reviewed.registered),
    description,
  });
  const owner: Owner = {
    repository: repositoryName(github),
    folder: projectFolder(input.configFile),
    environment: null,
  };
  const decision = decided.decision === 'refused' ? decided : await decideOnOwner(decided, reviewed.registered, owner);
  const facts: ApproveFacts = {
    number: input.number,
    package: reviewed.report?.package ?? null,
    status: reviewed.registered?.modelPackage.approval ?? null,
    actor: request.label.event?.actor ?? null,
    description: reviewed.registered?.modelPackage.approvalDescription ?? null,
  };
  if (decision.decision === 'refused') return await refuse({ request, decision, facts, github });
  if (reviewed.registered === undefined) throw new Error('an allowed decision needs a model package');
  const after = await applyVerdict(request.verdict, reviewed.registered, decision.decision === 'allowed', description);
  const model = `${after.group} version ${after.version}`;
  const body = approvalComment({
    number: input.number,
    verdict: request.verdict,
    packageArn: after.arn,
    model,
    description: after.approvalDescription ?? description,
    runUrl: input.runUrl,
  });
  await stickyComment(github, { issue: input.number, kind: APPROVAL_COMMENT, key: `${input.number}`, body });
  return {
    schema_version: 1,
    verb: 'approve',
    decision: decision.decision === 'allowed' ? 'done' : 'unchanged',
    reason_code: 'ok',
    summary: `${model} is ${request.verdict}`,
    facts: { ...facts, status: after.approval ?? null, description: after.approvalDescription ?? null },
  };
}

/** What the labels ask for. */
type ApprovalRequest = Pick<ApprovalFacts, 'verdict' | 'label'>;

/** @throws Failure `conflict` when both labels are set */
async function readRequest(input: ApproveInput, github: GitHub): Promise<ApprovalRequest> {
  const labels = await github.labels(input.number);
  const has = (name: string) => labels.some((label) => label.toLowerCase() === name.toLowerCase());
  if (has(input.approveLabel) && has(input.rejectLabel)) {
    throw new Failure('conflict', `#${input.number} has both ${input.approveLabel} and ${input.rejectLabel}`, {
      way_out: 'Remove one of them.',
    });
  }
  const verdict = has(input.rejectLabel) ? 'Rejected' : 'Approved';
  const name = verdict === 'Approved' ? input.approveLabel : input.rejectLabel;
  return { verdict, label: { name, event: await github.labelEvent(input.number, name), present: has(name) } };
}

interface RegisteredModel {
  aws: Aws;
  modelPackage: ModelPackage;
}

/** What the approval is about: the pull request, the newest report there, and the package as the registry has it now. */
interface Reviewed {
  pull: PullRequest | undefined;
  report: ReportedModel | undefined;
  registered: RegisteredModel | undefined;
}

async function readReviewed(number: number, ports: Ports, github: GitHub): Promise<Reviewed> {
  const pull = await github.pullRequest(number);
  const viewer = await github.viewer();
  const report = findOwn<ReportedModel>(await github.comments(number), viewer, 'report').at(-1)?.facts;
  return { pull, report, registered: report?.package ? await readPackage(report.package, ports) : undefined };
}

async function readPackage(arn: string, ports: Ports): Promise<RegisteredModel | undefined> {
  const aws = ports.aws(regionOf(arn));
  const modelPackage = await aws.sagemaker.modelPackage(arn);
  return modelPackage === undefined ? undefined : { aws, modelPackage };
}

/** Refuses a version of a group that another owner has. Everything else stays as it was decided. */
async function decideOnOwner(
  decided: Decision,
  registered: RegisteredModel | undefined,
  owner: Owner,
): Promise<Decision> {
  const name = registered && groupOfPackage(registered.modelPackage.arn);
  const group = registered && name !== undefined && (await readPackageGroup(registered.aws.sagemaker, name, owner));
  if (!group || group.foreign === undefined) return decided;
  return refusal('not_ours', foreignText(group.foreign), foreignWayOut([group.foreign], owner, 'train'));
}

async function packageFacts(registered: RegisteredModel | undefined): Promise<ApprovalFacts['package']> {
  if (registered === undefined) return undefined;
  const { aws, modelPackage } = registered;
  const { arn, approval, approvalDescription, metadata, modelDataUri } = modelPackage;
  return {
    arn,
    status: approval,
    description: approvalDescription ?? null,
    artifact_digest: modelDataUri === undefined ? null : ((await artifactDigest(aws.objects, modelDataUri)) ?? null),
    commit: metadata.commit ?? null,
    execution: metadata.execution_arn ?? null,
  };
}

const repositoryName = ({ repository }: GitHub): string => `${repository.owner}/${repository.name}`;

/** The description that the registry keeps. A second run recognises the approval of the first one by it. */
function descriptionOf({ verdict, label }: ApprovalRequest, { report }: Reviewed, where: string): string {
  const actor = label.event?.actor ?? 'unknown';
  const commit = report?.commit ?? 'unknown';
  return `${verdict} by ${actor} with the label ${label.name} on ${where}, commit ${commit}`.slice(0, MAX_DESCRIPTION);
}

/** Posts why the label is refused, and removes it. */
async function refuse(refusal: {
  request: ApprovalRequest;
  decision: Extract<Decision, { decision: 'refused' }>;
  facts: ApproveFacts;
  github: GitHub;
}): Promise<never> {
  const { request, decision, facts, github } = refusal;
  const { number, package: packageArn } = facts;
  const { reason_code, message, way_out } = decision;
  const { verdict, label } = request;
  const body = approvalRefusedComment({ number, verdict, packageArn, reason_code, message, way_out });
  await stickyComment(github, { issue: number, kind: APPROVAL_COMMENT, key: `${number}`, body });
  if (label.present) await github.removeLabel(number, label.name);
  throw new Failure(reason_code, message, { way_out, facts: { ...facts } });
}

/**
 * Writes the verdict to the registry if it is not there yet, and returns the package with it.
 * @throws Failure `moved` when the registry has another verdict afterwards
 */
async function applyVerdict(
  verdict: ApprovalFacts['verdict'],
  { aws, modelPackage }: RegisteredModel,
  write: boolean,
  description: string,
): Promise<ModelPackage> {
  const { arn } = modelPackage;
  if (write) await aws.sagemaker.updateModelPackage({ arn, approval: { status: verdict, description } });
  const after = write ? await aws.sagemaker.modelPackage(arn) : modelPackage;
  if (after?.approval === verdict) return after;
  throw new Failure('moved', `${arn} is ${after?.approval ?? 'gone'} after it was set to ${verdict}`, {
    way_out: 'Somebody else decided at the same moment; look at the registry.',
  });
}
