import type { ReasonCode } from '../failure.ts';
import type { ApprovalStatus } from '../ports/index.ts';

/** Everything that decides whether a label on a pull request or issue approves (or rejects) a model. */
export interface ApprovalFacts {
  verdict: 'Approved' | 'Rejected';
  label: {
    name: string;
    /** Who set it last and when (ISO 8601); undefined when it is not on the issue (any more). */
    event: { actor: string; at: string } | undefined;
    present: boolean;
  };
  /** Permission of the person who set the label. */
  permission: 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';
  /** Logins that may approve; empty: everybody with write permission. */
  approvers: string[];
  /** The newest report that we posted there, or undefined. */
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
  /** The package as the registry has it now; undefined when it is gone. */
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
  /** The description that this approval writes: it names person, place and commit, so that a second run recognises the first. */
  description: string;
}

export type Decision =
  | { decision: 'go'; reason_code: 'ok'; message: string }
  | { decision: 'unchanged'; reason_code: 'ok'; message: string }
  | { decision: 'refuse'; reason_code: ReasonCode; message: string; way_out: string };

const refuse = (reason_code: ReasonCode, message: string, way_out: string): Decision => ({
  decision: 'refuse',
  reason_code,
  message,
  way_out,
});

/**
 * A label is a request. It counts when the person may approve, the package is the one that was reported there, and nothing has
 * moved since: neither the artifact, nor the commit, nor the registry's verdict. What cannot be read is never a yes.
 */
export function decideApproval(facts: ApprovalFacts): Decision {
  const { label, report, verdict } = facts;
  const word = verdict === 'Approved' ? 'approve' : 'reject';
  if (!label.present || label.event === undefined) {
    return refuse(
      'conflict',
      `The label ${label.name} is not there any more`,
      `Add the label ${label.name} again to ${word} the model.`,
    );
  }
  const person = label.event.actor;
  if (!['admin', 'maintain', 'write'].includes(facts.permission)) {
    return refuse(
      'not_allowed',
      `${person} has ${facts.permission} permission on this repository and may not ${word} models`,
      'Somebody with write permission has to set the label.',
    );
  }
  if (facts.approvers.length > 0 && !facts.approvers.some((login) => login.toLowerCase() === person.toLowerCase())) {
    return refuse(
      'not_allowed',
      `${person} is not among the approvers of this environment (${facts.approvers.join(', ')})`,
      'One of them has to set the label, or environment.yml has to name more.',
    );
  }
  if (report === undefined) {
    return refuse(
      'not_found',
      'There is no report of a model here',
      'Wait for the training to report, then set the label.',
    );
  }
  if (report.package === null) {
    return refuse(
      'gate_failed',
      'The run that was reported here registered no model',
      'Change what made it fail, and merge again.',
    );
  }
  if (!(Date.parse(label.event.at) >= Date.parse(report.reported_at))) {
    return refuse(
      'moved',
      `The label was set at ${label.event.at}, before the model was reported at ${report.reported_at}`,
      'Read the report, then remove the label and set it again.',
    );
  }
  if (
    facts.isPullRequest &&
    (facts.mergeCommit === undefined || report.commit === null || facts.mergeCommit !== report.commit)
  ) {
    const merged = facts.mergeCommit ?? 'not merged';
    return refuse(
      'moved',
      `The report is of commit ${report.commit ?? 'unknown'}, the pull request is ${facts.mergeCommit === undefined ? merged : `merged as ${merged}`}`,
      'Train the merged commit; its report can be approved.',
    );
  }
  if (facts.package === undefined) {
    return refuse('moved', `${report.package} is not in the registry any more`, 'Train again.');
  }
  if (facts.package.execution !== report.execution || facts.package.commit !== report.commit) {
    return refuse(
      'moved',
      `The registry says that ${facts.package.arn} comes from execution ${facts.package.execution ?? 'unknown'} of commit ${facts.package.commit ?? 'unknown'}, which is not the reported one`,
      'Run the report again; if that does not help, somebody changed the comment or the registry.',
    );
  }
  if (report.artifact_digest === null || facts.package.artifact_digest === null) {
    return refuse(
      'inconclusive',
      'The digest of the model artifact cannot be read, so it is unknown whether it is the reported one',
      'See that the artifact is readable with these credentials, then set the label again.',
    );
  }
  if (facts.package.artifact_digest !== report.artifact_digest) {
    return refuse(
      'moved',
      `The model artifact is ${facts.package.artifact_digest} now; ${report.artifact_digest} was reported`,
      'Train again: the artifact that was reviewed is gone.',
    );
  }
  const status = facts.package.status;
  if (status === verdict) {
    return {
      decision: 'unchanged',
      reason_code: 'ok',
      message: `${facts.package.arn} is ${verdict} already: ${facts.package.description ?? 'no reason recorded'}`,
    };
  }
  if (status !== 'PendingManualApproval') {
    return refuse(
      'moved',
      `${facts.package.arn} is ${status ?? 'without a status'} now (${facts.package.description ?? 'no reason recorded'})`,
      `Somebody decided otherwise since the report. Take that back in the registry first, then set the label again.`,
    );
  }
  return { decision: 'go', reason_code: 'ok', message: facts.description };
}
