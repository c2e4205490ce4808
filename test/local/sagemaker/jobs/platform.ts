import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import { jobsPart } from '../../../../local/sagemaker/jobs/index.ts';
import { createSageMakerServer, type SageMakerServer } from '../../../../local/sagemaker/server.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

const run = promisify(execFile);
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
export const ROLE = 'arn:aws:iam::123456789012:role/service-role/SageMakerExecutionRole';
export const BUCKET = 'jobs-test';

export type JobNoun = 'ProcessingJob' | 'TrainingJob' | 'TransformJob' | 'HyperParameterTuningJob';

const POLL_MS = 50;

export async function startPlatform(): Promise<Platform> {
  const platform = new Platform(mkdtempSync(join(tmpdir(), 'mlops-jobs-')), await startMoto(BUCKET));
  await platform.start();
  return platform;
}

/** The local SageMaker with its jobs, on a real S3 (moto), in a new folder. */
export class Platform {
  readonly dir: string;
  /** The variables that lead a process to this S3. */
  readonly environment: NodeJS.ProcessEnv;
  readonly #moto: Moto;
  #server: SageMakerServer | undefined;

  constructor(dir: string, moto: Moto) {
    this.dir = dir;
    this.environment = { ...process.env, ...moto.environment };
    this.#moto = moto;
  }

  get server(): SageMakerServer {
    if (!this.#server) throw new Error('the platform is not started');
    return this.#server;
  }

  async start(): Promise<void> {
    this.#server = await createSageMakerServer({
      dir: join(this.dir, 'sagemaker'),
      environment: this.environment,
      parts: () => [jobsPart()],
      strictOutputs: true,
      log: () => undefined,
    });
  }

  call(operation: string, input: Shape): Promise<Shape> {
    return this.server.context.call(operation, input);
  }

  async put(key: string, body: string | Buffer): Promise<string> {
    await this.server.context.files.write(uriOf(key), body);
    return uriOf(key);
  }

  async text(key: string): Promise<string> {
    return (await this.server.context.files.read(uriOf(key))).toString('utf8');
  }

  async keys(prefix: string): Promise<string[]> {
    const objects = await this.server.context.files.list(uriOf(prefix));
    return objects.map((object) => object.uri.slice(uriOf('').length));
  }

  /** Reads all lines of a job's log. */
  log(group: string, job: string): string {
    const logs = join(this.dir, 'sagemaker', 'logs');
    const folder = join(logs, 'aws', 'sagemaker', group);
    const root = existsSync(folder) ? folder : join(logs, '_', 'aws', 'sagemaker', group);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.startsWith(job) && name.endsWith('.log'),
    );
    return names.map((name) => readFileSync(join(root, name), 'utf8')).join('');
  }

  /** Packs files into a tar.gz at a key. @returns its address */
  async archive(key: string, files: Record<string, string>): Promise<string> {
    const folder = mkdtempSync(join(this.dir, 'archive-'));
    for (const [name, body] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), body);
    }
    const file = `${folder}.tar.gz`;
    await run('tar', ['-czf', file, '-C', folder, ...readdirSync(folder)]);
    await this.server.context.files.write(uriOf(key), readFileSync(file));
    return uriOf(key);
  }

  /** Waits for a job's final status. @returns the Describe output */
  async ended(noun: JobNoun, name: string): Promise<Shape> {
    for (;;) {
      const job = await this.call(`Describe${noun}`, { [`${noun}Name`]: name });
      if (!['InProgress', 'Stopping'].includes(job[`${noun}Status`])) return job;
      await wait(POLL_MS);
    }
  }

  /** Closes the server and starts another one on the same folder. */
  async restart(): Promise<void> {
    await this.server.close();
    await this.start();
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#moto.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function uriOf(key: string): string {
  return `s3://${BUCKET}/${key}`;
}

/** The runproc.sh of the SageMaker SDK's FrameworkProcessor. */
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
