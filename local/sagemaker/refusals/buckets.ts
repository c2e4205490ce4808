import type { Context } from '../context.ts';

/** The bucket in an address of S3. */
export function bucketOf(uri: string | undefined): string | undefined {
  return /^s3:\/\/([^/]+)/.exec(uri ?? '')?.[1];
}

/** The region of a bucket, when it is not the region of the context. */
export async function otherRegion(bucket: string | undefined, context: Context): Promise<string | undefined> {
  if (bucket === undefined) return undefined;
  const region = await context.aws.bucketRegion(bucket);
  return typeof region === 'object' && region.found !== context.region ? region.found : undefined;
}
