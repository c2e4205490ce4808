import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What one request was. */
export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** Whether its connection has carried another request before. */
  kept: boolean;
  body: string;
}

export interface Coordinator {
  port: number;
  seen: Seen[];
  close(): Promise<void>;
}

export type Handler = (seen: Seen, response: ServerResponse, self: string) => void;

/** A server on this machine that answers as the test says, where a real Presto cannot be made to. */
export async function coordinator(handler: Handler, tls?: ServerOptions): Promise<Coordinator> {
  const seen: Seen[] = [];
  const connections = new WeakSet<object>();
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Seen = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        kept: connections.has(request.socket),
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      connections.add(request.socket);
      const protocol = tls ? 'https' : 'http';
      handler(one, response, `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  // An idle connection stays open until the test closes it, however long its client takes to use it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page of the protocol. */
export function page(response: ServerResponse, more: Record<string, unknown>, status = 200): void {
  const stats = { state: 'RUNNING' };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: 'q1', infoUri: 'http://nowhere.example/q1', stats, ...more }));
}

export const FINISHED = { stats: { state: 'FINISHED' } };
