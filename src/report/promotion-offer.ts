import type { Pin } from '../config/index.ts';
import { pinName } from '../config/index.ts';
import { code, inert, table } from './markdown.ts';

export interface PromotionOffer {
  /** The environment that gets the model. */
  environment: string;
  /** What it pins now. */
  from: Pin | null;
  to: Pin;
  /** ARN of the offered model package. */
  packageArn: string;
  /** Why the package is approved, in the words of the registry. */
  approval: string | null;
  /** Paths of the changed files in the repository. */
  files: readonly string[];
}

/** Writes the description of the pull request that offers a model to an environment. */
export function promotionOffer({ environment, from, to, packageArn, approval, files }: PromotionOffer): string {
  const rows = [
    ['Runs now', from === null ? 'nothing' : code(pinName(from))],
    ['Offered', code(pinName(to))],
    ['Artifact', code(to.artifact_digest)],
    ['Package', code(packageArn)],
    ['Approval', inert(approval ?? 'no reason recorded')],
  ];
  return [
    `Merging this deploys the model to **${environment}**: the endpoint is updated in place and the batch transform takes it from its next run. Reverting the merge brings back the model that runs now.`,
    table(['', ''], rows),
    `Files: ${files.map(code).join(', ')}`,
  ].join('\n\n');
}
