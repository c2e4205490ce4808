import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  platformDown,
  platformEnv,
  platformProcesses,
  platformStatus,
  platformUp,
} from '../../../local/platform/platform.ts';
import { readState, writeState } from '../../../local/platform/state.ts';
import { startedAt } from '../../../scripts/lib/process-identity.mjs';

const ONLY_MOTO = { presto: false, sagemaker: false, github: false };
const BUCKET = 'sagemaker-us-east-1-123456789012';
let dir: string;
const openClients: Array<{ destroy(): void }> = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'platform-'));
});

afterAll(async () => {
  for (const each of openClients) each.destroy();
  await platformDown({ dir });
  rmSync(dir, { recursive: true, force: true });
});

function clientOptions(endpoint: string | undefined) {
  return {
    endpoint: endpoint as string,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

function clients(env: Record<string, string>) {
  const clients = {
    s3: new S3Client(clientOptions(env.AWS_ENDPOINT_URL_S3)),
    secrets: new SecretsManagerClient(clientOptions(env.AWS_ENDPOINT_URL_SECRETS_MANAGER)),
    scaling: new ApplicationAutoScalingClient(clientOptions(env.AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING)),
  };
  openClients.push(...Object.values(clients));
  return clients;
}

test('two calls of up at once start one platform, with its bucket and its variables', async () => {
  const both = await Promise.all([platformUp({ dir, ...ONLY_MOTO }), platformUp({ dir, ...ONLY_MOTO })]);

  expect(both.flatMap(({ started }) => started)).toEqual(['moto']);
  expect(platformStatus({ dir })).toMatchObject({ running: true, services: [{ name: 'moto', state: 'running' }] });
  expect(platformEnv({ dir })).toMatchObject({
    MLOPS_LOCAL_DIR: dir,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
  });
  const { Buckets } = await clients(both[0].env).s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([BUCKET]);
});

test('after kill -9 and up, all confirmed objects, secrets and targets are there, with their dates and ARNs', async () => {
  const first = await platformUp({ dir, ...ONLY_MOTO });
  const { s3, secrets, scaling } = clients(first.env);
  const body = Buffer.alloc(6_000_000, 'model');
  // A second ends while the server handles the uploads. Each object must keep one date.
  await new Promise((wake) => setTimeout(wake, 1850 - (Date.now() % 1000)));
  await Promise.all([
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a key/with ü%2F', Body: body })),
    ...Array.from({ length: 20 }, (_, i) =>
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `part-${i}`, Body: `${i}` })),
    ),
  ]);
  await secrets.send(new CreateSecretCommand({ Name: 'kept', SecretString: '{"password":"x"}' }));
  const target = { ServiceNamespace: 'sagemaker', ResourceId: 'endpoint/e/variant/v' } as const;
  const dimension = 'sagemaker:variant:DesiredInstanceCount' as const;
  await scaling.send(
    new RegisterScalableTargetCommand({ ...target, ScalableDimension: dimension, MinCapacity: 1, MaxCapacity: 3 }),
  );
  const readAccount = async ({ s3, secrets, scaling }: ReturnType<typeof clients>) => ({
    object: await s3
      .send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a key/with ü%2F' }))
      .then((o) => [o.ETag, o.LastModified]),
    dates: await s3
      .send(new ListObjectsV2Command({ Bucket: BUCKET }))
      .then((o) => o.Contents?.map(({ Key, LastModified }) => [Key, LastModified])),
    part: await s3
      .send(new GetObjectCommand({ Bucket: BUCKET, Key: 'part-7' }))
      .then((o) => o.Body?.transformToString()),
    secret: await secrets
      .send(new GetSecretValueCommand({ SecretId: 'kept' }))
      .then((s) => [s.ARN, s.VersionId, s.SecretString]),
    targets: await scaling
      .send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' }))
      .then((t) => t.ScalableTargets?.length),
  });
  const before = await readAccount(clients(first.env));

  process.kill(first.services.moto?.pid as number, 'SIGKILL');
  // A kill may leave half an entry at the end of the journal. It must be cut off.
  writeFileSync(join(dir, 'moto', 'journal'), '{"time": 17, "len', { flag: 'a' });
  const second = await platformUp({ dir, ...ONLY_MOTO });

  expect(second.started).toEqual(['moto']);
  expect(second.env).toEqual(first.env);
  expect(await readAccount(clients(second.env))).toEqual(before);
  expect((await platformUp({ dir, ...ONLY_MOTO })).started).toEqual([]);
});

test('down ends the processes of the platform, and no other process that has got the pid of one', async () => {
  await platformUp({ dir, ...ONLY_MOTO });
  const other = spawn('sleep', ['60']);
  const state = readState(dir);
  if (state === undefined) throw new Error('no state');
  const moto = state.services.moto;
  if (moto === undefined) throw new Error('moto does not run');
  // As if the process of GitHub had ended long ago, and the other process had its pid now.
  state.services.github = { ...moto, pid: other.pid as number, started: 'another-boot:1', grace: 1 };
  writeState(dir, state);

  expect(await platformDown({ dir })).toEqual(['moto', 'github']);

  expect(startedAt(moto.pid)).toBeUndefined();
  expect(platformProcesses({ dir })).toEqual([]);
  expect(startedAt(other.pid as number)).toBeDefined();
  expect(platformEnv({ dir })).toBeUndefined();
  other.kill();
});

test('after down, up takes the same port and has the same state', async () => {
  const port = readState(dir)?.ports.moto;
  const { env, services } = await platformUp({ dir, ...ONLY_MOTO });
  expect(services.moto?.port).toBe(port);
  await clients(env).s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'part-7' }));
});

test('a service that does not start fails with the end of its log, and nothing keeps running', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'platform-broken-'));
  mkdirSync(join(folder, 'moto', 'journal'), { recursive: true }); // A folder where the journal should be.
  await expect(platformUp({ dir: folder, ...ONLY_MOTO })).rejects.toThrow(
    /moto ended after \d+ s\. The end of .*moto\.log:\n.*IsADirectoryError/s,
  );
  expect(platformProcesses({ dir: folder })).toEqual([]);
  expect(platformStatus({ dir: folder }).services).toEqual([]);
  expect(existsSync(join(folder, 'platform.lock'))).toBe(false);
  rmSync(folder, { recursive: true });
});

test('an interrupted up stops the services that it started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'platform-interrupted-'));
  const stop = new AbortController();
  const print = () => stop.abort(new Error('interrupted'));
  await expect(platformUp({ dir: folder, ...ONLY_MOTO, print, signal: stop.signal })).rejects.toThrow('interrupted');
  expect(platformProcesses({ dir: folder })).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('a port that another process uses is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'platform-port-'));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(platformUp({ dir: folder, ...ONLY_MOTO, ports: { moto: port } })).rejects.toThrow(
    `port ${port} of moto is taken by another process`,
  );
  await new Promise((resolve) => other.close(resolve));
  rmSync(folder, { recursive: true });
});

test('only its owner can read the state', () => {
  expect(JSON.parse(readFileSync(join(dir, 'platform.json'), 'utf8')).version).toBe(1);
  expect(statSync(join(dir, 'platform.json')).mode & 0o777).toBe(0o600);
});
