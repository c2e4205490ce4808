import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL, nodeBinary, ROOT } from '../../scripts/lib/paths.mjs';
import { Failure } from '../../src/failure.ts';
import { platformDown, platformUp } from '../platform/platform.ts';
import { runPage } from './page.ts';
import { tellStory } from './story.ts';

/**
 * `npm start`: brings the platform of this machine up in a folder of its own, runs the loop once, prints where to look, and
 * ends what it started. With `--keep` everything stays up. Ctrl-C ends it at any moment.
 */
const keep = process.argv.includes('--keep');
const unknown = process.argv.slice(2).filter((word) => word !== '--keep');
if (unknown.length > 0) {
  process.stderr.write(`npm start does not know ${unknown.join(' ')}; it takes --keep\n`);
  process.exit(2);
}
const dir = join(LOCAL, 'demo');
const print = (line: string) => void process.stdout.write(`${line}\n`);
const stop = new AbortController();
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    print('\nending everything that was started …');
    stop.abort();
  });
}

const began = Date.now();
try {
  // An earlier run with --keep may still be up; this one starts from nothing.
  await platformDown({ dir });
  rmSync(dir, { recursive: true, force: true });
  print('Bringing up this machine as the cloud: PrestoDB, S3 and friends, SageMaker, GitHub');
  const platform = await platformUp({ dir, say: (line) => print(`  ${line}`), signal: stop.signal });
  Object.assign(process.env, platform.env);
  const story = await tellStory({
    root: ROOT,
    dir: join(dir, 'story'),
    env: platform.env,
    node: nodeBinary() ?? process.execPath,
    print,
    signal: stop.signal,
  });

  const totals: Array<[string, string]> = [
    ...story.totals,
    ['All in all, with the platform', `${((Date.now() - began) / 1000).toFixed(0)} s`],
  ];
  const page = join(LOCAL, 'run.html');
  writeFileSync(
    page,
    runPage({
      title: 'A model’s life, from a pull request to a prediction',
      lead: 'PrestoDB, scikit-learn and the SageMaker contract are real; GitHub and the AWS services around SageMaker are played by servers on this machine.',
      chapters: story.chapters,
      totals,
    }),
  );
  const width = Math.max(...totals.map(([name]) => name.length));
  print('\nIn total');
  for (const [name, value] of totals) print(`  ${name.padEnd(width)}  ${value}`);
  print(`\nThe whole run, with its comments as a page: ${relative(process.cwd(), page)}`);
  if (!keep) print('To play with it, leave everything running: npm start -- --keep');
  else {
    print(`
Everything stays up. In another terminal:
  eval "$(npx mlops local env --dir ${relative(process.cwd(), dir)})"     # AWS, Presto and GitHub of this machine
  printf '${story.sample.replaceAll('\n', '\\n')}\\n' > rows.csv
  npx mlops invoke --environment dev --file rows.csv
  npx mlops config show --environment dev --origins
  npx mlops destroy --environment dev                    # lists what it would remove
  npx mlops local logs --dir ${relative(process.cwd(), dir)}                       # of every job
  npx mlops local down --dir ${relative(process.cwd(), dir)}                       # ends it`);
  }
} catch (error) {
  process.exitCode = stop.signal.aborted ? 130 : 1;
  if (!stop.signal.aborted) {
    process.stderr.write(`\nnpm start: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof Failure && error.wayOut !== undefined) process.stderr.write(`  ${error.wayOut}\n`);
    process.stderr.write(`  Logs: ${relative(process.cwd(), dir)}\n`);
  }
}
if (!keep || process.exitCode !== undefined) await platformDown({ dir });
