import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Context, Shape } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import { selectPrefix } from '../object-files.ts';
import { clientError } from './failure-reason.ts';
import type { Host } from './hosts.ts';

/** One object of an input, and its path below the input's folder. */
export interface InputObject {
  readonly uri: string;
  readonly relative: string;
  readonly size: number;
}

/**
 * Lists the objects that an S3 data source names, sorted by key. For `S3Prefix` see `selectPrefix`. A `ManifestFile` is
 * a JSON list `[{"prefix": "s3://…/"}, "a", …]`.
 * @throws JobFailure ClientError in the service's words when there are no objects
 */
export async function listInput(
  source: { S3Uri: string; S3DataType?: string },
  context: Context,
): Promise<InputObject[]> {
  if (source.S3DataType === 'ManifestFile') return readManifest(source.S3Uri, context);
  if (source.S3DataType !== undefined && source.S3DataType !== 'S3Prefix') {
    throw clientError(
      `S3DataType ${source.S3DataType} is not supported on this machine; use S3Prefix or ManifestFile.`,
    );
  }
  const uri = source.S3Uri;
  let listed: Array<{ uri: string; size: number }>;
  try {
    listed = await context.files.list(uri);
  } catch (error) {
    throw downloadError(errorMessage(error));
  }
  const { objects, base } = selectPrefix(uri, listed);
  if (objects.length === 0) throw noObjects(uri, context);
  return objects
    .map((object) => ({ ...object, relative: object.uri.slice(base.length) }))
    .sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
}

async function readManifest(uri: string, context: Context): Promise<InputObject[]> {
  let manifest: unknown;
  try {
    manifest = JSON.parse((await context.files.read(uri)).toString('utf8'));
  } catch (error) {
    throw downloadError(`The manifest ${uri} cannot be read: ${errorMessage(error)}`);
  }
  const [head, ...names] = Array.isArray(manifest) ? (manifest as unknown[]) : [];
  const prefix = (head as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string' || names.some((name) => typeof name !== 'string')) {
    throw downloadError(`The manifest ${uri} is not a list [{"prefix": "s3://…/"}, "key", …].`);
  }
  return (names as string[]).map((name) => ({ uri: prefix + name, relative: posix.normalize(name), size: 0 }));
}

function noObjects(uri: string, context: Context): Error {
  return downloadError(
    `No S3 objects found under S3 URL "${uri}" given in input data source. ` +
      `Please ensure that the bucket exists in the selected region (${context.region}) and that objects exist under that S3 prefix.`,
  );
}

/** Makes the service's error of an input that cannot be downloaded. It has no blank after the colon. */
function downloadError(message: string): Error {
  return clientError(`Data download failed:${message}`);
}

export interface DownloadOptions {
  /** S3Input or S3DataSource of the request. */
  readonly source: Shape;
  readonly folder: string;
  readonly host: Host;
  readonly context: Context;
  readonly signal: AbortSignal;
}

/**
 * Downloads an input's objects into a folder; with `ShardedByS3Key` only this host's part of them. With `Gzip`, files
 * that end in .gz are unpacked.
 */
export async function downloadInput({ source, folder, host, context, signal }: DownloadOptions): Promise<void> {
  const objects = await listInput(source as { S3Uri: string; S3DataType?: string }, context);
  const own =
    source.S3DataDistributionType === 'ShardedByS3Key'
      ? objects.filter((_, index) => index % host.count === host.index)
      : objects;
  for (const object of own) {
    signal.throwIfAborted();
    const target = posix.normalize(object.relative);
    if (target.startsWith('../') || target.startsWith('/'))
      throw downloadError(`${object.uri} lies outside its prefix.`);
    const path = join(folder, target);
    try {
      await context.files.download(object.uri, join(path, '..'));
    } catch (error) {
      throw downloadError(errorMessage(error));
    }
    if (source.S3CompressionType === 'Gzip' && path.endsWith('.gz')) {
      await pipeline(createReadStream(path), createGunzip(), createWriteStream(path.slice(0, -3)));
      await rm(path);
    }
  }
}
