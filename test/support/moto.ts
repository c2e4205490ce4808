import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { TOOLS } from '../../scripts/lib/paths.mjs';
import { ended, freePort, until } from './processes.ts';

/** What moto does not check, but every client wants. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
export const REGION = 'us-east-1';

const SERVICES = [
  'S3',
  'SECRETS_MANAGER',
  'STS',
  'IAM',
  'KMS',
  'APPLICATION_AUTO_SCALING',
  'CLOUDWATCH',
  'CLOUDWATCH_LOGS',
] as const;

/** A moto server of a test file's own. */
export interface Moto {
  readonly url: string;
  /** What leads any AWS client to it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Variables that lead any AWS client to a moto server. */
export function motoEnvironment(url: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, url])),
  };
}

/** Starts a moto server, unmodified, on a free port, with buckets that are there from the start. */
export async function startMoto(...buckets: readonly string[]): Promise<Moto> {
  const port = await freePort();
  const child = spawn(join(TOOLS, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    return (await fetch(`${url}/moto-api/`).catch(() => undefined))?.ok === true;
  }, 'moto to answer');
  for (const bucket of buckets) await fetch(`${url}/${bucket}`, { method: 'PUT' });
  return { url, environment: motoEnvironment(url), stop: () => ended(child) };
}

/** Makes the execution role of an ARN, which SageMaker may assume. */
export async function makeExecutionRole(iam: string, arn: string): Promise<void> {
  const [path = '/', name = ''] = [arn.replace(/^.*:role/, '').replace(/[^/]+$/, ''), arn.split('/').at(-1)];
  const answer = await fetch(iam, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/iam/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
      }),
    }),
  });
  if (!answer.ok) throw new Error(`moto made no role: ${await answer.text()}`);
}
