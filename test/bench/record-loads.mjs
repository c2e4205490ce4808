/**
 * `node --import record-loads.mjs PROGRAM`: writes the path of each file that the program loads as a module, one a line,
 * to the file that BENCH_LOADS names. Needs Node 24 (module.registerHooks). Nothing is timed with it.
 */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(process.env.BENCH_LOADS, `${fileURLToPath(url)}\n`);
    return next(url, context);
  },
});
