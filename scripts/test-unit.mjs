// @ts-check
/**
 * `npm run test:unit -- PATH…` runs suites and starts a server only when one of them asks for it (lib/suite-servers.mjs).
 * Without a PATH it runs every suite that starts no server. It brings nothing from the network.
 *
 * `npm run test:watch -- PATH…` runs them again after each change of a file; without a PATH, those that the change reaches.
 * Options of jest go the same way: `npm run test:unit -- test/plan -t 'no cycle'`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { forwardSignals, runInForeground } from './lib/foreground.mjs';
import { nodeBinary, ROOT } from './lib/paths.mjs';
import { namesUsersPresto } from './lib/prerequisites.mjs';
import { serversFolder, stopSharedServers } from './lib/shared-servers.mjs';
import { stepsFor } from './lib/steps.mjs';
import { namedSuites, needsStep, suiteServers } from './lib/suite-servers.mjs';
import { JEST, TEST_ENVIRONMENT } from './lib/test-programs.mjs';

/** All suites, as paths from the root. */
function allSuites() {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name}`);
}

/** @param {string} path */
const hasServers = (path) => suiteServers(join(ROOT, path)) !== undefined;

/** @param {string[]} args */
function jestArguments(args) {
  const { watch, ...rest } = parseOptions(args);
  const paths = rest.paths.length > 0;
  const ignore = allSuites()
    .filter(hasServers)
    .map((path) => path.replaceAll('.', '\\.'));
  return [
    ...JEST,
    ...(watch ? [paths ? '--watchAll' : '--watch'] : []),
    ...(paths || ignore.length === 0 ? [] : [`--testPathIgnorePatterns=/node_modules/|/(${ignore.join('|')})$`]),
    ...args.filter((arg) => arg !== '--watch'),
  ];
}

/** @param {string[]} args */
function parseOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: { watch: { type: 'boolean' }, testNamePattern: { type: 'string', short: 't' } },
  });
  return { watch: values.watch === true, paths: positionals };
}

const { paths } = parseOptions(process.argv.slice(2));
const suites = paths.length > 0 ? namedSuites(allSuites(), paths) : allSuites().filter((path) => !hasServers(path));
const missing = stepsFor('test', { presto: !namesUsersPresto() }).filter(
  ({ name, isDone }) => (name === 'npm' || suites.some((suite) => needsStep(join(ROOT, suite), name))) && !isDone(),
);
const node = nodeBinary();
if (node === undefined || missing.some(({ name }) => name === 'npm')) {
  process.stderr.write('npm run test:unit: the npm packages are missing or older than package-lock.json says.\n');
  process.stderr.write('  Run `npm run setup -- --test`, then the same command again.\n');
  process.exit(3);
}
if (missing.length > 0) {
  process.stderr.write(`Not set up here: ${missing.map(({ title }) => title).join('; ')}.\n`);
  process.stderr.write('  Suites that need them fail. `npm run setup -- --test` brings them.\n');
}
forwardSignals();
try {
  const env = { ...TEST_ENVIRONMENT, MLOPS_TEST_SERVERS_FOLDER: serversFolder() };
  process.exitCode = await runInForeground(node, jestArguments(process.argv.slice(2)), { env });
} finally {
  await stopSharedServers();
}
