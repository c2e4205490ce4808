import { createHash } from 'node:crypto';
import { Failure } from '../failure.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Computes `sha256:<hex>` of an object that is in S3 now. Streams the object. Undefined when the object does not exist.
 */
export async function artifactDigest(objects: ObjectStore, uri: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of objects.stream(uri)) hash.update(chunk);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not_found') return undefined;
    throw error;
  }
  return `sha256:${hash.digest('hex')}`;
}
