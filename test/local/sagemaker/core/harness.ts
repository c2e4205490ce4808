import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  createSageMakerServer,
  type SageMakerServer,
  type SageMakerServerOptions,
} from '../../../../local/sagemaker/server.ts';
import { CREDENTIALS, motoEnvironment, REGION } from '../../../support/moto.ts';
import { fakeModelServer } from '../runtime/fake-model-server.ts';

/** A server on its own folder, with clients. Its model servers are small Node programs by default. */
export interface Local {
  readonly server: SageMakerServer;
  readonly dir: string;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  /** The lines that the server logged. */
  readonly lines: string[];
  close(): Promise<void>;
}

export async function startLocal(options: Partial<SageMakerServerOptions> & { moto?: string } = {}): Promise<Local> {
  const { moto, ...serverOptions } = options;
  const dir = serverOptions.dir ?? mkdtempSync(join(tmpdir(), 'sagemaker-'));
  const lines: string[] = [];
  const server = await createSageMakerServer({
    dir,
    region: REGION,
    parts: () => [],
    startModelServer: fakeModelServer,
    strictOutputs: true,
    environment: moto === undefined ? {} : motoEnvironment(moto),
    log: (text) => lines.push(text),
    ...serverOptions,
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
      if (serverOptions.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Creates a bucket and puts one object into it. */
export async function putObject(moto: string, bucket: string, key: string, body: string): Promise<string> {
  const s3 = new S3Client({ region: REGION, endpoint: moto, credentials: CREDENTIALS, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  s3.destroy();
  return `s3://${bucket}/${key}`;
}

/** Deletes an object. */
export async function deleteObject(moto: string, bucket: string, key: string): Promise<void> {
  const s3 = new S3Client({ region: REGION, endpoint: moto, credentials: CREDENTIALS, forcePathStyle: true });
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  s3.destroy();
}
