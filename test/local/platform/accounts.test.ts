/** @servers own */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateModelPackageGroupCommand,
  ListModelPackageGroupsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { jest } from '@jest/globals';
import { localCommand } from '../../../local/platform/main.ts';
import { accountEnv, platformDown, platformEnv, platformUp } from '../../../local/platform/platform.ts';

const SERVICES = { presto: false, github: false };
const OTHER = { account: '222222222222', region: 'eu-west-1' };
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'platform-accounts-'));
  await platformUp({ dir, ...SERVICES });
});
afterAll(async () => {
  await platformDown({ dir });
  rmSync(dir, { recursive: true, force: true });
});

function settings(env: Record<string, string>, service: string) {
  return {
    endpoint: env[`AWS_ENDPOINT_URL_${service}`] ?? '',
    region: env.AWS_REGION ?? '',
    maxAttempts: 1,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
      ...(env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: env.AWS_SESSION_TOKEN }),
    },
  };
}

async function whatIsThere(env: Record<string, string>) {
  const s3 = new S3Client(settings(env, 'S3'));
  const sts = new STSClient(settings(env, 'STS'));
  const sagemaker = new SageMakerClient(settings(env, 'SAGEMAKER'));
  try {
    return {
      account: (await sts.send(new GetCallerIdentityCommand())).Account,
      buckets: ((await s3.send(new ListBucketsCommand())).Buckets ?? []).map(({ Name }) => Name),
      groups: ((await sagemaker.send(new ListModelPackageGroupsCommand())).ModelPackageGroupSummaryList ?? []).map(
        ({ ModelPackageGroupArn }) => ModelPackageGroupArn,
      ),
    };
  } finally {
    for (const client of [s3, sts, sagemaker]) client.destroy();
  }
}

test('an account and region has its own resources, and keeps them and its keys over a restart', async () => {
  const env = (await accountEnv({ dir, ...OTHER })) ?? {};
  const sagemaker = new SageMakerClient(settings(env, 'SAGEMAKER'));
  await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'group' }));
  sagemaker.destroy();
  const expected = {
    account: OTHER.account,
    buckets: [`sagemaker-${OTHER.region}-${OTHER.account}`],
    groups: [`arn:aws:sagemaker:${OTHER.region}:${OTHER.account}:model-package-group/group`],
  };
  expect(await whatIsThere(env)).toEqual(expected);
  expect(await whatIsThere(platformEnv({ dir }) ?? {})).toEqual({
    account: '123456789012',
    buckets: ['sagemaker-us-east-1-123456789012'],
    groups: [],
  });
  await platformDown({ dir });
  await platformUp({ dir, ...SERVICES });
  expect(await whatIsThere(env)).toEqual(expected);
  // What is there is not made again.
  expect(await whatIsThere((await accountEnv({ dir, ...OTHER })) ?? {})).toEqual(expected);
});

test('a temporary key that STS did not issue is refused, and not taken for the first account', async () => {
  const env = { ...(platformEnv({ dir }) ?? {}), AWS_ACCESS_KEY_ID: 'ASIAAAAAAAAAAAAAAAAA' };
  const sagemaker = new SageMakerClient(settings(env, 'SAGEMAKER'));
  await expect(sagemaker.send(new ListModelPackageGroupsCommand())).rejects.toMatchObject({
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  });
  sagemaker.destroy();
});

test('a SageMaker with other rules starts again with its state, and stays when the rules are the same', async () => {
  const { started, env } = await platformUp({ dir, ...SERVICES, allow: 'managed-instance-scaling' });
  expect(started).toEqual(['sagemaker']);
  expect(env.MLOPS_LOCAL_ALLOW).toBe('managed-instance-scaling');
  expect((await platformUp({ dir, ...SERVICES })).started).toEqual([]);
  expect((await whatIsThere((await accountEnv({ dir, ...OTHER })) ?? {})).groups).toHaveLength(1);
});

test.each([
  [['up', '--allow', 'nothing'], 'AWS always refused nothing, or it is not the name of a rule'],
  [['env', '--account', '12'], 'mlops local env: 12 is not an account'],
  [['env', '--region', 'eu-wst-1'], 'is not an AWS region'],
])('mlops local %j is refused', async (argv, message) => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    expect(await localCommand([...argv, '--dir', dir])).toBe(2);
  } finally {
    write.mockRestore();
  }
  expect(lines.join('')).toContain(message);
});
