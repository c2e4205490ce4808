import type { Asset, DesiredPipeline } from '../desired/index.ts';
import { Failure } from '../failure.ts';
import { foreignPipeline } from '../observed/owned-pipeline.ts';
import type { Owner } from '../observed/ownership.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { Change } from '../plan/change.ts';
import { planPipeline } from '../plan/plan-pipeline.ts';
import type { Aws, Log, Tags } from '../ports/index.ts';
import { notOurs } from './adopt.ts';

/** SageMaker takes a definition of at most 1 MiB; above 100 KiB it is passed in S3, as the SageMaker SDK does. */
const MAX_INLINE_BYTES = 100 * 1024;
const MAX_BYTES = 1024 * 1024;

export interface UpsertedPipeline {
  change: Change;
  arn: string;
  /** The version that the update made; absent when nothing was updated or the service does not count versions. */
  version?: number;
  /** Addresses of the files that were not there yet. */
  uploaded: string[];
}

export interface UpsertPipelineOptions {
  roleArn: string;
  /** Whose the pipeline has to be when it exists. */
  owner: Owner;
  tags: Tags;
  /** `s3://bucket/prefix` for a definition that is too large for the request. */
  storage: string;
  kmsKeyId?: string;
  log: Log;
}

/**
 * Brings a pipeline and the files that it refers to into the desired state. What is there already is not written again.
 * @throws Failure `definition_invalid` when the definition is too large, `not_ours` when another owner has a pipeline of that name
 */
export async function upsertPipeline(
  aws: Pick<Aws, 'sagemaker' | 'objects'>,
  desired: DesiredPipeline,
  options: UpsertPipelineOptions,
): Promise<UpsertedPipeline> {
  const { roleArn, owner, tags, log } = options;
  const uploaded = await uploadAssets(aws, desired.assets, options);
  const observed = await aws.sagemaker.pipeline(desired.name);
  // The verbs look before they change anything. Another repository may have made the pipeline since then.
  const foreign = await foreignPipeline(aws.sagemaker, `${desired.kind}-pipeline`, observed, owner);
  if (foreign !== undefined) throw notOurs([foreign], owner);
  const change = planPipeline({ ...desired, roleArn }, observed);
  if (observed !== undefined && change.action === 'keep') {
    await addMissingTags(aws, observed.arn, tags);
    log.info(`Pipeline ${desired.name}: unchanged (definition ${desired.hash.slice(0, 12)})`);
    return { change, arn: observed.arn, uploaded };
  }
  const input = { name: desired.name, roleArn, definition: await definitionForRequest(aws, desired, options) };
  if (observed === undefined) {
    // With the owner: a create of another owner with the same token would return that owner's pipeline.
    const token = sha256(canonicalJson(['create', desired.name, desired.hash, { ...owner }]));
    const { arn } = await aws.sagemaker.createPipeline({ ...input, token, tags });
    log.info(`Pipeline ${desired.name}: created (definition ${desired.hash.slice(0, 12)})`);
    return { change, arn, uploaded };
  }
  const { version } = await aws.sagemaker.updatePipeline(input);
  await addMissingTags(aws, observed.arn, tags);
  log.info(`Pipeline ${desired.name}: updated, ${change.why} (${change.from} → ${change.to})`);
  return { change, arn: observed.arn, uploaded, ...(version === undefined ? {} : { version }) };
}

/** Uploads the files that are missing. Files are named by their content, so a file that is there is the right one. */
async function uploadAssets(
  aws: Pick<Aws, 'objects'>,
  assets: readonly Asset[],
  { kmsKeyId, log }: UpsertPipelineOptions,
): Promise<string[]> {
  const uploaded: string[] = [];
  for (const { uri, bytes, contentType } of assets) {
    if ((await aws.objects.head(uri)) !== undefined) continue;
    const written = await aws.objects.writeIfAbsent(uri, bytes, {
      contentType,
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    });
    if (written === 'created') {
      uploaded.push(uri);
      log.info(`Uploaded ${uri} (${bytes.byteLength} bytes)`);
    }
  }
  return uploaded;
}

/** The definition as text, or its address in S3 when the text is too large for the request. */
async function definitionForRequest(
  aws: Pick<Aws, 'objects'>,
  desired: DesiredPipeline,
  { storage, kmsKeyId }: UpsertPipelineOptions,
): Promise<{ text: string } | { bucket: string; key: string }> {
  const bytes = new TextEncoder().encode(desired.json);
  if (bytes.byteLength > MAX_BYTES) {
    throw new Failure(
      'definition_invalid',
      `The definition of ${desired.name} has ${bytes.byteLength} bytes; SageMaker takes at most ${MAX_BYTES}`,
      { way_out: 'Shorten lists of features or tags.' },
    );
  }
  if (bytes.byteLength <= MAX_INLINE_BYTES) return { text: desired.json };
  const uri = `${storage}/${desired.name}/definition/${desired.hash}.json`;
  await aws.objects.writeIfAbsent(uri, bytes, {
    contentType: 'application/json',
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  });
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  return { bucket, key };
}

async function addMissingTags(aws: Pick<Aws, 'sagemaker'>, arn: string, wanted: Tags): Promise<void> {
  const present = await aws.sagemaker.tags(arn);
  const missing = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  if (missing.length > 0) await aws.sagemaker.addTags(arn, Object.fromEntries(missing));
}
