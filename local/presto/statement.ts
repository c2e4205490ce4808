import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { PrestoConnection } from './server.ts';

export interface Answer {
  rows: unknown[][];
  /** What Presto said of a query that failed. */
  error?: string;
}

/**
 * Runs one statement over Presto's REST protocol (https://prestodb.io/docs/current/develop/client-protocol.html); small results only.
 * @throws Error when the server cannot be reached or refuses the credentials
 */
export async function statement(connection: PrestoConnection, sql: string, seconds = 15): Promise<Answer> {
  const rows: unknown[][] = [];
  const signal = AbortSignal.timeout(seconds * 1000);
  let page = await call(connection, 'POST', '/v1/statement', signal, sql);
  for (;;) {
    rows.push(...(page.data ?? []));
    if (page.error) return { rows, error: page.error.message };
    if (!page.nextUri) return { rows };
    const next = new URL(page.nextUri);
    page = await call(connection, 'GET', next.pathname + next.search, signal);
  }
}

interface Page {
  data?: unknown[][];
  nextUri?: string;
  error?: { message: string };
}

function call(
  connection: PrestoConnection,
  method: string,
  path: string,
  signal: AbortSignal,
  body?: string,
): Promise<Page> {
  const { host, port, user, password, ca } = connection;
  const secure = password !== undefined;
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host,
        port,
        method,
        path,
        signal,
        ...(ca === undefined ? {} : { ca }),
        headers: {
          'X-Presto-User': user,
          'X-Presto-Source': 'mlops-local',
          ...(secure ? { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 200) {
            reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`));
            return;
          }
          try {
            resolve(JSON.parse(text) as Page);
          } catch (error) {
            reject(error as Error);
          }
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
