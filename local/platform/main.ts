import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { didYouMean } from '../../src/config/closest.ts';
import { regionProblem } from '../../src/config/regions.ts';
import { Failure } from '../../src/failure.ts';
import { findLogs, LogPrinter, logFiles } from './logs.ts';
import { accountEnv, platformDir, platformDown, platformEnv, platformStatus, platformUp } from './platform.ts';
import { SERVICE_NAMES, type ServiceName } from './state.ts';

const HELP = `mlops local: PrestoDB, S3, SageMaker and GitHub on this machine

  mlops local up [--tls] [--no-presto] [--no-github] [--no-sagemaker]   start the services that do not run
  mlops local up --services presto,moto                                 start only these services
  mlops local down                     stop all services; their state is kept
  mlops local status [--json]          show which services run, and where
  mlops local env                      print the variables to reach them: eval "$(mlops local env)"
  mlops local env --account 222222222222 --region eu-west-1            the same for another account and region
  mlops local logs                     list all logs
  mlops local logs NAME [--follow]     print the log of a service (${SERVICE_NAMES.join(', ')}) or of a job

  --allow RULES leave out refusals that are new in AWS, with commas between them: managed-instance-scaling
  --dir DIR     folder of the platform (default: MLOPS_LOCAL_DIR, or .local/platform)
`;

const COMMANDS = ['up', 'down', 'status', 'env', 'logs', 'help'];

const FOLLOW_MILLISECONDS = 300;

/** Runs one command of `mlops local`. @returns the exit code */
export async function localCommand(argv: string[]): Promise<number> {
  try {
    return await runCommand(argv);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n${error.way_out ? `${error.way_out}\n` : ''}`);
    return error.exitCode;
  }
}

interface Folder {
  dir?: string;
}

async function runCommand(argv: string[]): Promise<number> {
  const { command, name, values } = parse(argv);
  const folder: Folder = values.dir === undefined ? {} : { dir: values.dir };
  switch (command) {
    case 'up':
      return await up(folder, values);
    case 'down':
      return await down(folder);
    case 'status':
      return status(folder, values.json === true);
    case 'env':
      return await printEnvironment({ ...folder, ...targetOf(values) });
    case 'logs':
      return name === undefined ? listLogs(folder) : await printLogs(folder, name, values.follow === true);
    case undefined:
    case 'help':
      process.stdout.write(HELP);
      return 0;
    default:
      throw new Failure('usage', `mlops local: there is no command ${command}${didYouMean(command, COMMANDS)}`, {
        way_out: HELP,
      });
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
        allow: { type: 'string' },
        account: { type: 'string' },
        region: { type: 'string' },
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
    throw new Failure('usage', `mlops local: ${(error as Error).message}`, { way_out: HELP, cause: error });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function up(folder: Folder, values: Values): Promise<number> {
  const start = Date.now();
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted; the services that this command started are stopped'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const { env, started } = await platformUp({
      ...folder,
      ...(values.tls ? { presto: 'tls' as const } : values.presto === undefined ? {} : { presto: values.presto }),
      ...(values.github === undefined ? {} : { github: values.github }),
      ...(values.sagemaker === undefined ? {} : { sagemaker: values.sagemaker }),
      ...(values.allow === undefined ? {} : { allow: values.allow }),
      ...(values.services === undefined ? {} : { services: serviceNames(values.services) }),
      print,
      signal: stop.signal,
    });
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    print(started.length === 0 ? `already up (${seconds} s)` : `up in ${seconds} s`);
    print(`  folder   ${env.MLOPS_LOCAL_DIR}`);
    print('  use it   eval "$(npx mlops local env)"');
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

/** @throws Failure usage for an unknown name */
function serviceNames(list: string): ServiceName[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !SERVICE_NAMES.includes(name as ServiceName));
  if (unknown !== undefined) {
    throw new Failure('usage', `mlops local up: there is no service ${unknown}`, {
      way_out: `The services are ${SERVICE_NAMES.join(', ')}.`,
    });
  }
  return names as ServiceName[];
}

async function down(folder: Folder): Promise<number> {
  const stopped = await platformDown({ ...folder, print });
  print(stopped.length === 0 ? 'no service was running' : `stopped: ${stopped.join(', ')}`);
  return 0;
}

function status(folder: Folder, json: boolean): number {
  const platform = platformStatus(folder);
  if (json) {
    process.stdout.write(`${JSON.stringify({ schema_version: 1, ...platform }, null, 2)}\n`);
    return platform.running ? 0 : 4;
  }
  const summary = platform.running ? 'up' : platform.services.length === 0 ? 'not up' : 'partly up';
  print(`${summary}: ${platform.dir}`);
  for (const { name, state, pid, port } of platform.services) {
    print(`  ${name.padEnd(10)} ${state.padEnd(8)} 127.0.0.1:${port}  pid ${pid}`);
  }
  const { presto } = platform;
  if (presto?.mode === 'user') print(`  presto     yours    ${presto.host}:${presto.port}`);
  return platform.running ? 0 : 4;
}

/** Account and region of `mlops local env`. @throws Failure usage for one that cannot be */
function targetOf({ account, region }: Values): { account?: string; region?: string } {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new Failure('usage', `mlops local env: ${account} is not an account`, {
      way_out: 'An account has 12 digits.',
    });
  }
  const problem = region === undefined ? undefined : regionProblem(region);
  if (problem !== undefined) {
    throw new Failure('usage', `mlops local env: ${region}: ${problem.message}`, {
      way_out: 'Name a region of AWS, such as eu-west-1.',
    });
  }
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

/** Prints the variables as commands for a shell. @throws Failure conflict when the platform is not up */
async function printEnvironment(target: Folder & { account?: string; region?: string }): Promise<number> {
  const { account, region, ...folder } = target;
  const variables = account === undefined && region === undefined ? platformEnv(folder) : await accountEnv(target);
  if (variables === undefined) {
    throw new Failure('conflict', `the platform in ${platformDir(folder.dir)} is not up`, {
      way_out: 'Run `npx mlops local up`.',
    });
  }
  for (const [key, value] of Object.entries(variables)) process.stdout.write(`export ${key}=${quote(value)}\n`);
  return 0;
}

/** Quotes a value for any POSIX shell. */
function quote(value: string): string {
  return /^[\w./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function listLogs(folder: Folder): number {
  const dir = platformDir(folder.dir);
  for (const file of logFiles(dir)) print(file.slice(dir.length + 1));
  return 0;
}

/** Prints the logs of a service or a job. With `follow` it prints new text until SIGINT or SIGTERM. */
async function printLogs(folder: Folder, name: string, follow: boolean): Promise<number> {
  const dir = platformDir(folder.dir);
  const files = findLogs(dir, name);
  if (files.length === 0) {
    throw new Failure('not_found', `there is no log of ${name} in ${dir}`, {
      way_out: 'Run `mlops local logs` for a list of all logs.',
    });
  }
  const logs = new LogPrinter(files);
  logs.print();
  if (!follow) return 0;
  return await new Promise((resolve) => {
    const timer = setInterval(() => logs.print(), FOLLOW_MILLISECONDS);
    const stop = () => {
      clearInterval(timer);
      resolve(0);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // A reader that has read enough (`| head`) closes the pipe. That is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await localCommand(process.argv.slice(2));
}
