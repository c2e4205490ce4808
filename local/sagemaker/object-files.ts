import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
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

/**
 * What S3Prefix means: the object with exactly that key, else everything below it as a folder, else every key that begins
 * with it. `base` is what the objects' addresses are relative to. Folder markers (keys that end in `/`) are no objects.
 */
export function underPrefix<T extends { readonly uri: string }>(
  uri: string,
  listed: readonly T[],
): { found: readonly T[]; base: string } {
  const objects = listed.filter((object) => !object.uri.endsWith('/'));
  const parent = uri.slice(0, uri.lastIndexOf('/') + 1);
  const exact = objects.filter((object) => object.uri === uri);
  if (exact.length > 0) return { found: exact, base: parent };
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  const below = objects.filter((object) => object.uri.startsWith(folder));
  return below.length > 0 ? { found: below, base: folder } : { found: objects, base: parent };
}

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** How often a file is sent: the AWS client repeats a request only when it holds the whole body. */
const ATTEMPTS = 3;

/** S3 through the AWS client. */
export function createObjectFiles(options: ObjectFilesOptions): ObjectFiles {
  const client = new S3Client({
    region: options.region,
    credentials: options.credentials,
    // Nobody listens on port 9 of this machine; parse() refuses before that is tried.
    endpoint: options.endpoint ?? 'http://127.0.0.1:9',
    forcePathStyle: true,
    // A checksum that no operation here demands would make every streamed body a chunked one with a trailer.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    // It would warn of every refused upload that it cannot be repeated; writeFile repeats what makes sense.
    logger: SILENT,
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

  async function writeFile(uri: string, file: string): Promise<void> {
    const { bucket, key } = parse(uri);
    for (let attempt = 1; ; attempt += 1) {
      const { size } = await stat(file);
      if (size === 0) return write(uri, '');
      // A file that grows meanwhile is sent as long as it was.
      const body = createReadStream(file, { end: size - 1 });
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: size }));
        return;
      } catch (error) {
        const refused = error instanceof S3ServiceException && error.$fault === 'client';
        if (refused || attempt === ATTEMPTS) throw readable(uri, error);
      } finally {
        body.destroy();
      }
    }
  }

  return {
    list,
    write,
    writeFile,
    async read(uri) {
      const chunks: Buffer[] = [];
      for await (const chunk of await body(uri)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    async download(uri, folder) {
      const { found, base } = underPrefix(uri, await list(uri));
      const written: string[] = [];
      for (const object of found) {
        const path = join(folder, object.uri.slice(base.length));
        if (!resolve(path).startsWith(resolve(folder) + sep)) {
          throw new ObjectFileError(uri, `${object.uri} would be written outside its folder`);
        }
        await mkdir(dirname(path), { recursive: true });
        const temporary = `${path}.part`;
        await pipeline(await body(object.uri), createWriteStream(temporary));
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
        await writeFile(address, path);
        written.push(address);
      }
      return written.sort();
    },
  };
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
