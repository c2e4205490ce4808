import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseScikitLearn, containerEnvironment, IMAGES } from './container-images.mjs';
import { BIN, LOCAL, nodeBinary, PRESTO_HOME, pythonOf, ROOT, TEST_TOOLS, TOOLKITS, TOOLS } from './paths.mjs';
import { installPackages, makeEnvironment } from './python.mjs';
import { ask, run, SetupFailure } from './run.mjs';

/**
 * One part of set-up.
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title what it brings, for the progress lines
 * @property {string[]} needs names of steps that come first
 * @property {() => boolean} isDone
 * @property {(context: {log: string, python: {command: string, version: string}, signal?: AbortSignal, say: (text: string) => void}) => Promise<void>} work
 */

const STAMPS = join(LOCAL, 'stamps');

/** Digest of everything that a step's result depends on. Environments hold absolute paths, so a moved clone is made anew. */
function inputs(...parts) {
  const hash = createHash('sha256');
  for (const part of [ROOT, ...parts]) hash.update(part).update('\0');
  return hash.digest('hex');
}

function text(...path) {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

/** Remembers a finished step: the digest of its inputs, and what its environment's Python really is, which an upgrade of the system changes. */
function stamp(name, digest, python) {
  const file = join(STAMPS, `${name}.json`);
  const target = () => (python === undefined ? null : realpathSync(python));
  return {
    isCurrent() {
      try {
        const kept = JSON.parse(readFileSync(file, 'utf8'));
        return kept.digest === digest && kept.python === target();
      } catch {
        return false;
      }
    },
    clear: () => rmSync(file, { force: true }),
    write() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ digest, python: target() }));
    },
  };
}

/** A step that is done when its inputs are those of its last success and its results are still there. */
function stampedStep({ name, title, needs = [], digest, results, python, work }) {
  const mark = stamp(name, digest, python);
  return {
    name,
    title,
    needs,
    isDone: () => results.every((path) => existsSync(path)) && mark.isCurrent(),
    async work(context) {
      mark.clear();
      await work(context);
      mark.write();
    },
  };
}

/** Packages of npm, and with them Node 24. Done when what is installed is what the lock file says. */
function npmStep() {
  return {
    name: 'npm',
    title: 'npm packages and Node 24',
    needs: [],
    isDone: () => installedAsLocked() && nodeBinary() !== undefined,
    async work({ log, signal }) {
      const wayOut =
        'Is the package registry reachable? `npm config get registry` names it. Then run the same command again.';
      await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=http'], { log, signal, wayOut });
      const node = nodeBinary();
      if (node === undefined) {
        throw new SetupFailure(
          `npm brought no Node 24 for ${process.platform}-${process.arch}. Install Node 24 or newer and run the same command with it.`,
        );
      }
      const { output } = await ask(node, ['--version']);
      if (!/^v(2[4-9]|[3-9]\d)\./.test(output)) {
        throw new SetupFailure(
          `${node} does not run here (${output || 'no answer'}). Install Node 24 or newer and run the same command with it.`,
        );
      }
    },
  };
}

/** Compares package-lock.json with what npm noted at the end of its last installation. */
function installedAsLocked() {
  try {
    const locked = JSON.parse(text('package-lock.json')).packages;
    const installed = JSON.parse(text('node_modules', '.package-lock.json')).packages;
    return Object.entries(locked).every(
      ([path, entry]) =>
        path === '' ||
        (installed[path] === undefined ? entry.optional === true : installed[path].version === entry.version),
    );
  } catch {
    return false;
  }
}

function toolsStep() {
  const requirements = text('local', 'requirements-tools.txt');
  return stampedStep({
    name: 'tools',
    title: 'the local AWS (moto), botocore and optuna',
    digest: inputs(requirements),
    results: [pythonOf(TOOLS), join(TOOLS, 'bin', 'moto_server')],
    python: pythonOf(TOOLS),
    async work(context) {
      await makeEnvironment(TOOLS, context, { installer: true });
      await installPackages(TOOLS, ['-r', join(ROOT, 'local', 'requirements-tools.txt')], context);
    },
  });
}

/** The image that config.yml names. Read by its one line: set-up runs before there is anything that reads YAML. */
export function configuredImage(config = join(ROOT, 'config.yml')) {
  const line = existsSync(config)
    ? /^\s+sklearn_framework_version:\s*["']?([\w.-]+)/m.exec(readFileSync(config, 'utf8'))
    : null;
  return line?.[1] ?? Object.keys(IMAGES).at(-2);
}

function containerStep() {
  const image = configuredImage();
  const environment = containerEnvironment(image);
  const requirements = text('local', 'requirements-container.txt');
  return stampedStep({
    name: `container-${image}`,
    title: `the scikit-learn container ${image}`,
    needs: ['tools'],
    digest: inputs(requirements, text('scripts', 'lib', 'container-images.mjs'), image),
    results: [pythonOf(environment), join(environment, 'image.json')],
    python: pythonOf(environment),
    async work(context) {
      const choice = chooseScikitLearn(image, context.python.version);
      if (choice.note) context.say(choice.note);
      await makeEnvironment(environment, context);
      // Wheels only: the sources of the numeric packages take many minutes and compilers to build.
      const wheels = ['scikit-learn', 'numpy', 'pandas', 'scipy'].flatMap((name) => ['--only-binary', name]);
      const file = join(ROOT, 'local', 'requirements-container.txt');
      await installPackages(environment, [...wheels, ...choice.packages, '-r', file], context);
      writeFileSync(join(environment, 'image.json'), `${JSON.stringify(choice, null, 2)}\n`);
    },
  });
}

function prestoStep() {
  const poms = ['pom.xml', 'server/pom.xml', 'tpch/pom.xml', 'password/pom.xml'];
  return stampedStep({
    name: 'presto',
    title: 'the Presto server',
    digest: inputs(...poms.map((pom) => text('local', 'presto', pom))),
    results: [
      join(PRESTO_HOME, 'lib'),
      join(PRESTO_HOME, 'plugin', 'tpch'),
      join(PRESTO_HOME, 'plugin', 'password-authenticators'),
    ],
    async work({ log, signal }) {
      rmSync(PRESTO_HOME, { recursive: true, force: true });
      const wayOut =
        'Is a Maven repository reachable (~/.m2/settings.xml)? Or name a Presto server that you have: PRESTO_HOST=… PRESTO_PORT=…';
      const args = ['-B', '-f', join(ROOT, 'local', 'presto', 'pom.xml'), 'package', `-Ddist.dir=${PRESTO_HOME}`];
      await run('mvn', args, { log, signal, wayOut });
      rmSync(join(PRESTO_HOME, 'target'), { recursive: true, force: true });
    },
  });
}

/**
 * The parts that a purpose needs.
 * @param {'start' | 'test'} what
 * @param {{presto?: boolean}} [options] presto: false when the user named a Presto server
 * @returns {Step[]}
 */
export function stepsFor(what, { presto = true } = {}) {
  const steps = [...(presto ? [prestoStep()] : []), npmStep(), toolsStep(), containerStep()];
  return what === 'test' ? [...steps, ...testSteps()] : steps;
}

function testSteps() {
  return [];
}
