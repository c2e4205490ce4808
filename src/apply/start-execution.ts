import { provenanceText, readProvenance } from '../observed/provenance.ts';
import type { Provenance } from '../observed/training-run.ts';
import { sha256 } from '../pipeline/canonical.ts';
import type { ExecutionSummary, SageMaker } from '../ports/sagemaker.ts';

export interface RunIdentity {
  pipelineName: string;
  definitionHash: string;
  provenance: Provenance;
}

/** The same commit, definition, environment and run key are the same run: this token says so to SageMaker. */
export function runToken({ pipelineName, definitionHash, provenance }: RunIdentity): string {
  const { commit, repository, environment, run_key } = provenance;
  return sha256(JSON.stringify([pipelineName, definitionHash, commit, repository, environment, run_key]));
}

/** At most 82 characters of [a-zA-Z0-9-]: the commit for a person, the token for us. */
export function runDisplayName(identity: RunIdentity): string {
  const commit = /^[0-9a-f]{7,}$/.exec(identity.provenance.commit ?? '')?.[0].slice(0, 10);
  return `${commit ?? 'run'}-${runToken(identity).slice(0, 32)}`;
}

export interface StartedRun {
  arn: string;
  adopted: boolean;
  status: ExecutionSummary['status'];
  /** Commit of an earlier run that did, or does, the same: nothing was started. */
  sameAs?: string;
}

/**
 * The execution of a run: the one that an earlier attempt started, or a new one. Looks by display name first, since
 * SageMaker does not promise for how long it remembers a ClientRequestToken; the token covers two attempts at the same time.
 * With `unlessSame` nothing is started when the newest run of this environment is of this very definition and did not fail.
 */
export async function startOrAdopt(
  sagemaker: Pick<SageMaker, 'executions' | 'startExecution'>,
  identity: RunIdentity,
  start: { parameters: Record<string, string>; pipelineVersion?: number; unlessSame?: boolean },
): Promise<StartedRun> {
  const displayName = runDisplayName(identity);
  const runs = await sagemaker.executions(identity.pipelineName);
  const known = runs.find((run) => run.displayName === displayName);
  if (known !== undefined) return { arn: known.arn, adopted: true, status: known.status };
  const same = start.unlessSame === true ? sameRun(runs, identity) : undefined;
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

/** A display name holds the token, and a token the definition: what an earlier commit ran can be told from it without asking. */
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
