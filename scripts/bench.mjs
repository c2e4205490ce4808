// @ts-check
/**
 * `npm run bench`: what building the definitions, reading from PrestoDB, starting an action and reading texts cost, against
 * what they replace. All of it is measured in one run, by turns, printed as tables and written to .local/bench.json. It
 * judges no time: it fails only when the two sides of a comparison did not do the same work.
 *
 *   npm run bench                                  every section
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
import { installedNode, LOCAL, PRESTO_VERSION, ROOT } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

/** @typedef {{result: object, text: string}} Measured result: for the JSON file, text: to print */
/** @typedef {{turns: number, run: (turns: number) => Promise<Measured>}} Section */

const LOAD_SECONDS = 5;
const DIST = join(SCRATCH, 'package/dist');

/** @type {Record<string, Section>} */
const SECTIONS = {
  texts: { turns: 3, run: (turns) => texts(turns) },
  starts: { turns: 10, run: (turns) => starts(DIST, turns) },
  definitions: { turns: 5, run: (turns) => definitions(DIST, turns) },
  extraction: { turns: 3, run: (turns) => extraction(turns) },
};

/** @param {string} message @returns {never} */
function usage(message) {
  const names = Object.keys(SECTIONS).join('|');
  process.stderr.write(`bench: ${message}\n  npm run bench -- [${names}]… [--repeat TURNS]\n`);
  process.exit(2);
}

/** Reads the command line. Without names, every section is measured. */
function parse() {
  const { values, positionals } = parseOptions();
  const unknown = positionals.find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown !== undefined) usage(`there is no section ${unknown}`);
  if (values.repeat !== undefined && !/^[1-9]\d?$/.test(values.repeat)) usage('--repeat takes a number from 1 to 99');
  const sections = Object.entries(SECTIONS).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  return { sections, repeat: values.repeat === undefined ? undefined : Number(values.repeat) };
}

function parseOptions() {
  try {
    return parseArgs({ options: { repeat: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    return usage(messageOf(error));
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Describes this machine: without that, the numbers mean little. */
async function machine() {
  /** @param {string} program @param {string[]} args */
  const version = async (program, args) => String((await output(program, args)).trim().split('\n')[0]);
  return {
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gibibytes: Math.round(totalmem() / 1024 ** 3),
    node: await version(installedNode(), ['--version']),
    presto: PRESTO_VERSION,
  };
}

/** Load average of the last minute, from the system: it counts other programs too. */
const load = () => Number(loadavg()[0]?.toFixed(1));

/**
 * Measures a section and the load of the machine meanwhile.
 * @param {Section} section @param {number | undefined} repeat
 */
async function measureSection({ turns, run }, repeat) {
  const loads = [load()];
  const sampling = setInterval(() => loads.push(load()), LOAD_SECONDS * 1000);
  const { result, text } = await run(repeat ?? turns).finally(() => clearInterval(sampling));
  loads.push(load());
  return { result, text, load: { before: loads[0], after: loads.at(-1), highest: Math.max(...loads) } };
}

/** Copies what is measured, so that a build meanwhile changes nothing. */
function copyPackage() {
  rmSync(SCRATCH, { recursive: true, force: true });
  mkdirSync(SCRATCH, { recursive: true });
  for (const part of ['dist', 'sagemaker-code', 'package.json']) {
    cpSync(join(ROOT, part), join(SCRATCH, 'package', part), { recursive: true });
  }
}

/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/** Measures sections, prints their tables and writes the JSON file. @param {ReturnType<typeof parse>} options */
async function bench({ sections, repeat }) {
  const date = new Date().toISOString();
  const here = await machine();
  const { system, processor, cores, memory_gibibytes, node } = here;
  say(`${date.slice(0, 10)}, ${cores} cores (${processor}), ${memory_gibibytes} GiB, ${system}, Node ${node}`);
  say('Medians with minimum and maximum; a ratio is taken turn by turn.\n');
  copyPackage();
  /** @type {Record<string, object>} */
  const measured = {};
  for (const [name, section] of sections) {
    process.stderr.write(`bench: measuring ${name} …\n`);
    const { result, text, load } = await measureSection(section, repeat);
    measured[name] = { load, ...result };
    const { before, after, highest } = load;
    say(`${text}\n\nLoad average: ${before} before, ${highest} at its highest, ${after} after, on ${cores} cores.\n`);
  }
  const file = join(LOCAL, 'bench.json');
  const report = { schema_version: 1, date, machine: here, sections: measured };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  say(`written to ${relative(ROOT, file)}`);
}

const options = parse();
await setUpOrExit('test');
if (!existsSync(join(ROOT, 'dist/mlops.js'))) {
  process.stderr.write('bench: there is no dist/; run `npm run build` first\n');
  process.exit(1);
}
try {
  await bench(options);
} catch (error) {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = interrupted.aborted ? 130 : 1;
} finally {
  rmSync(SCRATCH, { recursive: true, force: true });
}
