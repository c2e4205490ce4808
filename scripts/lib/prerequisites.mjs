// @ts-check
import { join } from 'node:path';
import { ask } from './run.mjs';

/**
 * Something that a person has to install.
 * @typedef {object} Missing
 * @property {string} name
 * @property {string} [found] what is there instead
 * @property {string} why
 * @property {string[]} how
 */

/** How to install each prerequisite, by system. */
const HOW = {
  git: { debian: 'sudo apt-get install git', macos: 'xcode-select --install   (or: brew install git)' },
  node: {
    debian: 'https://nodejs.org/en/download   (Debian 13 and Ubuntu 25.04 or newer: sudo apt-get install nodejs)',
    macos: 'brew install node',
  },
  npm: { debian: 'sudo apt-get install npm', macos: 'brew install node' },
  python: {
    debian: 'sudo apt-get install python3 python3-venv',
    macos: 'brew install python',
  },
  venv: { debian: 'sudo apt-get install python3-venv', macos: 'brew install python' },
  java: { debian: 'sudo apt-get install openjdk-17-jre-headless', macos: 'brew install openjdk@17' },
  maven: { debian: 'sudo apt-get install maven', macos: 'brew install maven' },
};
const NO_JAVA =
  'or name a Presto server that you have: PRESTO_HOST=… PRESTO_PORT=…; then neither Java nor Maven is needed';

/**
 * Finds out what a person has to install. It names everything that is missing at once.
 * @param {object} options
 * @param {boolean} options.presto whether a local Presto server is needed
 * @param {boolean} options.maven whether set-up still has to bring it
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.nodeVersion]
 * @param {NodeJS.Platform} [options.platform]
 * @returns {Promise<{python?: {command: string, version: string}, missing: Missing[]}>}
 */
export async function findPrerequisites({
  presto,
  maven,
  env = process.env,
  nodeVersion = process.versions.node,
  platform = process.platform,
}) {
  const [git, npm, python, java, mvn] = await Promise.all([
    ask('git', ['--version'], { env }),
    ask('npm', ['--version'], { env }),
    findPython(env),
    presto ? ask(javaProgram(env), ['-version'], { env }) : undefined,
    presto && maven ? ask('mvn', ['--version'], { env }) : undefined,
  ]);

  /** @type {Missing[]} */
  const missing = [];
  /** @param {keyof typeof HOW} key @param {Omit<Missing, 'how'>} what */
  const add = (key, what) => missing.push({ ...what, how: howTo(key, platform) });
  if (git.code !== 0) add('git', { name: 'git', why: 'the local GitHub keeps the pull requests in repositories' });
  if (Number(nodeVersion.split('.')[0]) < 20) {
    add('node', { name: 'Node.js 20 or newer', why: 'it runs this set-up', found: `Node.js ${nodeVersion}` });
  }
  if (npm.code !== 0) add('npm', { name: 'npm', why: 'it brings the packages and Node 24' });
  if (!('version' in python)) {
    add('python', { name: 'Python 3.10 or newer', why: 'it runs the model code and the local AWS', ...python });
  } else if (!python.venv) {
    const name = `the venv module of Python ${python.version}`;
    const why = 'the Python packages go into environments of their own';
    add('venv', { name, why, found: `${python.command} without ensurepip` });
  }
  if (java !== undefined) {
    const version = javaVersion(java);
    const found = version === undefined ? {} : { found: `Java ${version}` };
    if (!version || version < 17) {
      add('java', { name: 'Java 17 or newer', why: 'it runs the local Presto server', ...found });
    }
  }
  if (mvn !== undefined && mvn.code !== 0) add('maven', { name: 'Maven', why: 'it brings the local Presto server' });
  missing.find(({ name }) => /^(Java|Maven)/.test(name))?.how.push(NO_JAVA);
  return {
    ...('version' in python ? { python: { command: python.command, version: python.version } } : {}),
    missing,
  };
}

/**
 * The message for a person: everything that is missing, why it is needed and how to get it.
 * @param {readonly Missing[]} missing
 */
export function explainMissing(missing) {
  const lines = [`missing on this machine: ${missing.map(({ name }) => name).join(', ')}`];
  for (const { name, found, why, how } of missing) {
    lines.push(`  ${name}${found ? ` (found: ${found})` : ''} — ${why}`);
    for (const way of how) lines.push(`    ${way}`);
  }
  lines.push('Install it and run the same command again: what is there already is kept.');
  return lines.join('\n');
}

/**
 * Whether PRESTO_HOST names a server of the user. `mlops local env` prints that variable too, for the server of the
 * platform; then MLOPS_LOCAL_PRESTO names the same server.
 */
export function namesUsersPresto(env = process.env) {
  return Boolean(env.PRESTO_HOST) && `${env.PRESTO_HOST}:${env.PRESTO_PORT ?? 8080}` !== env.MLOPS_LOCAL_PRESTO;
}

/** The Java program: that of JAVA_HOME, which Maven takes too, or the one on the path. */
export function javaProgram(env = process.env) {
  return env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
}

/** @param {{code: number | null, output: string}} answer of `java -version` */
function javaVersion({ code, output }) {
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (code !== 0 || version === null) return undefined;
  return version[1] === '1' ? Number(version[2]) : Number(version[1]); // Java 8 called itself 1.8
}

/**
 * Finds the first Python that is 3.10 or newer: `$PYTHON`, or else one of the usual names. `found` is a version that is too
 * old.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{command: string, version: string, venv: boolean} | {found?: string}>}
 */
async function findPython(env) {
  const names = env.PYTHON
    ? [env.PYTHON]
    : ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14'];
  const program =
    'import sys, importlib.util as u; print(*sys.version_info[:2], int(all(u.find_spec(m) for m in ("venv", "ensurepip"))), sep=" ")';
  let found;
  for (const command of names) {
    const { code, output } = await ask(command, ['-c', program], { env });
    const answer = /^(\d+) (\d+) ([01])$/m.exec(output);
    if (code !== 0 || answer === null) continue;
    const version = `${answer[1]}.${answer[2]}`;
    if (answer[1] === '3' && Number(answer[2]) >= 10) return { command, version, venv: answer[3] === '1' };
    found ??= `Python ${version}`;
  }
  return found === undefined ? {} : { found };
}

/** @param {keyof typeof HOW} key @param {NodeJS.Platform} platform */
function howTo(key, platform) {
  if (platform === 'win32') {
    return [
      'Windows: this runs in WSL 2. Run `wsl --install` once, clone the repository inside it, and follow the messages there',
    ];
  }
  const ways = HOW[key];
  if (platform === 'darwin') return [`macOS: ${ways.macos}`];
  return [`Debian, Ubuntu, WSL: ${ways.debian}`];
}
