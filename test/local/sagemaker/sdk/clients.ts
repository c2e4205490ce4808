import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part, Shape } from '../../../../local/sagemaker/context.ts';
import { createSageMakerServer, type SageMakerServer } from '../../../../local/sagemaker/server.ts';
import { type Moto, startMoto } from '../core/harness.ts';

const HERE = import.meta.dirname;
/** The Python environment with the SageMaker SDK and the AWS CLI that set-up made for tests; MLOPS_TEST_TOOLS names another. */
const TEST_TOOLS = process.env.MLOPS_TEST_TOOLS ?? join(HERE, '..', '..', '..', '..', '.local', 'test-tools');
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
};

const SDK_CONFIGURATION = `SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Modules:
      TelemetryOptOut: true
      Session:
        DefaultS3Bucket: sagemaker-us-east-1-123456789012
`;

/** A local SageMaker on a real S3, and clients of other people's making to call it with. */
export interface Clients {
  readonly server: SageMakerServer;
  /** Runs a script of this folder; gives the document that it prints. */
  python(script: string, args: readonly string[], input?: string): Promise<Shape>;
  /** `aws sagemaker …`; gives its JSON. */
  aws(...args: string[]): Promise<Shape>;
  close(): Promise<void>;
}

export async function startClients(parts?: readonly Part[]): Promise<Clients> {
  const dir = mkdtempSync(join(tmpdir(), 'sdk-'));
  const moto: Moto = await startMoto();
  const services = ['S3', 'STS', 'IAM', 'CLOUDWATCH', 'CLOUDWATCH_LOGS'];
  const endpoints = Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, moto.url]));
  const lines: string[] = [];
  const server = await createSageMakerServer({
    dir: join(dir, 'sagemaker'),
    environment: { ...process.env, ...CREDENTIALS, ...endpoints },
    strictOutputs: true,
    log: (text) => lines.push(text),
    ...(parts === undefined ? {} : { parts }),
  });
  // The SDK asks AWS itself, whatever the endpoints are, for two things: to report its use, and STS for the account in
  // the default bucket's name. Its own configuration file answers both, so that the scripts stay as they are.
  const config = join(dir, 'sdk.yaml');
  writeFileSync(config, SDK_CONFIGURATION);
  const environment = {
    PATH: process.env.PATH,
    HOME: dir,
    ...CREDENTIALS,
    ...endpoints,
    AWS_ENDPOINT_URL_SAGEMAKER: server.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    SAGEMAKER_USER_CONFIG_OVERRIDE: config,
    SAGEMAKER_SUPPRESS_V2_WARNING: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const run = (command: string, args: readonly string[], input = ''): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: HERE, env: environment });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.once('error', reject);
      child.once('close', (code) => {
        const text = Buffer.concat(out).toString();
        if (code === 0) return resolve(text);
        reject(
          new Error(
            `${command} ${args.join(' ')} ended with ${code}:\n${text}${Buffer.concat(err)}\n${lines.join('\n')}`,
          ),
        );
      });
      child.stdin.end(input);
    });
  return {
    server,
    async python(script, args, input) {
      const text = await run(join(TEST_TOOLS, 'bin', 'python'), [join(HERE, script), ...args], input);
      const answer = text.split('\n').find((line) => line.startsWith('ANSWER '));
      if (!answer) throw new Error(`${script} printed no answer:\n${text}`);
      return JSON.parse(answer.slice('ANSWER '.length)) as Shape;
    },
    aws: async (...args) =>
      JSON.parse(
        (await run(join(TEST_TOOLS, 'bin', 'aws'), ['sagemaker', ...args, '--output', 'json'])) || '{}',
      ) as Shape,
    async close() {
      await server.close();
      await moto.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
