import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';

/** The result of a command. */
export interface CommandResult {
  /** Exit code. 137 after SIGKILL, as in a shell. */
  code: number;
  out: string;
  err: string;
  /** Both outputs, for texts that must be in neither. */
  all: string;
}

/** A command that runs. */
export interface Command {
  child: ChildProcess;
  result: Promise<CommandResult>;
}

/** The folder and the environment variables of a command. */
export interface CommandOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Runs `mlops` as a user does: as a process, in the folder of the user. */
export async function mlops(args: string[], options: CommandOptions): Promise<CommandResult> {
  return await startMlops(args, options).result;
}

/** Starts `mlops` and does not wait for its end. `child` is the process itself, not a shell around it. */
export function startMlops(args: string[], options: CommandOptions): Command {
  return start(process.execPath, [join(ROOT, 'src/cli/bin.ts'), ...args], options);
}

/** Starts a program. */
export function start(program: string, args: string[], { cwd, env = {} }: CommandOptions): Command {
  // Variables of the test runner, such as NODE_OPTIONS, would change the behaviour of the program.
  const inherited = Object.entries(process.env).filter(([name]) => /^(AWS|PRESTO)_|^(PATH|HOME|TMPDIR)$/.test(name));
  const child = spawn(program, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = new Promise<CommandResult>((resolve, reject) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ code: status ?? (signal === 'SIGKILL' ? 137 : 128), out, err, all: `${out}\n${err}` }),
    );
  });
  return { child, result };
}

/** Lines of stack traces of Node, Python and Java. */
const TRACES = [
  /^\s+at .*(:\d+:\d+\)?|\.java:\d+\)|<anonymous>\)?)$/m,
  /Traceback \(most recent call last\)/,
  /^\s*File ".*", line \d+/m,
  /node:internal\//,
];

/** A user must see no stack trace. */
export function expectNoStackTrace(text: string): void {
  for (const trace of TRACES) expect(text).not.toMatch(trace);
}
