import { readFileSync } from 'node:fs';
import { namesUsersPresto } from '../../scripts/lib/prerequisites.mjs';
import { Failure } from '../../src/failure.ts';
import type { PrestoConnection } from '../presto/connection.ts';
import { isReady } from '../presto/server.ts';

/** The Presto server that PRESTO_HOST names; undefined when it names none, or the one of the platform. */
export function userPrestoOf(env: NodeJS.ProcessEnv): PrestoConnection | undefined {
  if (!namesUsersPresto(env)) return undefined;
  return {
    host: env.PRESTO_HOST as string,
    port: Number(env.PRESTO_PORT ?? 8080),
    user: env.PRESTO_USER ?? 'mlops',
    ...(env.PRESTO_PASSWORD ? { password: env.PRESTO_PASSWORD } : {}),
    ...(env.PRESTO_CA_FILE ? { ca: readFileSync(env.PRESTO_CA_FILE, 'utf8') } : {}),
  };
}

/** @throws Failure unavailable when the server does not answer a query */
export async function checkUserPresto(connection: PrestoConnection): Promise<void> {
  if (await isReady(connection)) return;
  throw new Failure(
    'unavailable',
    `the Presto server ${connection.host}:${connection.port} does not answer a query of tpch.tiny.nation`,
    {
      way_out: [
        'Check PRESTO_HOST, PRESTO_PORT, PRESTO_USER, PRESTO_PASSWORD and PRESTO_CA_FILE.',
        'Without PRESTO_HOST a local Presto server is started.',
      ].join(' '),
    },
  );
}
