/** A program of its own that runs a long statement until it is told to end: `node long-statement.ts PORT MARK`. */
import { connectPresto } from '../../../src/adapters/presto/index.ts';

const [port, mark] = process.argv.slice(2);
const presto = connectPresto({
  host: '127.0.0.1',
  port: Number(port),
  protocol: 'http',
  catalog: 'tpch',
  schema: 'sf100',
  user: 'mlops',
});
process.stdout.write('started\n');
await presto.run(`SELECT count(*) FROM lineitem WHERE comment LIKE '%${mark}%'`).catch((error: Error) => {
  process.stdout.write(`${error.message}\n`);
});
