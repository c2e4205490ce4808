import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';

export interface Said {
  /** Exit code; 137 for SIGKILL, as a shell says it. */
  code: number;
  out: string;
  err: string;
  /** Both, for what must be nowhere. */
  all: string;
}

export interface Command {
  child: ChildProcess;
  said: Promise<Said>;
}

/** Runs `mlops` as a person does: a process of its own, in their folder, with their environment. */
export async function mlops(args: string[], at: { cwd: string; env?: Record<string, string> }): Promise<Said> {
  return await startMlops(args, at).said;
}

/** As `mlops`, for those who do not wait for its end. `child` is the process itself, not a shell around it. */
export function startMlops(args: string[], at: { cwd: string; env?: Record<string, string> }): Command {
  return start(process.execPath, [join(ROOT, 'src/cli/bin.ts'), ...args], at);
}

export function start(
  program: string,
  args: string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Command {
  // Only what the test gives: NODE_OPTIONS and the like of the test runner would change what is tested.
  const inherited = Object.entries(process.env).filter(([name]) => /^(AWS|PRESTO)_|^(PATH|HOME|TMPDIR)$/.test(name));
  const child = spawn(program, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = new Promise<Said>((done, fail) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    child.on('error', fail);
    child.on('close', (status, signal) =>
      done({
        code: status ?? (signal === 'SIGKILL' ? 137 : 128),
        out,
        err,
        all: `${out}\n${err}`,
      }),
    );
  });
  return { child, said };
}

/** What a stack trace of Node, Python or Java looks like. */
const TRACES = [
  /^\s+at .*(:\d+:\d+\)?|\.java:\d+\)|<anonymous>\)?)$/m,
  /Traceback \(most recent call last\)/,
  /^\s*File ".*", line \d+/m,
  /node:internal\//,
];

/** Nobody is shown where in our sources something went wrong. */
export function expectNoStackTrace(text: string): void {
  for (const trace of TRACES) expect(text).not.toMatch(trace);
}
