import { parseArgs } from 'node:util';
import { createGitHubServer } from './server.ts';

/** `node local/github/main.ts --dir DIR --port PORT`: runs the local GitHub as a process until SIGINT or SIGTERM. */
const { values } = parseArgs({ options: { dir: { type: 'string' }, port: { type: 'string', default: '0' } } });
if (values.dir === undefined) {
  process.stderr.write('usage: main.ts --dir DIR [--port PORT]\n');
  process.exit(2);
}
const server = await createGitHubServer({ dir: values.dir, port: Number(values.port) });
process.stdout.write(`listening on ${server.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void server.close().then(() => process.exit(0)));
}
