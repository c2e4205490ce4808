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
const open: Array<{ destroy(): void }> = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'platform-'));
});

afterAll(async () => {
  for (const each of open) each.destroy();
  await platformDown({ dir });
  rmSync(dir, { recursive: true, force: true });
});

function client(endpoint: string | undefined) {
  return {
    endpoint: endpoint as string,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

function clients(env: Record<string, string>) {
  const made = {
    s3: new S3Client(client(env.AWS_ENDPOINT_URL_S3)),
    secrets: new SecretsManagerClient(client(env.AWS_ENDPOINT_URL_SECRETS_MANAGER)),
    scaling: new ApplicationAutoScalingClient(client(env.AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING)),
  };
  open.push(...Object.values(made));
  return made;
}

test('two ups at once start it once; the bucket is there and the environment names it', async () => {
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

test('kill -9 loses nothing that was acknowledged: objects, secrets and targets are back, with their dates and ARNs', async () => {
  const first = await platformUp({ dir, ...ONLY_MOTO });
  const { s3, secrets, scaling } = clients(first.env);
  const body = Buffer.alloc(6_000_000, 'model');
  // A second ends while they are received and answered: each has one date, however long it takes.
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
  const read = async (of: ReturnType<typeof clients>) => ({
    object: await of.s3
      .send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a key/with ü%2F' }))
      .then((o) => [o.ETag, o.LastModified]),
    dates: await of.s3
      .send(new ListObjectsV2Command({ Bucket: BUCKET }))
      .then((o) => o.Contents?.map(({ Key, LastModified }) => [Key, LastModified])),
    part: await of.s3
      .send(new GetObjectCommand({ Bucket: BUCKET, Key: 'part-7' }))
      .then((o) => o.Body?.transformToString()),
    secret: await of.secrets
      .send(new GetSecretValueCommand({ SecretId: 'kept' }))
      .then((s) => [s.ARN, s.VersionId, s.SecretString]),
    targets: await of.scaling
      .send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' }))
      .then((t) => t.ScalableTargets?.length),
  });
  const before = await read(clients(first.env));

  process.kill(first.services.moto?.pid as number, 'SIGKILL');
  // What a kill leaves half written at the end of the journal is cut off.
  writeFileSync(join(dir, 'moto', 'journal'), '{"time": 17, "len', { flag: 'a' });
  const second = await platformUp({ dir, ...ONLY_MOTO });

  expect(second.started).toEqual(['moto']);
  expect(second.env).toEqual(first.env);
  expect(await read(clients(second.env))).toEqual(before);
  expect((await platformUp({ dir, ...ONLY_MOTO })).started).toEqual([]);
});

test('down ends what it started, and nothing with a number that was given away', async () => {
  await platformUp({ dir, ...ONLY_MOTO });
  const stranger = spawn('sleep', ['60']);
  const state = readState(dir);
  if (state === undefined) throw new Error('no state');
  const moto = state.services.moto;
  if (moto === undefined) throw new Error('moto does not run');
  // As if GitHub's process had ended long ago, and its number were the stranger's now.
  state.services.github = { ...moto, pid: stranger.pid as number, started: 'another-boot:1', grace: 1 };
  writeState(dir, state);

  expect(await platformDown({ dir })).toEqual(['moto', 'github']);

  expect(startedAt(moto.pid)).toBeUndefined();
  expect(platformProcesses({ dir })).toEqual([]);
  expect(startedAt(stranger.pid as number)).toBeDefined();
  expect(platformEnv({ dir })).toBeUndefined();
  stranger.kill();
});

test('after down, up takes the same port and has the same state', async () => {
  const port = readState(dir)?.ports.moto;
  const { env, services } = await platformUp({ dir, ...ONLY_MOTO });
  expect(services.moto?.port).toBe(port);
  await clients(env).s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'part-7' }));
});

test('a service that does not come up is reported with the end of its log, and nothing is left', async () => {
  const place = mkdtempSync(join(tmpdir(), 'platform-broken-'));
  mkdirSync(join(place, 'moto', 'journal'), { recursive: true }); // A folder where the journal should be.
  await expect(platformUp({ dir: place, ...ONLY_MOTO })).rejects.toThrow(
    /moto ended after \d+ s\. The end of .*moto\.log:\n.*IsADirectoryError/s,
  );
  expect(platformProcesses({ dir: place })).toEqual([]);
  expect(platformStatus({ dir: place }).services).toEqual([]);
  expect(existsSync(join(place, 'platform.lock'))).toBe(false);
  rmSync(place, { recursive: true });
});

test('an interrupted up ends what it started', async () => {
  const place = mkdtempSync(join(tmpdir(), 'platform-interrupted-'));
  const stop = new AbortController();
  const say = () => stop.abort(new Error('interrupted'));
  await expect(platformUp({ dir: place, ...ONLY_MOTO, say, signal: stop.signal })).rejects.toThrow('interrupted');
  expect(platformProcesses({ dir: place })).toEqual([]);
  rmSync(place, { recursive: true });
});

test('a port that another process has is named', async () => {
  const place = mkdtempSync(join(tmpdir(), 'platform-port-'));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(platformUp({ dir: place, ...ONLY_MOTO, ports: { moto: port } })).rejects.toThrow(
    `port ${port} of moto is taken by another process`,
  );
  await new Promise((resolve) => other.close(resolve));
  rmSync(place, { recursive: true });
});

test('the state is readable by its owner only', () => {
  expect(JSON.parse(readFileSync(join(dir, 'platform.json'), 'utf8')).version).toBe(1);
  expect(statSync(join(dir, 'platform.json')).mode & 0o777).toBe(0o600);
});
