import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

/** Test rows of a training run. */
export interface TestRows {
  /** The header and the features of each row, in the form that the endpoint takes. */
  csv: string;
  /** The target of each row: what the model shall predict. */
  actual: number[];
}

/**
 * Reads at most `limit` test rows of a training run from S3.
 * @param input.folder prefix of the run in the bucket
 */
export async function readTestRows(input: {
  bucket: string;
  folder: string;
  target: string;
  limit: number;
}): Promise<TestRows> {
  const s3 = new S3Client({ forcePathStyle: true });
  const Bucket = input.bucket;
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${input.folder}/test/` }));
  const Key = listed.Contents?.[0]?.Key;
  if (Key === undefined) throw new Error(`there are no test rows at s3://${Bucket}/${input.folder}/test/`);
  const text = (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '';
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .slice(0, input.limit + 1)
    .map((line) => line.trim().split(','));
  // The columns are the key, the target and then the features.
  const target = header.indexOf(input.target);
  const features = (row: string[]) => row.slice(target + 1).join(',');
  return { csv: [header, ...rows].map(features).join('\n'), actual: rows.map((row) => Number(row[target])) };
}

/**
 * Sends rows as CSV with a header to an endpoint.
 * @returns one line for each row: the label and the probability of the label 1
 */
export async function invokeEndpoint(endpoint: string, csv: string): Promise<string[]> {
  const response = await new SageMakerRuntimeClient({}).send(
    new InvokeEndpointCommand({
      EndpointName: endpoint,
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: Buffer.from(csv),
    }),
  );
  return Buffer.from(response.Body).toString('utf8').trim().split('\n');
}
