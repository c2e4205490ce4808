import type { PipelineDefinition, Tag } from '../pipeline/index.ts';
import type { SourcePackage } from './source-package.ts';

/** What a desired pipeline depends on besides the configuration. */
export interface DesiredContext {
  /** AWS account, 12 digits. */
  account: string;
  region: string;
  source: SourcePackage;
  /** Name of the environment that this is for, if any. */
  environment?: string;
  /** Batch only: the model package version to run, instead of the one that is pinned for the environment. */
  model?: { packageArn: string };
}

/** An object that has to be in S3 before the pipeline runs. Its address holds its hash: if it is there, it is right. */
export interface Asset {
  uri: string;
  bytes: Uint8Array;
  /** What its address holds: SHA-256 of its bytes, of a query that of its canonical SQL. Hexadecimal. */
  sha256: string;
  contentType: string;
}

export interface DesiredPipeline {
  name: string;
  definition: PipelineDefinition;
  /** Canonical JSON of the definition: what is uploaded and compared. */
  json: string;
  /** SHA-256 of it, hexadecimal. */
  hash: string;
  assets: readonly Asset[];
  tags: readonly Tag[];
}
