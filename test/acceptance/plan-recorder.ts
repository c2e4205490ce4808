import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Forwards requests to AWS stand-ins and records the calls. */
export interface Recorder {
  /** The environment variables, with a recorder in front of each AWS endpoint. */
  environment: Record<string, string>;
  /** The calls in their order, for example `SageMaker.DescribePipeline`, `GetCallerIdentity` or `GET /bucket/key`. */
  calls: string[];
  close(): Promise<void>;
}

/** Starts a recorder for each AWS endpoint in the environment variables. */
export async function recordAws(environment: Readonly<Record<string, string>>): Promise<Recorder> {
  const calls: string[] = [];
  const servers = new Map<string, ReturnType<typeof createServer>>();
  const recorded: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('AWS_ENDPOINT_URL')) {
      recorded[name] = value;
      continue;
    }
    const server = servers.get(value) ?? (await startRecorder(value, calls));
    servers.set(value, server);
    recorded[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return {
    environment: recorded,
    calls,
    async close() {
      for (const server of servers.values()) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function startRecorder(target: string, calls: string[]): Promise<ReturnType<typeof createServer>> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await readBytes(incoming);
      calls.push(operationOf(incoming, body));
      const forwarded = request(
        new URL(incoming.url ?? '/', target),
        { method: incoming.method ?? 'GET', headers: incoming.headers },
        (response) => {
          outgoing.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(outgoing);
        },
      );
      forwarded.on('error', () => outgoing.destroy());
      forwarded.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function readBytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function operationOf({ headers, method, url }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const action = /^(?:.*&)?Action=(\w+)/.exec(body.toString('latin1'))?.[1];
  return action ?? `${method} ${url?.split('?')[0]}`;
}
