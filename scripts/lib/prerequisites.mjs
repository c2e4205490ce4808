import { join } from 'node:path';
import { ask } from './run.mjs';

/** How to get each prerequisite, by kind of system. */
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
 * Looks for what a person has to install. All that is missing is named at once.
 * @param {{presto: boolean, maven: boolean, env?: NodeJS.ProcessEnv, nodeVersion?: string, platform?: NodeJS.Platform}} what
 * @returns {Promise<{python?: {command: string, version: string}, missing: Array<{name: string, found?: string, why: string, how: string[]}>}>}
 */
export async function findPrerequisites({
  presto,
  maven,
  env = process.env,
  nodeVersion = process.versions.node,
  platform = process.platform,
}) {
  const missing = [];
  const miss = (key, name, why, found, extra) =>
    missing.push({ name, why, ...(found ? { found } : {}), how: [...howTo(key, platform), ...(extra ? [extra] : [])] });

  const [git, npm, python, java, mvn] = await Promise.all([
    ask('git', ['--version'], { env }),
    ask('npm', ['--version'], { env }),
    findPython(env),
    presto ? ask(javaProgram(env), ['-version'], { env }) : undefined,
    presto && maven ? ask('mvn', ['--version'], { env }) : undefined,
  ]);

  if (git.code !== 0) miss('git', 'git', 'the local GitHub keeps the pull requests in repositories');
  if (Number(nodeVersion.split('.')[0]) < 20) {
    miss('node', 'Node.js 20 or newer', 'it runs this set-up', `Node.js ${nodeVersion}`);
  }
  if (npm.code !== 0) miss('npm', 'npm', 'it brings the packages and Node 24');
  if (python.version === undefined) {
    miss('python', 'Python 3.10 or newer', 'it runs the model code and the local AWS', python.found);
  } else if (!python.venv) {
    miss(
      'venv',
      `the venv module of Python ${python.version}`,
      'the Python packages go into environments of their own',
      `${python.command} without ensurepip`,
    );
  }
  if (java !== undefined) {
    const version = javaVersion(java);
    if (version === undefined || version < 17) {
      const found = version === undefined ? undefined : `Java ${version}`;
      miss('java', 'Java 17 or newer', 'it runs the local Presto server', found, NO_JAVA);
    }
  }
  if (mvn !== undefined && mvn.code !== 0) {
    const said = missing.some(({ how }) => how.includes(NO_JAVA));
    miss('maven', 'Maven', 'it brings the local Presto server', undefined, said ? undefined : NO_JAVA);
  }
  return {
    ...(python.version ? { python: { command: python.command, version: python.version } } : {}),
    missing,
  };
}

/** The message for a person: everything that is missing, why it is needed and how to get it. */
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
 * Whether PRESTO_HOST names a server of the user. `mlops local env` prints that variable too, for the platform's own
 * server, and says so in MLOPS_LOCAL_PRESTO.
 */
export function namesUsersPresto(env = process.env) {
  return Boolean(env.PRESTO_HOST) && `${env.PRESTO_HOST}:${env.PRESTO_PORT ?? 8080}` !== env.MLOPS_LOCAL_PRESTO;
}

/** The Java launcher: of JAVA_HOME, as Maven does, or on the path. */
export function javaProgram(env = process.env) {
  return env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
}

function javaVersion({ code, output }) {
  const found = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (code !== 0 || found === null) return undefined;
  return found[1] === '1' ? Number(found[2]) : Number(found[1]); // Java 8 called itself 1.8
}

/** `$PYTHON`, then the usual names; the first that is 3.10 or newer. */
async function findPython(env) {
  const names = env.PYTHON
    ? [env.PYTHON]
    : ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14'];
  let found;
  for (const command of names) {
    const { code, output } = await ask(
      command,
      [
        '-c',
        'import sys, importlib.util as u; print(*sys.version_info[:2], int(all(u.find_spec(m) for m in ("venv", "ensurepip"))), sep=" ")',
      ],
      { env },
    );
    const answer = /^(\d+) (\d+) ([01])$/m.exec(output);
    if (code !== 0 || answer === null) continue;
    const version = `${answer[1]}.${answer[2]}`;
    if (answer[1] === '3' && Number(answer[2]) >= 10) return { command, version, venv: answer[3] === '1' };
    found ??= `Python ${version}`;
  }
  return { found };
}

function howTo(key, platform) {
  if (platform === 'win32') {
    return [
      'Windows: this runs in WSL 2. Run `wsl --install` once, clone the repository inside it, and follow its messages there',
    ];
  }
  const ways = HOW[key];
  if (platform === 'darwin') return [`macOS: ${ways.macos}`];
  return [`Debian, Ubuntu, WSL: ${ways.debian}`];
}
