import { spawnSync } from 'node:child_process';

/** Largest answer that is taken from git: a list of files, or the contents of many. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/**
 * Settings on the command line win over those of a repository.
 *
 * - `safe.bareRepository`: a folder with HEAD, config, objects/ and refs/ is a bare repository to git, also where these
 *   are ordinary files of a work tree. Its `config` would name the programs that git runs. From git 2.38 on this
 *   setting makes git refuse such a folder:
 *   https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository. An older git does not know the
 *   setting; `localGit` starts every git at the root of a checkout, where git finds `.git` first.
 * - `core.fsmonitor` and `core.hooksPath` name programs that git runs by itself.
 *
 * System and user settings stay: safe.directory is only read there.
 */
const SETTINGS = {
  'safe.bareRepository': 'explicit',
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
} as const;

/**
 * - A partial clone fetches an object that it lacks as soon as the object is read. The remote's settings name programs
 *   (`core.sshCommand`, `core.gitProxy`, `remote.<name>.uploadpack`, an `ext::` address), so nothing is fetched.
 *   GIT_NO_LAZY_FETCH is known to git 2.45, and to older versions from their release of May 2024 on (2.39.4):
 *   https://git-scm.com/docs/git#Documentation/git.txt-GITNOLAZYFETCH
 * - GIT_ALLOW_PROTOCOL lists the protocols that git may use, whatever the settings `protocol.*` say; every git knows
 *   it: https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL. There is no protocol named `none`.
 * - GIT_OPTIONAL_LOCKS=0 keeps git from writing the index of a repository that it only reads.
 */
const ENVIRONMENT = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
} as const;

export interface GitRun {
  /** Whether git ended with 0. */
  ok: boolean;
  output: Buffer;
  /** What git wrote to standard error, or why it did not start. */
  error: string;
}

export interface GitRunOptions {
  /** Standard input. */
  input?: string;
  /** Further settings, by name. */
  settings?: Readonly<Record<string, string>>;
  /** Further variables. */
  env?: Readonly<Record<string, string>>;
}

/**
 * Runs one command of git in a folder. This is the only place that starts git: no program that a repository names is
 * run, nothing is fetched, and no command runs longer than a minute.
 */
export function runGit(folder: string, args: readonly string[], options: GitRunOptions = {}): GitRun {
  const settings = Object.entries({ ...SETTINGS, ...options.settings });
  const { status, stdout, stderr, error } = spawnSync(
    'git',
    ['--no-pager', ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]), '-C', folder, ...args],
    {
      maxBuffer: MAX_OUTPUT_BYTES,
      timeout: TIMEOUT_MS,
      env: { ...process.env, ...ENVIRONMENT, ...options.env },
      ...(options.input === undefined ? {} : { input: options.input }),
    },
  );
  return {
    ok: status === 0 && error === undefined,
    output: stdout ?? Buffer.alloc(0),
    // A git that ends early also breaks the pipe to it (EPIPE): its own words say more.
    error: stderr?.toString('utf8') || (error?.message ?? ''),
  };
}
