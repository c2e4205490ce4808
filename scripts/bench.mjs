/**
 * `npm run bench`: what building the definitions, reading from PrestoDB, starting an action and reading texts cost, against
 * what they replace. All in one run and by turns, printed as tables and written to .local/bench.json. It judges no time: it fails only
 * when the two sides of a comparison did not do the same work.
 *
 *   npm run bench                                  all of it
 *   npm run bench -- definitions starts            only these (texts, starts, definitions, extraction)
 *   npm run bench -- --repeat 3                    turns of each section, instead of 3, 10, 5 and 3
 */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { definitions } from '../test/bench/lib/definitions.mjs';
import { extraction } from '../test/bench/lib/extraction.mjs';
import { interrupted, output, SCRATCH } from '../test/bench/lib/measure.mjs';
import { starts } from '../test/bench/lib/starts.mjs';
import { texts } from '../test/bench/lib/texts.mjs';
import { LOCAL, nodeBinary, PRESTO_VERSION, ROOT } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

const LOAD_SECONDS = 5;
const dist = join(SCRATCH, 'package/dist');
const SECTIONS = {
  texts: { turns: 3, run: (turns) => texts(turns) },
  starts: { turns: 10, run: (turns) => starts(dist, turns) },
  definitions: { turns: 5, run: (turns) => definitions(dist, turns) },
  extraction: { turns: 3, run: (turns) => extraction(turns) },
};

function usage(message) {
  process.stderr.write(
    `bench: ${message}\n  npm run bench -- [${Object.keys(SECTIONS).join('|')}]… [--repeat TURNS]\n`,
  );
  process.exit(2);
}

function parse() {
  try {
    const { values, positionals } = parseArgs({ options: { repeat: { type: 'string' } }, allowPositionals: true });
    const unknown = positionals.find((name) => !Object.hasOwn(SECTIONS, name));
    if (unknown !== undefined) usage(`there is no section ${unknown}`);
    if (values.repeat !== undefined && !/^[1-9]\d?$/.test(values.repeat)) usage(`--repeat takes a number from 1 to 99`);
    const names = Object.keys(SECTIONS).filter((name) => positionals.length === 0 || positionals.includes(name));
    return { names, repeat: values.repeat === undefined ? undefined : Number(values.repeat) };
  } catch (error) {
    return usage(error.message);
  }
}

/** The numbers mean little without it. */
async function machine() {
  const version = async (program, args) => (await output(program, args)).trim().split('\n')[0];
  return {
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gibibytes: Math.round(totalmem() / 1024 ** 3),
    node: await version(nodeBinary(), ['--version']),
    presto: PRESTO_VERSION,
  };
}

const { names, repeat } = parse();
await setUpOrExit('test');
if (!existsSync(join(ROOT, 'dist/mlops.js'))) {
  process.stderr.write('bench: there is no dist/; run `npm run build` first\n');
  process.exit(1);
}
/** Of the last minute, as the system has it: what others do as well as what is measured. */
const load = () => Number(loadavg()[0].toFixed(1));
const say = (line) => process.stdout.write(`${line}\n`);
const report = { schema_version: 1, date: new Date().toISOString(), machine: await machine(), sections: {} };
const { system, processor, cores, memory_gibibytes, node } = report.machine;
say(`${report.date.slice(0, 10)}, ${cores} cores (${processor}), ${memory_gibibytes} GiB, ${system}, Node ${node}`);
say('Medians with least and most; a ratio is taken turn by turn.\n');

try {
  // A copy, so that a build in the meantime changes nothing.
  rmSync(SCRATCH, { recursive: true, force: true });
  mkdirSync(SCRATCH, { recursive: true });
  for (const part of ['dist', 'sagemaker-code', 'package.json']) {
    cpSync(join(ROOT, part), join(SCRATCH, 'package', part), { recursive: true });
  }
  for (const name of names) {
    const { turns, run } = SECTIONS[name];
    process.stderr.write(`bench: measuring ${name} …\n`);
    const loads = [load()];
    const sampling = setInterval(() => loads.push(load()), LOAD_SECONDS * 1000);
    const { result, text } = await run(repeat ?? turns).finally(() => clearInterval(sampling));
    loads.push(load());
    const [before, after, highest] = [loads[0], loads.at(-1), Math.max(...loads)];
    report.sections[name] = { load: { before, after, highest }, ...result };
    say(`${text}\n\nLoad average: ${before} before, ${highest} at its highest, ${after} after, on ${cores} cores.\n`);
  }
  const file = join(LOCAL, 'bench.json');
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  say(`written to ${relative(ROOT, file)}`);
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = interrupted.aborted ? 130 : 1;
} finally {
  rmSync(SCRATCH, { recursive: true, force: true });
}
