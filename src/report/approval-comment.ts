import { code, inert } from './markdown.ts';
import { marker } from './marker.ts';

/** Kind of the marker of the comment that answers a label. */
export const APPROVAL_COMMENT = 'approval';

export interface ApprovalRefusal {
  /** Number of the pull request or issue. */
  number: number;
  verdict: 'Approved' | 'Rejected';
  /** ARN of the reported model package, if any. */
  packageArn: string | null;
  reason_code: string;
  message: string;
  way_out: string;
}

/** Writes the comment for a label that is refused. */
export function approvalRefusedComment(refusal: ApprovalRefusal): string {
  const { number, verdict, packageArn, reason_code, message, way_out } = refusal;
  return [
    marker(APPROVAL_COMMENT, `${number}`, { package: packageArn, decision: 'refused', reason_code }),
    `### ⛔ ${verdict === 'Approved' ? 'Not approved' : 'Not rejected'}: ${inert(message)}`,
    inert(way_out),
  ].join('\n\n');
}

export interface ApprovalAnswer {
  /** Number of the pull request or issue. */
  number: number;
  verdict: 'Approved' | 'Rejected';
  packageArn: string;
  /** Package group and version. */
  model: string;
  /** What the registry says about the approval. */
  description: string;
  /** Address of the job that answers. */
  runUrl: string | undefined;
}

/** Writes the comment for a model package that is approved or rejected now. */
export function approvalComment({ number, verdict, packageArn, model, description, runUrl }: ApprovalAnswer): string {
  return [
    marker(APPROVAL_COMMENT, `${number}`, { package: packageArn, decision: verdict }),
    `### ${verdict === 'Approved' ? '✅' : '🚫'} ${code(model)} is ${verdict.toLowerCase()}`,
    inert(description),
    ...(runUrl === undefined ? [] : [`<sub>[job log](${runUrl})</sub>`]),
  ].join('\n\n');
}
