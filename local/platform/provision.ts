import { Failure } from '../../src/failure.ts';
import { motoAuthorization } from '../moto/authorization.ts';
import type { PrestoConnection } from '../presto/connection.ts';

/** Name of the execution role in the shipped config.yml. */
export const ROLE_NAME = 'mlops-execution-role';
/** Name of the secret with the Presto credentials in the shipped config.yml. */
export const SECRET_NAME = 'prestodb-credentials';

/** The local AWS. */
interface Target {
  endpoint: string;
  region: string;
  account: string;
  /** Key of the account. Default: the key of the platform's own account. */
  accessKeyId?: string;
}

/**
 * Creates what an AWS account has before its first use: the default bucket, the execution role and the secret with the Presto
 * credentials. What is there and correct stays as it is.
 * @throws Failure unavailable when the local AWS refuses a request
 */
export async function provision(target: Target, presto: PrestoConnection | undefined): Promise<void> {
  const bucket = `/sagemaker-${target.region}-${target.account}`;
  await send(target, 's3', { method: 'PUT', path: bucket, body: bucketConfiguration(target.region) }, [409]);
  const role = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: ROLE_NAME,
    Path: '/',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await send(target, 'iam', { method: 'POST', path: '/', body: role.toString(), headers: form }, [409]);
  if (presto !== undefined) await writeSecret(target, presto);
}

async function writeSecret(target: Target, presto: PrestoConnection): Promise<void> {
  const content = JSON.stringify({
    username: presto.user,
    ...(presto.password === undefined ? {} : { password: presto.password }),
    ...(presto.ca === undefined ? {} : { ca: presto.ca }),
  });
  const sendSecrets = (operation: string, input: object, accept: number[] = []) =>
    send(
      target,
      'secretsmanager',
      {
        method: 'POST',
        path: '/',
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `secretsmanager.${operation}` },
      },
      accept,
    );
  const current = await sendSecrets('GetSecretValue', { SecretId: SECRET_NAME }, [400, 404]);
  if (current.status !== 200) {
    await sendSecrets('CreateSecret', {
      Name: SECRET_NAME,
      SecretString: content,
      ClientRequestToken: crypto.randomUUID(),
    });
  } else if ((JSON.parse(current.text) as { SecretString?: string }).SecretString !== content) {
    await sendSecrets('PutSecretValue', {
      SecretId: SECRET_NAME,
      SecretString: content,
      ClientRequestToken: crypto.randomUUID(),
    });
  }
}

function bucketConfiguration(region: string): string {
  return region === 'us-east-1'
    ? ''
    : `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}

/**
 * Sends one request to moto. moto reads service and region in the scope of the signature and does not check the signature.
 * @param accept error statuses that are no failure
 */
async function send(
  { endpoint, region, accessKeyId = 'test' }: Target,
  service: string,
  request: { method: string; path: string; body: string; headers?: Record<string, string> },
  accept: number[],
): Promise<{ status: number; text: string }> {
  const response = await fetch(endpoint + request.path, {
    method: request.method,
    body: request.body,
    headers: {
      ...request.headers,
      authorization: motoAuthorization({ accessKeyId, region, service }),
    },
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok && !accept.includes(response.status)) {
    throw new Failure(
      'unavailable',
      `the local ${service} refused ${request.method} ${request.path}: ${response.status} ${text.slice(0, 200)}`,
    );
  }
  return { status: response.status, text };
}
