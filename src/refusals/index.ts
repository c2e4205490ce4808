import { commonRefusals } from './common/index.ts';
import { endpointRefusals } from './endpoint/index.ts';
import { endpointConfigRefusals } from './endpoint-config/index.ts';
import { Member, type Violation } from './member.ts';
import { modelRefusals } from './model/index.ts';
import { pipelinesRefusals } from './pipelines/index.ts';
import { processingRefusals } from './processing/index.ts';
import type { Caller, Operation, Refusal } from './refusal.ts';
import { registryRefusals } from './registry/index.ts';
import { scalingRefusals } from './scaling/index.ts';
import { serverlessRefusals } from './serverless/index.ts';
import { trainingRefusals } from './training/index.ts';
import { transformRefusals } from './transform/index.ts';
import { tuningRefusals } from './tuning/index.ts';

export { Member, type Violation } from './member.ts';
export type { Caller, Confidence, Operation, Refusal, RefusalFacts } from './refusal.ts';

/** Every rule that a request alone decides, in the order in which they are looked at. */
export const REFUSALS: readonly Refusal[] = [
  ...commonRefusals,
  ...pipelinesRefusals,
  ...processingRefusals,
  ...trainingRefusals,
  ...tuningRefusals,
  ...transformRefusals,
  ...modelRefusals,
  ...registryRefusals,
  ...endpointConfigRefusals,
  ...serverlessRefusals,
  ...endpointRefusals,
  ...scalingRefusals,
];

/** What AWS refuses about a request. */
export interface RefusedMember extends Violation {
  readonly refusal: Refusal;
}

/** Finds everything that AWS refuses about the request of an operation. */
export function refusedMembers(operation: Operation, request: unknown, caller: Caller): RefusedMember[] {
  const root = new Member(request);
  return REFUSALS.filter(({ operations }) => operations.includes(operation)).flatMap((refusal) =>
    refusal.find(root, caller).map((violation) => ({ ...violation, refusal })),
  );
}
