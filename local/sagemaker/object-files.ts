import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ObjectFiles } from './context.ts';

/** Where and as whom S3 is called. */
export interface ObjectFilesOptions {
  readonly region: string;
  /** Absent: every call fails. This machine's platform never reaches for AWS itself. */
  readonly endpoint: string | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
}

/** An address that leads to no object or bucket, or that is no `s3://bucket/key`. */
export class ObjectFileError extends Error {
  readonly uri: string;
  constructor(uri: string, message: string) {
    super(message);
    this.name = 'ObjectFileError';
    this.uri = uri;
  }
}

/** Splits `s3://bucket/key`; the key may be empty. Throws ObjectFileError for anything else. */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!match?.[1]) throw new ObjectFileError(uri, `${uri} is not an address of the form s3://bucket/key`);
  return { bucket: match[1], key: match[2] ?? '' };
}

/** S3 through the AWS client. */
export function createObjectFiles(options: ObjectFilesOptions): ObjectFiles {
  const client = new S3Client({
    region: options.region,
    credentials: options.credentials,
    // Nobody listens on port 9 of this machine; parse() refuses before that is tried.
    endpoint: options.endpoint ?? 'http://127.0.0.1:9',
    forcePathStyle: true,
  });
  const parse = (uri: string) => {
    if (options.endpoint === undefined) throw new ObjectFileError(uri, 'AWS_ENDPOINT_URL_S3 is not set');
    return parseS3Uri(uri);
  };

  async function body(uri: string): Promise<Readable> {
    const { bucket, key } = parse(uri);
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return answer.Body as Readable;
    } catch (error) {
      throw readable(uri, error);
    }
  }

  async function list(uri: string): Promise<Array<{ uri: string; size: number }>> {
    const { bucket, key } = parse(uri);
    const found: Array<{ uri: string; size: number }> = [];
    let token: string | undefined;
    do {
      try {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ...(token ? { ContinuationToken: token } : {}) }),
        );
        for (const object of page.Contents ?? []) {
          found.push({ uri: `s3://${bucket}/${object.Key}`, size: object.Size ?? 0 });
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } catch (error) {
        throw readable(uri, error);
      }
    } while (token);
    return found;
  }

  async function write(uri: string, content: Buffer | string): Promise<void> {
    const { bucket, key } = parse(uri);
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    } catch (error) {
      throw readable(uri, error);
    }
  }

  return {
    list,
    write,
    async read(uri) {
      const chunks: Buffer[] = [];
      for await (const chunk of await body(uri)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    async download(uri, folder) {
      const { bucket, key } = parse(uri);
      const objects = (await list(uri)).map((object) => object.uri.slice(`s3://${bucket}/`.length));
      const exact = objects.includes(key);
      const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
      // S3Prefix takes "data/train" to mean "data/train/…" first; a bare prefix ("data/tr") matches as in S3 itself.
      const below = exact ? [key] : objects.filter((name) => name.startsWith(prefix));
      const names = below.length > 0 ? below : objects;
      const base = exact ? dirnameOfKey(key) : below.length > 0 ? prefix : dirnameOfKey(key);
      const written: string[] = [];
      for (const name of names) {
        if (name.endsWith('/')) continue;
        const path = join(folder, name.slice(base.length));
        if (!resolve(path).startsWith(resolve(folder) + sep)) {
          throw new ObjectFileError(uri, `s3://${bucket}/${name} would be written outside its folder`);
        }
        await mkdir(dirname(path), { recursive: true });
        const temporary = `${path}.part`;
        await pipeline(await body(`s3://${bucket}/${name}`), createWriteStream(temporary));
        await rename(temporary, path);
        written.push(relative(folder, path));
      }
      if (written.length === 0) throw new ObjectFileError(uri, `There is no object at ${uri}`);
      return written;
    },
    async upload(folder, uri) {
      const base = uri.endsWith('/') ? uri : `${uri}/`;
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const written: string[] = [];
      for (const entry of entries.filter((each) => each.isFile())) {
        const path = join(entry.parentPath, entry.name);
        const address = base + relative(folder, path).split(sep).join('/');
        await write(address, await readFile(path));
        written.push(address);
      }
      return written.sort();
    },
  };
}

function dirnameOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

function readable(uri: string, error: unknown): Error {
  if (error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NotFound')) {
    return new ObjectFileError(uri, `There is no object at ${uri}`);
  }
  if (error instanceof S3ServiceException) {
    if (error.name === 'NoSuchBucket') {
      return new ObjectFileError(uri, `There is no bucket ${parseS3Uri(uri).bucket} (${uri})`);
    }
    return new ObjectFileError(uri, `S3 answered ${error.name} for ${uri}: ${error.message}`);
  }
  return error instanceof Error ? error : new Error(String(error));
}
