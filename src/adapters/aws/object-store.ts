import { Failure } from '../../failure.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { clientSettings, once } from './client.ts';
import { callAws, describeIfExists, toFailure } from './errors.ts';

/** Object store over Amazon S3. */
export function s3ObjectStore(region: string): ObjectStore {
  const client = once(async () => {
    const { S3 } = await import('@aws-sdk/client-s3');
    // The local platform answers on one host, where bucket names as sub-domains do not resolve.
    const customEndpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
    return new S3({ ...clientSettings(region), forcePathStyle: customEndpoint !== undefined });
  });
  const open = async (uri: string) => {
    const at = parseS3Uri(uri);
    const answer = await describeIfExists(`read ${uri}`, async () => (await client()).getObject(at));
    return answer?.Body;
  };
  return {
    async head(uri) {
      const at = parseS3Uri(uri);
      const answer = await describeIfExists(`look at ${uri}`, async () => (await client()).headObject(at));
      return answer && { uri, size: answer.ContentLength ?? 0, etag: answer.ETag };
    },
    async read(uri) {
      const body = await open(uri);
      return body && callAws(`read ${uri}`, () => body.transformToByteArray());
    },
    async *stream(uri) {
      const body = await open(uri);
      if (body === undefined) throw new Failure('not_found', `There is no object ${uri}`);
      try {
        for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) yield chunk;
      } catch (error) {
        throw toFailure(error, `read ${uri} to its end`);
      }
    },
    async writeIfAbsent(uri, bytes, { contentType, kmsKeyId }) {
      const at = parseS3Uri(uri);
      try {
        await (await client()).putObject({
          ...at,
          Body: bytes,
          ContentType: contentType,
          IfNoneMatch: '*',
          ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
        });
        return 'created';
      } catch (error) {
        // 412: the object exists. 409: another writer puts the same content-addressed bytes right now.
        const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
        if (status === 412 || status === 409) return 'exists';
        throw toFailure(error, `write ${uri}`);
      }
    },
    async *list(prefix) {
      const { Bucket, Key } = parseS3Uri(prefix, true);
      let token: string | undefined;
      do {
        const page = await callAws(`list ${prefix}`, async () =>
          (await client()).listObjectsV2({
            Bucket,
            Prefix: Key,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const object of page.Contents ?? []) {
          yield { uri: `s3://${Bucket}/${object.Key ?? ''}`, size: object.Size ?? 0, etag: object.ETag };
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
  };
}

/** Bucket and key of an `s3://bucket/key` address. */
export function parseS3Uri(uri: string, keyMayBeEmpty = false): { Bucket: string; Key: string } {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  const bucket = match?.[1];
  const key = match?.[2] ?? '';
  if (bucket === undefined || (key === '' && !keyMayBeEmpty)) {
    throw new Failure('usage', `${JSON.stringify(uri)} is not an address of the form s3://bucket/key`);
  }
  return { Bucket: bucket, Key: key };
}
