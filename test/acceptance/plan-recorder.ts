import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on to AWS stand-ins and keeps what was called. */
export interface Recorder {
  /** The environment with every AWS endpoint behind a recorder. */
  environment: Record<string, string>;
  /** `SageMaker.DescribePipeline`, `secretsmanager.GetSecretValue`, `GetCallerIdentity`, `GET /bucket/key`, in their order. */
  calls: string[];
  close(): Promise<void>;
}

/** @param environment variables that lead AWS clients to stand-ins; each address gets a recorder before it */
export async function recordAws(environment: Readonly<Record<string, string>>): Promise<Recorder> {
  const calls: string[] = [];
  const servers = new Map<string, ReturnType<typeof createServer>>();
  const recorded: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('AWS_ENDPOINT_URL')) {
      recorded[name] = value;
      continue;
    }
    const known = servers.get(value);
    const server = known ?? (await startRecorder(value, calls));
    servers.set(value, server);
    recorded[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return {
    environment: recorded,
    calls,
    async close() {
      for (const server of servers.values()) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

async function startRecorder(target: string, calls: string[]): Promise<ReturnType<typeof createServer>> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bytesOf(incoming);
      calls.push(operationOf(incoming, body));
      const onward = request(
        new URL(incoming.url ?? '/', target),
        { method: incoming.method ?? 'GET', headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
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
