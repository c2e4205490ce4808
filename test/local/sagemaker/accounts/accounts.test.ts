/** @servers own */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateModelPackageGroupCommand,
  CreateProcessingJobCommand,
  DeleteModelPackageGroupCommand,
  DescribeModelPackageGroupCommand,
  DescribeProcessingJobCommand,
  ListModelPackageGroupsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { jobsPart } from '../../../../local/sagemaker/jobs/index.ts';
import { pythonOf, TEST_TOOLS } from '../../../../scripts/lib/paths.mjs';
import { CREDENTIALS, type Moto, startMoto } from '../../../support/moto.ts';
import { run, until } from '../../../support/processes.ts';
import { type Local, startLocal } from '../core/harness.ts';

const FIRST = '123456789012';
const SECOND = '222222222222';
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

let moto: Moto;
let local: Local;
let dir: string;

beforeAll(async () => {
  moto = await startMoto('second-bucket');
  dir = mkdtempSync(join(tmpdir(), 'accounts-'));
  local = await startLocal({ moto: moto.url, dir, parts: () => [jobsPart()] });
});
afterAll(async () => {
  await local?.close();
  await moto?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Keys of a role of an account, from STS. */
async function keysOf(account: string) {
  const sts = new STSClient({ region: 'us-east-1', endpoint: moto.url, credentials: CREDENTIALS });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/deploy`, RoleSessionName: 'test' }),
  );
  sts.destroy();
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

async function clientOf(account: string, region = 'us-east-1'): Promise<SageMakerClient> {
  const credentials = account === FIRST ? CREDENTIALS : await keysOf(account);
  return new SageMakerClient({ region, endpoint: local.server.url, credentials, maxAttempts: 1 });
}

const groupsOf = async (client: SageMakerClient) =>
  ((await client.send(new ListModelPackageGroupsCommand())).ModelPackageGroupSummaryList ?? []).map(
    ({ ModelPackageGroupArn }) => ModelPackageGroupArn,
  );

test('each account and region has resources of its own, with the same names', async () => {
  const [first, second, other] = [await clientOf(FIRST), await clientOf(SECOND), await clientOf(SECOND, 'eu-west-1')];
  for (const client of [first, second, other]) {
    await client.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'group' }));
  }
  const arn = (account: string, region: string) => `arn:aws:sagemaker:${region}:${account}:model-package-group/group`;
  expect(await groupsOf(first)).toEqual([arn(FIRST, 'us-east-1')]);
  expect(await groupsOf(second)).toEqual([arn(SECOND, 'us-east-1')]);
  expect(await groupsOf(other)).toEqual([arn(SECOND, 'eu-west-1')]);
  await second.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'group' }));
  expect(await groupsOf(second)).toEqual([]);
  expect(await groupsOf(first)).toHaveLength(1);
  expect(await groupsOf(other)).toHaveLength(1);
});

test('a job runs in the account of its caller, with keys of that account', async () => {
  const second = await clientOf(SECOND);
  const script =
    'import boto3, os; print(boto3.client("sts").get_caller_identity()["Account"], flush=True); open("/opt/ml/output/message", "w").write(boto3.client("sts").get_caller_identity()["Account"])';
  await second.send(
    new CreateProcessingJobCommand({
      ProcessingJobName: 'who-am-i',
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 } },
      AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['python3', '-c', script] },
      RoleArn: `arn:aws:iam::${SECOND}:role/execution`,
    }),
  );
  const describe = () => second.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'who-am-i' }));
  await until(async () => (await describe()).ProcessingJobStatus !== 'InProgress', 'the job to end');
  expect(await describe()).toMatchObject({ ProcessingJobStatus: 'Completed', ExitMessage: SECOND });
  const first = await clientOf(FIRST);
  await expect(first.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'who-am-i' }))).rejects.toThrow(
    'Could not find requested job with name: who-am-i',
  );
});

test('boto3 and the AWS CLI work in the account of their keys', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = await keysOf(SECOND);
  const environment = {
    ...moto.environment,
    PATH: process.env.PATH,
    HOME: dir,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL_SAGEMAKER: local.server.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const code = `import boto3; print(boto3.client("sagemaker").create_model_package_group(ModelPackageGroupName="by-boto3")["ModelPackageGroupArn"])`;
  const python = await run(pythonOf(TEST_TOOLS), ['-c', code], environment);
  expect([python.code, python.stdout.trim()]).toEqual([
    0,
    `arn:aws:sagemaker:us-east-1:${SECOND}:model-package-group/by-boto3`,
  ]);
  const aws = await run(
    join(TEST_TOOLS, 'bin/aws'),
    ['sagemaker', 'list-model-package-groups', '--region', 'eu-west-1', '--output', 'json'],
    environment,
  );
  expect(JSON.parse(aws.stdout).ModelPackageGroupSummaryList).toMatchObject([
    { ModelPackageGroupArn: `arn:aws:sagemaker:eu-west-1:${SECOND}:model-package-group/group` },
  ]);
});

test('after a restart every account and region has its state', async () => {
  await local.close();
  local = await startLocal({ moto: moto.url, dir, parts: () => [jobsPart()] });
  expect(await groupsOf(await clientOf(SECOND, 'eu-west-1'))).toHaveLength(1);
  expect(await groupsOf(await clientOf(FIRST))).toHaveLength(1);
  const group = new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'group' });
  await expect((await clientOf(SECOND)).send(group)).rejects.toThrow('does not exist');
});
