import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import { createSageMakerServer, type SageMakerServer } from '../../../../local/sagemaker/server.ts';
import { TEST_TOOLS } from '../../../../scripts/lib/paths.mjs';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { run } from '../../../support/processes.ts';

const HERE = import.meta.dirname;

/** A local SageMaker on a real S3, with the clients that its users have: the SageMaker SDK, boto3 and the AWS CLI. */
export interface Clients {
  readonly server: SageMakerServer;
  /** Runs a script of this folder. @returns the JSON document that it prints */
  python(script: string, args: readonly string[], input?: string): Promise<Shape>;
  /** Runs `aws sagemaker …`. @returns its JSON */
  aws(...args: string[]): Promise<Shape>;
  close(): Promise<void>;
}

export async function startClients(): Promise<Clients> {
  const dir = mkdtempSync(join(tmpdir(), 'sdk-'));
  const moto: Moto = await startMoto();
  const lines: string[] = [];
  const server = await createSageMakerServer({
    dir: join(dir, 'sagemaker'),
    environment: { ...process.env, ...moto.environment },
    strictOutputs: true,
    log: (text) => lines.push(text),
  });
  const environment = {
    PATH: process.env.PATH,
    HOME: dir,
    ...moto.environment,
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    SAGEMAKER_USER_CONFIG_OVERRIDE: server.sdkConfig,
    SAGEMAKER_SUPPRESS_V2_WARNING: '1',
  };
  const output = async (program: string, args: readonly string[], input?: string): Promise<string> => {
    const { code, stdout, stderr } = await run(join(TEST_TOOLS, 'bin', program), args, environment, input);
    if (code === 0) return stdout;
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}\n${lines.join('\n')}`);
  };
  return {
    server,
    async python(script, args, input) {
      const text = await output('python', [join(HERE, script), ...args], input);
      const answer = text.split('\n').find((line) => line.startsWith('ANSWER '));
      if (!answer) throw new Error(`${script} printed no answer:\n${text}`);
      return JSON.parse(answer.slice('ANSWER '.length)) as Shape;
    },
    aws: async (...args) =>
      JSON.parse((await output('aws', ['sagemaker', ...args, '--output', 'json'])) || '{}') as Shape,
    async close() {
      await server.close();
      await moto.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
