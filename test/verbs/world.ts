import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from '../../local/sagemaker/context.ts';
import { pipelinesPart } from '../../local/sagemaker/pipelines/index.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import { localGit } from '../../src/adapters/git/index.ts';
import { connectPresto } from '../../src/adapters/presto/index.ts';
import { ownerTags } from '../../src/observed/ownership.ts';
import type { Aws, Clock, Log, Ports } from '../../src/ports/index.ts';
import { fakeModelServer } from '../local/sagemaker/runtime/fake-model-server.ts';
import { motoEnvironment, REGION } from '../support/moto.ts';
import { MODEL_BYTES, MODEL_DIGEST, type QuickJobs, quickJobs } from './quick-jobs.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const ACCOUNT = '123456789012';
export const GROUP = 'mlops-presto';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** A team's folder and an AWS of its own: the local SageMaker with quick jobs, and the moto that the environment names. */
export interface World {
  readonly server: SageMakerServer;
  readonly dir: string;
  readonly configFile: string;
  readonly bucket: string;
  /** Name of an environment's endpoint. Each world has its own: the scaling of all worlds is in one moto. */
  endpoint(environment: string): string;
  readonly aws: Aws;
  readonly ports: Ports;
  /** What was said to the log. */
  readonly lines: string[];
  /** Ports with another AWS below them. */
  portsOver(aws: Aws): Ports;
  /** Changes config.yml. */
  edit(change: (text: string) => string): void;
  environment(name: string, files: { environment?: string; endpoint?: string; batch?: string }): void;
  /**
   * Registers a version with an artifact in S3; returns the pin's YAML. The group that it makes belongs to the repository, by
   * default to runs without one.
   */
  register(options?: { approved?: boolean; mode?: string; body?: string; repository?: string }): Promise<Pinned>;
  close(): Promise<void>;
}

export interface Pinned {
  arn: string;
  version: number;
  modelDataUri: string;
  /** `model: {…}` for an environment's file. */
  yaml: string;
}

export async function startWorld(jobs: QuickJobs = quickJobs()): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'mlops-verbs-'));
  const bucket = `verbs-${randomBytes(6).toString('hex')}`;
  const endpoints = motoEndpoints();
  const server = await createSageMakerServer({
    dir: join(dir, 'sagemaker'),
    region: REGION,
    account: ACCOUNT,
    parts: () => [jobs.part as Part, pipelinesPart],
    startModelServer: fakeModelServer,
    strictOutputs: true,
    environment: { ...process.env, ...endpoints },
  });
  const previous = { ...process.env };
  // The adapters read the environment as any AWS client does.
  Object.assign(process.env, endpoints, {
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: server.url,
  });
  const lines: string[] = [];
  const log: Log = {
    info: (message) => lines.push(message),
    warn: (message) => lines.push(`warning: ${message}`),
    error: (message) => lines.push(`error: ${message}`),
    group: (title) => {
      lines.push(title);
      return { end: () => {} };
    },
    secret: () => {},
  };
  const aws = connectAws(REGION, log);
  const portsOver = (below: Aws): Ports => ({
    clock: hastyClock(),
    log,
    git: localGit,
    aws: () => below,
    presto: connectPresto,
  });
  await createBucket(bucket);
  const project = join(dir, 'project');
  mkdirSync(project);
  for (const folder of ['sql', 'sagemaker-code'])
    cpSync(join(ROOT, folder), join(project, folder), { recursive: true });
  const configFile = join(project, 'config.yml');
  writeFileSync(
    configFile,
    readFileSync(join(ROOT, 'config.yml'), 'utf8')
      .replace('s3_bucket: sagemaker-{region}-{account_id}', `s3_bucket: ${bucket}`)
      .replace('endpoint_name: mlops-realtime-ep', `endpoint_name: ep-${bucket}`),
  );
  const world: World = {
    server,
    dir,
    configFile,
    bucket,
    endpoint: (environment) => `ep-${bucket}-${environment}`,
    aws,
    lines,
    portsOver,
    ports: portsOver(aws),
    edit: (change) => writeFileSync(configFile, change(readFileSync(configFile, 'utf8'))),
    environment(name, files) {
      const folder = join(project, 'environments', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'environment.yml'), files.environment ?? `account: "${ACCOUNT}"\nregion: ${REGION}\n`);
      writeFileSync(join(folder, 'endpoint.yml'), files.endpoint ?? 'model: null\n');
      writeFileSync(join(folder, 'batch-transform.yml'), files.batch ?? 'model: null\n');
    },
    async register({ approved = true, mode, body, repository } = {}) {
      const bytes = body === undefined ? MODEL_BYTES : Buffer.from(body);
      const modelDataUri = `s3://${bucket}/models/${randomBytes(4).toString('hex')}/model.tar.gz`;
      await server.context.files.write(modelDataUri, bytes);
      const call = (operation: string, input: object) => server.context.call(operation, input);
      const owner = ownerTags({ repository: repository ?? null, folder: '.', environment: null });
      const Tags = Object.entries(owner).map(([Key, Value]) => ({ Key, Value }));
      await call('CreateModelPackageGroup', { ModelPackageGroupName: GROUP, Tags }).catch(() => undefined);
      const { ModelPackageArn: arn } = await call('CreateModelPackage', {
        ModelPackageGroupName: GROUP,
        ModelApprovalStatus: approved ? 'Approved' : 'PendingManualApproval',
        InferenceSpecification: {
          Containers: [
            {
              Image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
              ModelDataUrl: modelDataUri,
              Environment: { SAGEMAKER_PROGRAM: 'inference.py', ...(mode === undefined ? {} : { MODE: mode }) },
            },
          ],
          SupportedContentTypes: ['text/csv'],
          SupportedResponseMIMETypes: ['text/csv'],
        },
      });
      const version = Number(String(arn).split('/').at(-1));
      const digest = body === undefined ? MODEL_DIGEST : await digestOf(bytes);
      return {
        arn,
        version,
        modelDataUri,
        yaml: `model: {package_group: ${GROUP}, version: ${version}, artifact_digest: "${digest}"}\n`,
      };
    },
    async close() {
      await server.close();
      for (const name of Object.keys(process.env)) if (!(name in previous)) delete process.env[name];
      Object.assign(process.env, previous);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return world;
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  return `sha256:${Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex')}`;
}

/**
 * Waits a fiftieth of what the verbs would wait, and counts the time as if it had passed: half an hour of patience is still
 * more than half a minute for the servers of the test.
 */
export function hastyClock(): Clock {
  let skipped = 0;
  return {
    now: () => Date.now() + skipped,
    sleep: (milliseconds) => {
      const really = milliseconds / 50;
      skipped += milliseconds - really;
      return new Promise((resolve) => setTimeout(resolve, really));
    },
  };
}

/** Where `npm test` started moto: AWS_ENDPOINT_URL_S3 and its like. */
function motoEndpoints(): Record<string, string> {
  const url = process.env.AWS_ENDPOINT_URL_S3;
  if (url === undefined) throw new Error('These tests need the local platform: run them with npm test -- test/verbs');
  return motoEnvironment(url);
}

async function createBucket(name: string): Promise<void> {
  const { S3 } = await import('@aws-sdk/client-s3');
  await new S3({ region: REGION, forcePathStyle: true }).createBucket({ Bucket: name });
}
