import { Failure } from '../../src/failure.ts';
import type { PrestoConnection } from '../presto/server.ts';

/** Name of the execution role, as the shipped config.yml has it. */
export const ROLE_NAME = 'mlops-execution-role';
/** Name of the secret with the Presto credentials, as the shipped config.yml has it. */
export const SECRET_NAME = 'prestodb-credentials';

interface Target {
  endpoint: string;
  region: string;
  account: string;
}

/** Makes what an account has before anyone uses it: the default bucket, the execution role, the Presto credentials. Changes nothing that is right already. */
export async function provision(target: Target, presto: PrestoConnection | undefined): Promise<void> {
  await call(
    target,
    's3',
    { method: 'PUT', path: `/sagemaker-${target.region}-${target.account}`, body: location(target.region) },
    [409],
  );
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
  await call(target, 'iam', { method: 'POST', path: '/', body: role.toString(), headers: form }, [409]);
  if (presto !== undefined) await keepSecret(target, presto);
}

async function keepSecret(target: Target, presto: PrestoConnection): Promise<void> {
  const wanted = JSON.stringify({
    username: presto.user,
    ...(presto.password === undefined ? {} : { password: presto.password }),
    ...(presto.ca === undefined ? {} : { ca: presto.ca }),
  });
  const secrets = (operation: string, input: object, accept: number[] = []) =>
    call(
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
  const there = await secrets('GetSecretValue', { SecretId: SECRET_NAME }, [400, 404]);
  if (there.status !== 200) {
    await secrets('CreateSecret', { Name: SECRET_NAME, SecretString: wanted, ClientRequestToken: crypto.randomUUID() });
  } else if ((JSON.parse(there.text) as { SecretString?: string }).SecretString !== wanted) {
    await secrets('PutSecretValue', {
      SecretId: SECRET_NAME,
      SecretString: wanted,
      ClientRequestToken: crypto.randomUUID(),
    });
  }
}

function location(region: string): string {
  return region === 'us-east-1'
    ? ''
    : `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}

/** One request; moto reads service and region out of the signature's scope and does not check the signature. */
async function call(
  { endpoint, region }: Target,
  service: string,
  request: { method: string; path: string; body: string; headers?: Record<string, string> },
  accept: number[],
): Promise<{ status: number; text: string }> {
  const response = await fetch(endpoint + request.path, {
    method: request.method,
    body: request.body,
    headers: {
      ...request.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
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
