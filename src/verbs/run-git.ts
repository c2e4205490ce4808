import { spawnSync } from 'node:child_process';

/** The largest list of files or bundle of contents that is taken from git. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What git answers, or why it refused. */
export function git(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): { ok: boolean; text: string; error: string } {
  const { status, stdout, stderr, error } = runGit(folder, args, { env });
  return {
    ok: status === 0 && error === undefined,
    text: stdout?.toString('utf8') ?? '',
    error: error?.message ?? stderr?.toString('utf8') ?? '',
  };
}

/** Runs git with none of the programs that a repository's own settings may name, and never without end. */
export function runGit(
  folder: string,
  args: readonly string[],
  { input, env = {} }: { input?: string; env?: Record<string, string> } = {},
) {
  return spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', folder, ...args], {
    maxBuffer: MOST_BYTES,
    timeout: 60_000,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', ...env },
    ...(input === undefined ? {} : { input }),
  });
}
