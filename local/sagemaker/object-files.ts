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

/** How to reach S3. */
export interface ObjectFilesOptions {
  readonly region: string;
  /** Without it, every call fails: the local platform never calls AWS itself. */
  readonly endpoint: string | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
}

/** An object or bucket does not exist, or an address has not the form `s3://bucket/key`. */
export class ObjectFileError extends Error {
  readonly uri: string;
  constructor(uri: string, message: string) {
    super(message);
    this.name = 'ObjectFileError';
    this.uri = uri;
  }
}

/** Splits `s3://bucket/key`; the key may be empty. @throws ObjectFileError for anything else */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!match?.[1]) throw new ObjectFileError(uri, `${uri} is not an address of the form s3://bucket/key`);
  return { bucket: match[1], key: match[2] ?? '' };
}

/**
 * Selects the objects that S3Prefix means: the object with exactly that key, else everything below it as a folder, else
 * every key that begins with it. `base` is the address that the objects' addresses are relative to. Folder markers
 * (keys that end in `/`) are not objects.
 */
export function selectPrefix<T extends { readonly uri: string }>(
  uri: string,
  listed: readonly T[],
): { objects: readonly T[]; base: string } {
  const objects = listed.filter((object) => !object.uri.endsWith('/'));
  const parent = uri.slice(0, uri.lastIndexOf('/') + 1);
  const exact = objects.filter((object) => object.uri === uri);
  if (exact.length > 0) return { objects: exact, base: parent };
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  const below = objects.filter((object) => object.uri.startsWith(folder));
  return below.length > 0 ? { objects: below, base: folder } : { objects, base: parent };
}

const NO_LOG = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** How often a file is sent. The AWS client repeats a request by itself only when it has the whole body in memory. */
const MAX_ATTEMPTS = 3;

/** Reads and writes S3 objects through the AWS client. */
export class S3ObjectFiles implements ObjectFiles {
  readonly #client: S3Client;
  readonly #hasEndpoint: boolean;

  constructor(options: ObjectFilesOptions) {
    this.#hasEndpoint = options.endpoint !== undefined;
    this.#client = new S3Client({
      region: options.region,
      credentials: options.credentials,
      // Nothing listens on port 9 of this machine. #parse refuses a call before it gets that far.
      endpoint: options.endpoint ?? 'http://127.0.0.1:9',
      forcePathStyle: true,
      // With a checksum, the client would send every streamed body in chunks with a trailer. No operation here requires
      // one.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      // The client would warn at each refused upload that it cannot repeat it. writeFile repeats what can be repeated.
      logger: NO_LOG,
    });
  }

  async list(uri: string): Promise<Array<{ uri: string; size: number }>> {
    const { bucket, key } = this.#parse(uri);
    const objects: Array<{ uri: string; size: number }> = [];
    let token: string | undefined;
    do {
      try {
        const page = await this.#client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ...(token ? { ContinuationToken: token } : {}) }),
        );
        for (const object of page.Contents ?? []) {
          objects.push({ uri: `s3://${bucket}/${object.Key}`, size: object.Size ?? 0 });
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } catch (error) {
        throw toReadableError(uri, error);
      }
    } while (token);
    return objects;
  }

  async write(uri: string, content: Buffer | string): Promise<void> {
    const { bucket, key } = this.#parse(uri);
    try {
      await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    } catch (error) {
      throw toReadableError(uri, error);
    }
  }

  async writeFile(uri: string, file: string): Promise<void> {
    const { bucket, key } = this.#parse(uri);
    for (let attempt = 1; ; attempt += 1) {
      const { size } = await stat(file);
      if (size === 0) return this.write(uri, '');
      // When the file grows during the upload, only its first `size` bytes are sent.
      const body = createReadStream(file, { end: size - 1 });
      try {
        await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: size }));
        return;
      } catch (error) {
        const refused = error instanceof S3ServiceException && error.$fault === 'client';
        if (refused || attempt === MAX_ATTEMPTS) throw toReadableError(uri, error);
      } finally {
        body.destroy();
      }
    }
  }

  async read(uri: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.#body(uri)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async download(uri: string, folder: string): Promise<string[]> {
    const { objects, base } = selectPrefix(uri, await this.list(uri));
    const written: string[] = [];
    for (const object of objects) {
      const path = join(folder, object.uri.slice(base.length));
      if (!resolve(path).startsWith(resolve(folder) + sep)) {
        throw new ObjectFileError(uri, `${object.uri} would be written outside its folder`);
      }
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.part`;
      await pipeline(await this.#body(object.uri), createWriteStream(temporary));
      await rename(temporary, path);
      written.push(relative(folder, path));
    }
    if (written.length === 0) throw new ObjectFileError(uri, `There is no object at ${uri}`);
    return written;
  }

  async upload(folder: string, uri: string): Promise<string[]> {
    const base = uri.endsWith('/') ? uri : `${uri}/`;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const written: string[] = [];
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const address = base + relative(folder, path).split(sep).join('/');
      await this.writeFile(address, path);
      written.push(address);
    }
    return written.sort();
  }

  #parse(uri: string): { bucket: string; key: string } {
    if (!this.#hasEndpoint) throw new ObjectFileError(uri, 'AWS_ENDPOINT_URL_S3 is not set');
    return parseS3Uri(uri);
  }

  async #body(uri: string): Promise<Readable> {
    const { bucket, key } = this.#parse(uri);
    try {
      const response = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return response.Body as Readable;
    } catch (error) {
      throw toReadableError(uri, error);
    }
  }
}

/** Turns an error of the AWS client into one that names the address and what is wrong with it. */
function toReadableError(uri: string, error: unknown): Error {
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
