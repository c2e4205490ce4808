import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import { jobsPart } from '../../../../local/sagemaker/jobs/index.ts';
import { createSageMakerServer, type SageMakerServer } from '../../../../local/sagemaker/server.ts';
import { startMoto } from '../../../support/moto.ts';

const run = promisify(execFile);
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
export const ROLE = 'arn:aws:iam::123456789012:role/service-role/SageMakerExecutionRole';
export const BUCKET = 'jobs-test';

/** The local SageMaker with its jobs, on a real S3 (moto), in a folder of its own. */
export interface Platform {
  readonly dir: string;
  readonly server: SageMakerServer;
  /** What leads a process to this S3. */
  readonly environment: NodeJS.ProcessEnv;
  call(operation: string, input: Shape): Promise<Shape>;
  put(key: string, body: string | Buffer): Promise<string>;
  text(key: string): Promise<string>;
  keys(prefix: string): Promise<string[]>;
  /** All lines of a job's log. */
  log(group: string, job: string): string;
  /** Packs files into a tar.gz at a key; gives its address. */
  archive(key: string, files: Record<string, string>): Promise<string>;
  /** Waits for a job's last status. */
  ended(
    kind: 'ProcessingJob' | 'TrainingJob' | 'TransformJob' | 'HyperParameterTuningJob',
    name: string,
  ): Promise<Shape>;
  /** Ends the server and starts another one on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startPlatform(): Promise<Platform> {
  const dir = mkdtempSync(join(tmpdir(), 'mlops-jobs-'));
  const moto = await startMoto(BUCKET);
  const environment = { ...process.env, ...moto.environment };
  const start = () =>
    createSageMakerServer({
      dir: join(dir, 'sagemaker'),
      environment,
      parts: [jobsPart()],
      strictOutputs: true,
      log: () => undefined,
    });
  let server = await start();
  const uri = (key: string) => `s3://${BUCKET}/${key}`;
  const call = (operation: string, input: Shape) => server.context.call(operation, input);
  return {
    dir,
    environment,
    get server() {
      return server;
    },
    call,
    async put(key, body) {
      await server.context.files.write(uri(key), body);
      return uri(key);
    },
    text: async (key) => (await server.context.files.read(uri(key))).toString('utf8'),
    keys: async (prefix) =>
      (await server.context.files.list(uri(prefix))).map((each) => each.uri.slice(uri('').length)),
    log(group, job) {
      const folder = join(dir, 'sagemaker', 'logs', 'aws', 'sagemaker', group);
      const root = existsSync(folder) ? folder : join(dir, 'sagemaker', 'logs', '_', 'aws', 'sagemaker', group);
      const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.startsWith(job) && name.endsWith('.log'),
      );
      return names.map((name) => readFileSync(join(root, name), 'utf8')).join('');
    },
    async archive(key, files) {
      const folder = mkdtempSync(join(dir, 'archive-'));
      for (const [name, body] of Object.entries(files)) {
        mkdirSync(join(folder, name, '..'), { recursive: true });
        writeFileSync(join(folder, name), body);
      }
      const file = `${folder}.tar.gz`;
      await run('tar', ['-czf', file, '-C', folder, ...readdirSync(folder)]);
      await server.context.files.write(uri(key), readFileSync(file));
      return uri(key);
    },
    async ended(kind, name) {
      for (;;) {
        const job = await call(`Describe${kind}`, { [`${kind}Name`]: name });
        if (!['InProgress', 'Stopping'].includes(job[`${kind}Status`])) return job;
        await wait(50);
      }
    },
    async restart() {
      await server.close();
      server = await start();
    },
    async close() {
      await server.close();
      await moto.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The runproc.sh that the SageMaker SDK's FrameworkProcessor uploads. */
export const RUNPROC = `#!/bin/bash

cd /opt/ml/processing/input/code/
tar -xzf sourcedir.tar.gz

# Exit on any error. SageMaker uses error code to mark failed job.
set -e

if [[ -f 'requirements.txt' ]]; then
    # Some py3 containers has typing, which may breaks pip install
    pip uninstall --yes typing

    pip install -r requirements.txt
fi

python3 script.py "$@"
`;
