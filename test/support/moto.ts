import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { TOOLS } from '../../scripts/lib/paths.mjs';
import { ended, freePort, until } from './processes.ts';

/** What moto does not check, but every client wants. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
export const REGION = 'us-east-1';

const SERVICES = [
  'S3',
  'SECRETS_MANAGER',
  'STS',
  'IAM',
  'KMS',
  'APPLICATION_AUTO_SCALING',
  'CLOUDWATCH',
  'CLOUDWATCH_LOGS',
] as const;

/** A moto server of a test file's own. */
export interface Moto {
  readonly url: string;
  /** What leads any AWS client to it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Variables that lead any AWS client to a moto server. */
export function motoEnvironment(url: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, url])),
  };
}

/** Starts a moto server, unmodified, on a free port, with buckets that are there from the start. */
export async function startMoto(...buckets: readonly string[]): Promise<Moto> {
  const port = await freePort();
  const child = spawn(join(TOOLS, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    return (await fetch(`${url}/moto-api/`).catch(() => undefined))?.ok === true;
  }, 'moto to answer');
  for (const bucket of buckets) await fetch(`${url}/${bucket}`, { method: 'PUT' });
  return { url, environment: motoEnvironment(url), stop: () => ended(child) };
}
