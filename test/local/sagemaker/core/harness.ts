import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  createSageMakerServer,
  type SageMakerServer,
  type SageMakerServerOptions,
} from '../../../../local/sagemaker/server.ts';
import { fakeModelServer } from '../runtime/fake-model-server.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
/** The Python environment that set-up made, with moto, boto3 and botocore. MLOPS_TOOLS names another. */
export const TOOLS = process.env.MLOPS_TOOLS ?? join(ROOT, '.local', 'tools');
export const PYTHON = join(TOOLS, 'bin', 'python');
export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** One moto server for one test file. */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn(join(TOOLS, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await until(
    async () => (await fetch(`${url}/moto-api/`).catch(() => undefined))?.ok === true,
    'moto to answer',
    60_000,
  );
  return { url, stop: () => ended(child) };
}

/** A server on a folder of its own, with clients; its model servers are small Node programs unless told otherwise. */
export interface Local {
  readonly server: SageMakerServer;
  readonly dir: string;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  /** What the server logged. */
  readonly lines: string[];
  close(): Promise<void>;
}

export function environmentFor(moto: string | undefined): NodeJS.ProcessEnv {
  return moto === undefined
    ? {}
    : { AWS_ENDPOINT_URL_S3: moto, AWS_ENDPOINT_URL_CLOUDWATCH: moto, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: moto };
}

export async function startLocal(options: Partial<SageMakerServerOptions> & { moto?: string } = {}): Promise<Local> {
  const { moto, ...given } = options;
  const dir = given.dir ?? mkdtempSync(join(tmpdir(), 'sagemaker-'));
  const lines: string[] = [];
  const server = await createSageMakerServer({
    dir,
    region: REGION,
    parts: [],
    startModelServer: fakeModelServer,
    modelPath: await serviceModelPath(),
    strictOutputs: true,
    environment: environmentFor(moto),
    log: (text) => lines.push(text),
    ...given,
  });
  const sagemaker = new SageMakerClient({
    region: REGION,
    endpoint: server.url,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  const runtime = new SageMakerRuntimeClient({
    region: REGION,
    endpoint: server.url,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  return {
    server,
    dir,
    sagemaker,
    runtime,
    lines,
    async close() {
      sagemaker.destroy();
      runtime.destroy();
      await server.close();
      if (given.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** botocore's data folder of the tools environment. */
export async function serviceModelPath(): Promise<string> {
  const { stdout } = await run(PYTHON, [
    '-c',
    'import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), "data"))',
  ]);
  return stdout.trim();
}

/** Puts one object; makes the bucket. */
export async function putObject(moto: string, bucket: string, key: string, body: string): Promise<string> {
  const s3 = new S3Client({ region: REGION, endpoint: moto, credentials: CREDENTIALS, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  s3.destroy();
  return `s3://${bucket}/${key}`;
}

/** Takes the object away again. */
export async function deleteObject(moto: string, bucket: string, key: string): Promise<void> {
  const s3 = new S3Client({ region: REGION, endpoint: moto, credentials: CREDENTIALS, forcePathStyle: true });
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  s3.destroy();
}

export async function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  return { code, stdout, stderr };
}

/** Waits for a condition, and says which one did not come true. */
export async function until(condition: () => Promise<boolean> | boolean, what: string, within = 20_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${within} ms in vain for ${what}`);
    await wait(50);
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Ends a child and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await gone;
}
