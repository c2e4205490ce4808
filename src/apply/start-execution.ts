import { provenanceText, readProvenance } from '../observed/provenance.ts';
import type { Provenance } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { ExecutionSummary, SageMaker } from '../ports/sagemaker.ts';

export interface RunIdentity {
  pipelineName: string;
  definitionHash: string;
  provenance: Provenance;
}

/**
 * ClientRequestToken of a run. The same commit, definition, environment and run key give the same token: they are one
 * run.
 */
export function runToken({ pipelineName, definitionHash, provenance }: RunIdentity): string {
  const { commit, repository, environment, run_key } = provenance;
  return sha256(JSON.stringify([pipelineName, definitionHash, commit, repository, environment, run_key]));
}

/**
 * Display name of a run, at most 82 characters of [a-zA-Z0-9-]: the commit for a person, the token to find the run
 * again.
 */
export function runDisplayName(identity: RunIdentity): string {
  const commit = /^[0-9a-f]{7,}$/.exec(identity.provenance.commit ?? '')?.[0].slice(0, 10);
  return `${commit ?? 'run'}-${runToken(identity).slice(0, 32)}`;
}

export interface StartedRun {
  arn: string;
  adopted: boolean;
  status: ExecutionSummary['status'];
  /** Commit of an earlier run of the same definition; set when nothing was started because of it. */
  sameAs?: string;
}

/**
 * The execution of a run: the one that an earlier attempt started, or a new one. It is looked for by display name
 * first, because SageMaker does not promise for how long it remembers a ClientRequestToken. The token covers two
 * attempts at the same time.
 * @param start.skipIfSame start nothing when the newest run of this environment has the same definition and did not
 * fail
 */
export async function startOrAdopt(
  sagemaker: Pick<SageMaker, 'executions' | 'startExecution'>,
  identity: RunIdentity,
  start: { parameters: Record<string, string>; pipelineVersion?: number; skipIfSame?: boolean },
): Promise<StartedRun> {
  const displayName = runDisplayName(identity);
  const runs = await sagemaker.executions(identity.pipelineName);
  const earlier = runs.find((run) => run.displayName === displayName);
  if (earlier !== undefined) return { arn: earlier.arn, adopted: true, status: earlier.status };
  const same = start.skipIfSame === true ? sameRun(runs, identity) : undefined;
  if (same !== undefined) return same;
  const arn = await sagemaker.startExecution({
    pipelineName: identity.pipelineName,
    token: runToken(identity),
    displayName,
    description: provenanceText(identity.provenance),
    parameters: start.parameters,
    ...(start.pipelineVersion === undefined ? {} : { pipelineVersion: start.pipelineVersion }),
  });
  return { arn, adopted: false, status: 'Executing' };
}

/**
 * The newest run of this environment, when it has the same definition: its display name holds the token, which tells so
 * without a call.
 */
function sameRun(runs: readonly ExecutionSummary[], identity: RunIdentity): StartedRun | undefined {
  const { environment } = identity.provenance;
  for (const { arn, status, displayName, description } of runs) {
    const provenance = readProvenance(description);
    if (provenance.commit === null || provenance.environment !== environment) continue;
    const same = displayName === runDisplayName({ ...identity, provenance });
    const failed = status !== 'Succeeded' && status !== 'Executing';
    return same && !failed ? { arn, adopted: true, status, sameAs: provenance.commit } : undefined;
  }
  return undefined;
}
