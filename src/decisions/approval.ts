import type { ReasonCode } from '../failure.ts';
import type { ApprovalStatus } from '../ports/index.ts';

/** The facts that decide whether a label on a pull request or issue approves (or rejects) a model. */
export interface ApprovalFacts {
  verdict: 'Approved' | 'Rejected';
  label: {
    name: string;
    /** Person who set it last, and the time (ISO 8601). Undefined when it is not on the issue. */
    event: { actor: string; at: string } | undefined;
    present: boolean;
  };
  /** Permission of the person who set the label. */
  permission: 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';
  /** Logins that may approve. Empty: everybody with write permission. */
  approvers: string[];
  /** The newest report that this program posted there. */
  report:
    | {
        package: string | null;
        artifact_digest: string | null;
        commit: string | null;
        reported_at: string;
        execution: string;
      }
    | undefined;
  /** Commit that the pull request was merged as; undefined on an issue. */
  mergeCommit: string | undefined;
  isPullRequest: boolean;
  /** The package as the registry has it now. Undefined when it is gone. */
  package:
    | {
        arn: string;
        status: ApprovalStatus | undefined;
        description: string | null;
        artifact_digest: string | null;
        commit: string | null;
        execution: string | null;
      }
    | undefined;
  /** The description that this approval writes. It names person, place and commit, so that a second run recognises the first. */
  description: string;
}

export type Decision =
  | { decision: 'allowed'; reason_code: 'ok'; message: string }
  | { decision: 'unchanged'; reason_code: 'ok'; message: string }
  | { decision: 'refused'; reason_code: ReasonCode; message: string; way_out: string };

export type Refusal = Extract<Decision, { decision: 'refused' }>;

/** Makes a decision that refuses. */
export const refuse = (reason_code: ReasonCode, message: string, way_out: string): Refusal => ({
  decision: 'refused',
  reason_code,
  message,
  way_out,
});

/**
 * Decides whether a label approves (or rejects) a model. It does when the person may approve, the package is the reported one,
 * and artifact, commit and approval status are as they were reported. A fact that cannot be read refuses.
 */
export function decideApproval(facts: ApprovalFacts): Decision {
  const { report, package: registered } = facts;
  const byLabel = refusalByLabel(facts);
  if (byLabel !== undefined) return byLabel;
  if (report === undefined) {
    return refuse(
      'not_found',
      'There is no report of a model here',
      'Wait for the training to report, then set the label.',
    );
  }
  const byReport = refusalByReport(facts, report);
  if (byReport !== undefined) return byReport;
  if (registered === undefined) {
    return refuse('moved', `${report.package} is not in the registry any more`, 'Train again.');
  }
  return refusalByPackage(registered, report) ?? decideByStatus(facts, registered);
}

type Report = NonNullable<ApprovalFacts['report']>;
type Package = NonNullable<ApprovalFacts['package']>;

/** The label must be set, by a person who may decide. */
function refusalByLabel({ label, verdict, permission, approvers }: ApprovalFacts): Refusal | undefined {
  const word = verdict === 'Approved' ? 'approve' : 'reject';
  if (!label.present || label.event === undefined) {
    return refuse(
      'conflict',
      `The label ${label.name} is not set any more`,
      `Add the label ${label.name} again to ${word} the model.`,
    );
  }
  const person = label.event.actor;
  if (!['admin', 'maintain', 'write'].includes(permission)) {
    return refuse(
      'not_allowed',
      `${person} has ${permission} permission on this repository and may not ${word} models`,
      'A person with write permission has to set the label.',
    );
  }
  if (approvers.length > 0 && !approvers.some((login) => login.toLowerCase() === person.toLowerCase())) {
    return refuse(
      'not_allowed',
      `${person} is not among the approvers of this environment (${approvers.join(', ')})`,
      'One of them has to set the label, or environment.yml has to name more.',
    );
  }
  return undefined;
}

/** The report must have a model, be older than the label, and be for the merged commit. */
function refusalByReport(facts: ApprovalFacts, report: Report): Refusal | undefined {
  if (report.package === null) {
    return refuse(
      'gate_failed',
      'The run that was reported here registered no model',
      'Change what made it fail, and merge again.',
    );
  }
  const setAt = facts.label.event?.at ?? '';
  // A time that cannot be read is NaN, which is not later than any other.
  if (!(Date.parse(setAt) >= Date.parse(report.reported_at))) {
    return refuse(
      'moved',
      `The label was set at ${setAt}, before the model was reported at ${report.reported_at}`,
      'Read the report, then remove the label and set it again.',
    );
  }
  const { isPullRequest, mergeCommit } = facts;
  if (isPullRequest && (mergeCommit === undefined || report.commit !== mergeCommit)) {
    const merged = mergeCommit === undefined ? 'not merged' : `merged as ${mergeCommit}`;
    return refuse(
      'moved',
      `The report is for commit ${report.commit ?? 'unknown'}, but the pull request is ${merged}`,
      'Train the merged commit; its report can be approved.',
    );
  }
  return undefined;
}

/** The registered package must be the reported one, with the reported artifact. */
function refusalByPackage(registered: Package, report: Report): Refusal | undefined {
  const { arn, execution, commit, artifact_digest } = registered;
  if (execution !== report.execution || commit !== report.commit) {
    return refuse(
      'moved',
      `The registry says that ${arn} comes from execution ${execution ?? 'unknown'} of commit ${commit ?? 'unknown'}, which is not the reported one`,
      'Run the report again. If that does not help, the comment or the registry was edited.',
    );
  }
  if (report.artifact_digest === null || artifact_digest === null) {
    return refuse(
      'inconclusive',
      'The digest of the model artifact cannot be read, so it is unknown whether it is the reported one',
      'Give these credentials read access to the artifact, then set the label again.',
    );
  }
  if (artifact_digest !== report.artifact_digest) {
    return refuse(
      'moved',
      `The model artifact is ${artifact_digest} now, but ${report.artifact_digest} was reported`,
      'Train again: the artifact that was reviewed is gone.',
    );
  }
  return undefined;
}

function decideByStatus({ verdict, description }: ApprovalFacts, { arn, status, ...registered }: Package): Decision {
  const reason = registered.description ?? 'no reason recorded';
  if (status === verdict) {
    return { decision: 'unchanged', reason_code: 'ok', message: `${arn} is ${verdict} already: ${reason}` };
  }
  if (status !== 'PendingManualApproval') {
    return refuse(
      'moved',
      `${arn} is ${status ?? 'without a status'} now (${reason})`,
      'It was decided otherwise after the report. Set it back to PendingManualApproval in the registry, then set the label again.',
    );
  }
  return { decision: 'allowed', reason_code: 'ok', message: description };
}
