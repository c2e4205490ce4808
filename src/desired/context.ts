import type { PipelineDefinition, Tag } from '../pipeline/index.ts';
import type { SourcePackage } from './source-package.ts';

/** What a desired pipeline depends on besides the configuration. */
export interface DesiredContext {
  /** AWS account, 12 digits. */
  account: string;
  region: string;
  source: SourcePackage;
  /** Name of the environment that the pipeline is for, if any. */
  environment?: string;
  /** For the batch pipeline only: the model package version to run, instead of the one that the environment pins. */
  model?: { packageArn: string };
}

/**
 * An object that must be in S3 before the pipeline runs. Its address has its digest, so an object that exists there has
 * the right content.
 */
export interface Asset {
  /** `s3://bucket/…` */
  uri: string;
  bytes: Uint8Array;
  /** The digest in its address, hexadecimal: SHA-256 of its bytes, or for a query of its canonical SQL. */
  sha256: string;
  contentType: string;
}

/** A pipeline as the configuration wants it. */
export interface DesiredPipeline {
  kind: 'training' | 'batch';
  name: string;
  definition: PipelineDefinition;
  /** Canonical JSON of the definition: what is uploaded and compared. */
  json: string;
  /** SHA-256 of `json`, hexadecimal. */
  hash: string;
  assets: readonly Asset[];
  tags: readonly Tag[];
}
