import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Context, Shape } from '../context.ts';
import { underPrefix } from '../object-files.ts';
import { clientError } from './failure-reason.ts';

/** One object of an input, and where it goes below the input's folder. */
export interface InputObject {
  readonly uri: string;
  readonly relative: string;
  readonly size: number;
}

/**
 * The objects that an S3 data source names, sorted by key. `S3Prefix`: see `underPrefix`. `ManifestFile`: a JSON list
 * `[{"prefix": "s3://…/"}, "a", …]`.
 * Throws a ClientError in the service's words when there is none.
 */
export async function inputObjects(
  source: { S3Uri: string; S3DataType?: string },
  context: Context,
): Promise<InputObject[]> {
  if (source.S3DataType === 'ManifestFile') return manifestObjects(source.S3Uri, context);
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
    throw clientError(`Data download failed:${error instanceof Error ? error.message : error}`);
  }
  const { found, base } = underPrefix(uri, listed);
  if (found.length === 0) throw noObjects(uri, context);
  return found
    .map((object) => ({ ...object, relative: object.uri.slice(base.length) }))
    .sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
}

async function manifestObjects(uri: string, context: Context): Promise<InputObject[]> {
  let manifest: unknown;
  try {
    manifest = JSON.parse((await context.files.read(uri)).toString('utf8'));
  } catch (error) {
    throw clientError(
      `Data download failed:The manifest ${uri} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  const [head, ...names] = Array.isArray(manifest) ? (manifest as unknown[]) : [];
  const prefix = (head as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string' || names.some((name) => typeof name !== 'string')) {
    throw clientError(`Data download failed:The manifest ${uri} is not a list [{"prefix": "s3://…/"}, "key", …].`);
  }
  return (names as string[]).map((name) => ({ uri: prefix + name, relative: posix.normalize(name), size: 0 }));
}

function noObjects(uri: string, context: Context): Error {
  return clientError(
    `Data download failed:No S3 objects found under S3 URL "${uri}" given in input data source. ` +
      `Please ensure that the bucket exists in the selected region (${context.region}) and that objects exist under that S3 prefix.`,
  );
}

/** How an input is shared out among the hosts of a job. */
export interface Share {
  readonly distribution: string | undefined;
  readonly host: number;
  readonly hosts: number;
}

/** Downloads an input's objects, or this host's share of them, into a folder. `Gzip` unpacks files that end in .gz. */
export async function downloadInput(
  source: Shape,
  folder: string,
  share: Share,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const objects = await inputObjects(source as { S3Uri: string; S3DataType?: string }, context);
  const mine =
    share.distribution === 'ShardedByS3Key'
      ? objects.filter((_, index) => index % share.hosts === share.host)
      : objects;
  for (const object of mine) {
    signal.throwIfAborted();
    const target = posix.normalize(object.relative);
    if (target.startsWith('../') || target.startsWith('/'))
      throw clientError(`Data download failed:${object.uri} lies outside its prefix.`);
    const path = join(folder, target);
    try {
      await context.files.download(object.uri, join(path, '..'));
    } catch (error) {
      throw clientError(`Data download failed:${error instanceof Error ? error.message : error}`);
    }
    if (source.S3CompressionType === 'Gzip' && path.endsWith('.gz')) {
      await pipeline(createReadStream(path), createGunzip(), createWriteStream(path.slice(0, -3)));
      await rm(path);
    }
  }
}
