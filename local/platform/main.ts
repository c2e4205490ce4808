import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Failure } from '../../src/failure.ts';
import { platformDir, platformDown, platformEnv, platformStatus, platformUp } from './platform.ts';
import { SERVICE_NAMES, type ServiceName } from './state.ts';

const HELP = `mlops local: PrestoDB, S3, SageMaker and GitHub on this machine

  mlops local up [--tls] [--no-presto] [--no-github] [--no-sagemaker]   start what does not run, return when all of it answers
  mlops local up --services presto,moto                                 only these
  mlops local down                     end it; its state stays
  mlops local status [--json]          what runs where
  mlops local env                      the variables to reach it: eval "$(mlops local env)"
  mlops local logs [NAME] [--follow]   the log of a service (${SERVICE_NAMES.join(', ')}) or of a job

  --dir DIR     folder of the platform (default: MLOPS_LOCAL_DIR, or .local/platform)
`;

/** `mlops local …`: runs one command and returns the exit code. */
export async function localCommand(argv: string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (error) {
    const failure = error instanceof Failure ? error : undefined;
    if (failure === undefined) throw error;
    process.stderr.write(`${failure.message}\n${failure.wayOut ? `${failure.wayOut}\n` : ''}`);
    return failure.exitCode;
  }
}

async function run(argv: string[]): Promise<number> {
  const { command, name, values } = parse(argv);
  const at = values.dir === undefined ? {} : { dir: values.dir };
  switch (command) {
    case 'up':
      return up(at, values);
    case 'down': {
      const ended = await platformDown({ ...at, say });
      say(ended.length === 0 ? 'nothing was running' : `ended: ${ended.join(', ')}`);
      return 0;
    }
    case 'status':
      return status(at, values.json === true);
    case 'env': {
      const env = platformEnv(at);
      if (env === undefined) throw notUp(at);
      for (const [key, value] of Object.entries(env)) process.stdout.write(`export ${key}=${quote(value)}\n`);
      return 0;
    }
    case 'logs':
      return logs(platformDir(at.dir), name, values.follow === true);
    default:
      process.stdout.write(HELP);
      return command === undefined || command === 'help' ? 0 : 2;
  }
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      allowNegative: true,
      options: {
        dir: { type: 'string' },
        tls: { type: 'boolean' },
        presto: { type: 'boolean' },
        github: { type: 'boolean' },
        sagemaker: { type: 'boolean' },
        services: { type: 'string' },
        json: { type: 'boolean' },
        follow: { type: 'boolean', short: 'f' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [command, name] = positionals;
    return { command: values.help === true ? 'help' : command, name, values };
  } catch (error) {
    throw new Failure('usage', `mlops local: ${(error as Error).message}`, { wayOut: HELP, cause: error });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function up(at: { dir?: string }, values: Values): Promise<number> {
  const began = Date.now();
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new Failure('still_running', 'interrupted; what this command started was ended again'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const { env, started } = await platformUp({
      ...at,
      ...(values.tls ? { presto: 'tls' as const } : values.presto === undefined ? {} : { presto: values.presto }),
      ...(values.github === undefined ? {} : { github: values.github }),
      ...(values.sagemaker === undefined ? {} : { sagemaker: values.sagemaker }),
      ...(values.services === undefined ? {} : { services: serviceNames(values.services) }),
      say,
      signal: stop.signal,
    });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    say(started.length === 0 ? `already up (${seconds} s)` : `up in ${seconds} s`);
    say(`  folder   ${env.MLOPS_LOCAL_DIR}`);
    say('  use it   eval "$(npx mlops local env)"');
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write(`${(stop.signal.reason as Error).message}\n`);
    return 130;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function serviceNames(list: string): ServiceName[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !SERVICE_NAMES.includes(name as ServiceName));
  if (unknown !== undefined) {
    throw new Failure('usage', `mlops local up: no service is called ${unknown}`, {
      wayOut: `There are ${SERVICE_NAMES.join(', ')}.`,
    });
  }
  return names as ServiceName[];
}

function status(at: { dir?: string }, json: boolean): number {
  const found = platformStatus(at);
  if (json) {
    process.stdout.write(`${JSON.stringify({ schema_version: 1, ...found }, null, 2)}\n`);
  } else {
    say(
      found.running
        ? `up: ${found.dir}`
        : found.services.length === 0
          ? `not up: ${found.dir}`
          : `partly up: ${found.dir}`,
    );
    for (const { name, state, pid, port } of found.services) {
      say(`  ${name.padEnd(10)} ${state.padEnd(8)} 127.0.0.1:${port}  pid ${pid}`);
    }
    if (found.presto?.mode === 'user') say(`  presto     yours    ${found.presto.host}:${found.presto.port}`);
  }
  return found.running ? 0 : 4;
}

function notUp(at: { dir?: string }): Failure {
  return new Failure('conflict', `the platform in ${platformDir(at.dir)} is not up`, {
    wayOut: 'Run `npx mlops local up`.',
  });
}

/** Quoted for any POSIX shell. */
function quote(value: string): string {
  return /^[\w./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Prints a service's log or the logs of a job; without a name, says which there are. */
async function logs(dir: string, name: string | undefined, follow: boolean): Promise<number> {
  const all = [...filesBelow(join(dir, 'logs')), ...filesBelow(join(dir, 'sagemaker', 'logs'))].filter((file) =>
    file.endsWith('.log'),
  );
  if (name === undefined) {
    for (const file of all) say(file.slice(dir.length + 1));
    return 0;
  }
  const service = all.filter((file) => file === join(dir, 'logs', `${name}.log`));
  const files = service.length > 0 ? service : all.filter((file) => matches(file.slice(dir.length + 1), name));
  if (files.length === 0) {
    throw new Failure('not_found', `no log of ${name} in ${dir}`, {
      wayOut: '`mlops local logs` without a name lists them.',
    });
  }
  const offsets = new Map(files.map((file) => [file, 0]));
  const print = () => {
    for (const [file, offset] of offsets) {
      const end = statSync(file).size;
      if (end <= offset) continue;
      if (files.length > 1) say(`==> ${basename(file)} <==`);
      const buffer = Buffer.alloc(end - offset);
      const handle = openSync(file, 'r');
      readSync(handle, buffer, 0, buffer.length, offset);
      closeSync(handle);
      process.stdout.write(buffer);
      offsets.set(file, end);
    }
  };
  print();
  if (!follow) return 0;
  return new Promise((resolve) => {
    const timer = setInterval(print, 300);
    const stop = () => {
      clearInterval(timer);
      resolve(0);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** Job names contain one another (`train-1`, `train-10`): a log matches when a part of its path is the name, or begins with it and a `/` or `-algo`. */
function matches(path: string, name: string): boolean {
  return path
    .replace(/\.log$/, '')
    .split(/[/\\]|%2F/i)
    .some((part) => part === name || part.startsWith(`${name}-algo`));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await localCommand(process.argv.slice(2));
}
