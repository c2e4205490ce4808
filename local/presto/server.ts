import { randomBytes } from 'node:crypto';
import { isRunning, type ProcessIdentity } from '../../scripts/lib/process-identity.mjs';
import { Failure } from '../../src/failure.ts';
import { endProcess, freePorts, lastLines, MARK, startDetached, waitUntil } from '../platform/child.ts';
import { keepArchive, writesArchive } from './class-archive.ts';
import { preparePresto } from './configuration.ts';
import type { PrestoConnection } from './connection.ts';
import { runStatement } from './statement.ts';

/**
 * The first query of a server loads half of its classes. With a shorter time-out, a slow machine would start that query again
 * and again.
 */
const FIRST_QUERY_SECONDS = 60;

/** Whether a query that reads a table succeeds. `/v1/info` is no help: it reports a started server seconds too early. */
export async function isReady(connection: PrestoConnection): Promise<boolean> {
  const sql = 'SELECT count(*) FROM tpch.tiny.nation';
  try {
    return (await runStatement(connection, sql, FIRST_QUERY_SECONDS)).error === undefined;
  } catch {
    return false;
  }
}

/**
 * Starts a Presto server for a test or a measurement, and returns when it answers a query. The platform does not use this: it
 * starts and supervises its server itself.
 * @throws Failure unavailable with the end of the server's log, when it does not start
 */
export async function startPresto(options: {
  dir: string;
  port?: number;
  tls?: boolean;
  memory?: string;
}): Promise<PrestoConnection & { process: ProcessIdentity; stop(): Promise<void> }> {
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const prepared = preparePresto({ ...options, port, tls: options.tls ?? false });
  const mark = `presto-${randomBytes(8).toString('hex')}`;
  const { program, args, cwd, log } = prepared;
  const identity = await startDetached({ program, args, cwd, log, env: { ...process.env, [MARK]: mark } });
  const stop = async () => {
    await endProcess(identity, mark, writesArchive(args) ? 30 : 0);
    keepArchive();
  };
  const ready = await waitUntil(async () => !isRunning(identity) || (await isReady(prepared.connection)), 240);
  if (!ready || !isRunning(identity)) {
    await stop();
    throw new Failure(
      'unavailable',
      `the local Presto server did not start. The end of ${log}:\n${lastLines(log, 15)}`,
    );
  }
  return { ...prepared.connection, process: identity, stop };
}
