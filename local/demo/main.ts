import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL, nodeBinary, ROOT } from '../../scripts/lib/paths.mjs';
import { Failure } from '../../src/failure.ts';
import { platformDown, platformUp } from '../platform/platform.ts';
import { runPage } from './page.ts';
import { type Story, tellStory } from './story.ts';

/**
 * `npm start`: starts the local platform in a folder of its own, runs the loop once, prints where to look, and stops what
 * it started. With `--keep` everything keeps running. Ctrl-C stops it at any moment.
 */
const keep = process.argv.includes('--keep');
const unknown = process.argv.slice(2).filter((word) => word !== '--keep');
if (unknown.length > 0) {
  process.stderr.write(`npm start does not know ${unknown.join(' ')}; its only option is --keep\n`);
  process.exit(2);
}
const dir = join(LOCAL, 'demo');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) return;
    print('\nstopping everything that was started …');
    stop.abort();
  });
}

try {
  await demonstrate();
} catch (error) {
  process.exitCode = stop.signal.aborted ? 130 : 1;
  if (!stop.signal.aborted) {
    process.stderr.write(`\nnpm start: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof Failure && error.way_out !== undefined) process.stderr.write(`  ${error.way_out}\n`);
    process.stderr.write(`  Logs: ${relative(process.cwd(), dir)}\n`);
  }
}
if (!keep || process.exitCode !== undefined) await platformDown({ dir });

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function demonstrate(): Promise<void> {
  const start = Date.now();
  // An earlier run with --keep may still be up. This run starts with an empty folder.
  await platformDown({ dir });
  rmSync(dir, { recursive: true, force: true });
  print('Starting the local platform: PrestoDB, S3 and other AWS services, SageMaker, GitHub');
  const platform = await platformUp({ dir, print: (line) => print(`  ${line}`), signal: stop.signal });
  Object.assign(process.env, platform.env);
  const story = await tellStory({
    root: ROOT,
    dir: join(dir, 'story'),
    env: platform.env,
    node: nodeBinary() ?? process.execPath,
    print,
    signal: stop.signal,
  });
  const totals: Story['totals'] = [
    ...story.totals,
    ['Whole run, with the start of the platform', `${((Date.now() - start) / 1000).toFixed(0)} s`],
  ];
  const page = writePage(story, totals);
  const width = Math.max(...totals.map(([name]) => name.length));
  print('\nIn total');
  for (const [name, value] of totals) print(`  ${name.padEnd(width)}  ${value}`);
  print(`\nAll steps and comments as a page: ${relative(process.cwd(), page)}`);
  print(keep ? nextSteps(story.sample) : 'To keep everything running and try it: npm start -- --keep');
}

/** @returns the path of the page */
function writePage(story: Story, totals: Story['totals']): string {
  const page = join(LOCAL, 'run.html');
  const lead = [
    'PrestoDB, scikit-learn and the SageMaker contract are real.',
    'Servers on this machine stand in for GitHub and for the AWS services around SageMaker.',
  ].join(' ');
  writeFileSync(
    page,
    runPage({ title: 'From a pull request to a prediction', lead, chapters: story.chapters, totals }),
  );
  return page;
}

/** Commands to try while everything keeps running. @param sample rows as CSV that the endpoint takes */
function nextSteps(sample: string): string {
  const folder = relative(process.cwd(), dir);
  return `
Everything keeps running. In another terminal:
  eval "$(npx mlops local env --dir ${folder})"     # addresses of the local AWS, Presto and GitHub
  printf '${sample.replaceAll('\n', '\\n')}\\n' > rows.csv
  npx mlops invoke --environment dev --file rows.csv
  npx mlops config show --environment dev --origins
  npx mlops destroy --environment dev                    # only lists what it would remove
  npx mlops local logs --dir ${folder}                       # lists the logs of all services and jobs
  npx mlops local down --dir ${folder}                       # stops everything`;
}
