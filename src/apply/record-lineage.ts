import { Failure } from '../failure.ts';
import type { TrainingRun } from '../observed/training-run.ts';
import type { SageMaker } from '../ports/sagemaker.ts';

/** CustomerMetadataProperties: at most 50 pairs, keys of 128 and values of 256 characters. */
const MAX_VALUE_LENGTH = 256;

/** The metadata of a package: where it comes from, as name and value. */
export function lineageMetadata(run: TrainingRun): Record<string, string> {
  const pairs: Array<[string, string | null | undefined]> = [
    ['commit', run.provenance.commit],
    ['repository', run.provenance.repository],
    ['environment', run.provenance.environment],
    ['run_key', run.provenance.run_key],
    ['execution_arn', run.execution.arn],
    ['definition_hash', run.lineage.definition_hash],
    ['query_sha256', run.lineage.query_sha256],
    ['source_sha256', run.lineage.source_sha256],
    ['data_digest', run.lineage.data_digest],
    ['artifact_digest', run.package?.artifact_digest],
  ];
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => (value ? [[key, value.slice(0, MAX_VALUE_LENGTH)] as const] : [])),
  );
}

/**
 * Writes the lineage into the registered package, once: pairs that it has already stay.
 * @throws Failure `inconclusive` when the artifact is missing, `moved` when the artifact is another file than the
 * recorded one: then the file was replaced without the registry
 */
export async function recordLineage(sagemaker: Pick<SageMaker, 'updateModelPackage'>, run: TrainingRun): Promise<void> {
  if (run.package === null) return;
  const { arn, metadata, artifact_digest, model_data_uri } = run.package;
  if (artifact_digest === null) {
    throw new Failure('inconclusive', `${arn} was registered, but its artifact ${model_data_uri} is not there`, {
      way_out: 'It cannot be approved or deployed. Look at the tuning step, and train again.',
      facts: { package: arn, artifact: model_data_uri },
    });
  }
  if (metadata.artifact_digest !== undefined && metadata.artifact_digest !== artifact_digest) {
    throw new Failure('moved', `The artifact of ${arn} is not the one that was registered`, {
      way_out: 'Train again; find out who wrote to the bucket.',
      facts: { recorded: metadata.artifact_digest, found: artifact_digest },
    });
  }
  const missing = Object.entries(lineageMetadata(run)).filter(([key]) => metadata[key] === undefined);
  if (missing.length > 0) await sagemaker.updateModelPackage({ arn, metadata: Object.fromEntries(missing) });
}
