import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';
import { ObjectFileError, selectPrefix } from '../object-files.ts';
import { bucketOf } from './buckets.ts';

/**
 * Refuses a data source without objects below its prefix. A manifest is read when the job runs.
 * @param role the role that would read the objects
 */
export async function missingInput(source: Member, role: string, context: Context): Promise<readonly Violation[]> {
  const uri = source.at('S3Uri');
  if (uri.text === undefined || source.at('S3DataType').text !== 'S3Prefix') return [];
  try {
    if (selectPrefix(uri.text, await context.files.list(uri.text)).objects.length > 0) return [];
  } catch (error) {
    // A bucket that is not there has the same message.
    if (!(error instanceof ObjectFileError)) throw error;
  }
  return [uri.refuse(noObjects(uri.text, role, context))];
}

/** The words of the service for an input that is not there. */
export function noObjects(uri: string, role: string, context: Context): string {
  return (
    `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected ` +
    `region (${context.region}), that objects exist under that S3 prefix, and that the role "${role}" has "s3:ListBucket" ` +
    `permissions on bucket "${bucketOf(uri)}".`
  );
}
