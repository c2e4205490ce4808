import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { load } from 'js-yaml';

const run = promisify(execFile);

/** The result of one run of an action. */
export interface ActionRun {
  verb: string;
  /** The process ended with exit code 0. */
  ok: boolean;
  outputs: Record<string, string>;
  /** The lines of the job log. */
  lines: string[];
}

export interface RunnerOptions {
  /** Folder for the files of the runner. */
  dir: string;
  /** Bare repository that is checked out. */
  gitDir: string;
  repository: string;
  /** The `GITHUB_TOKEN` of the workflow. */
  token: string;
  /** Environment variables of the platform: addresses of AWS, GitHub and Presto. */
  env: Record<string, string>;
  /** Path of Node 24, which GitHub runs actions with. */
  node: string;
  print(line: string): void;
  /** Ends an action that is running. */
  signal: AbortSignal;
}

export interface ActionInput {
  workspace: string;
  /** Commit of the run. */
  sha: string;
  event: string;
  payload: unknown;
  /** Inputs of the action; the others have their defaults. */
  with: Record<string, string>;
}

/**
 * Runs the committed bundle of an action in the way a hosted runner does: on a fresh checkout of the commit, with inputs
 * and event in the environment, and outputs and summary in files. Of the environment of this process the action gets
 * PATH only.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export class Runner {
  private readonly options: RunnerOptions;
  private runs = 0;

  constructor(options: RunnerOptions) {
    this.options = options;
  }

  /**
   * Checks out a commit, or the full name of a ref, into a new folder.
   * @returns the folder
   */
  async checkout(commit: string): Promise<string> {
    const workspace = join(this.options.dir, 'checkout', commit.replaceAll('/', '-'));
    rmSync(workspace, { recursive: true, force: true });
    mkdirSync(workspace, { recursive: true });
    const git = (...args: string[]) => run('git', ['-C', workspace, ...args]);
    await git('init', '--quiet');
    // The test merge of a pull request is on no branch. It is at refs/pull/<number>/merge.
    await git(
      'fetch',
      '--quiet',
      this.options.gitDir,
      '+refs/heads/*:refs/remotes/origin/*',
      '+refs/pull/*:refs/pull/*',
    );
    await git('checkout', '--quiet', '--detach', commit);
    return workspace;
  }

  /** Runs the action of a verb and returns when it has ended. */
  async runAction(verb: string, input: ActionInput): Promise<ActionRun> {
    this.runs += 1;
    const folder = join(this.options.dir, 'steps', `${this.runs}-${verb}`);
    mkdirSync(folder, { recursive: true });
    const files = {
      event: join(folder, 'event.json'),
      output: join(folder, 'output'),
      summary: join(folder, 'summary.md'),
    };
    writeFileSync(files.event, JSON.stringify(input.payload));
    writeFileSync(files.output, '');
    writeFileSync(files.summary, '');
    const lines: string[] = [];
    const child = spawn(this.options.node, [join(input.workspace, 'dist', `${verb}.js`)], {
      cwd: input.workspace,
      env: { ...this.environment(verb, input), HOME: folder, ...fileVariables(files) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: this.options.signal,
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const logLine = jobLogLine(line);
        if (logLine === undefined) return;
        lines.push(logLine);
        this.options.print(logLine);
      });
    }
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? 1));
    });
    return { verb, ok: code === 0, outputs: parseOutputs(readFileSync(files.output, 'utf8')), lines };
  }

  private environment(verb: string, input: ActionInput): Record<string, string> {
    const { env, repository, token } = this.options;
    const defaults = actionDefaults(join(input.workspace, 'actions', verb, 'action.yml'));
    const inputs = { ...defaults, 'github-token': token, ...input.with };
    return {
      PATH: process.env.PATH ?? '',
      ...env,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: repository,
      GITHUB_SHA: input.sha,
      GITHUB_EVENT_NAME: input.event,
      GITHUB_WORKSPACE: input.workspace,
      GITHUB_SERVER_URL: `${env.GITHUB_API_URL}/html`,
      GITHUB_RUN_ID: String(this.runs),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    };
  }
}

function fileVariables(files: { event: string; output: string; summary: string }): Record<string, string> {
  return { GITHUB_EVENT_PATH: files.event, GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary };
}

/** Defaults of the inputs of an action. A default with an expression (`${{ … }}`) is left out: the caller gives that input. */
function actionDefaults(path: string): Record<string, string> {
  const { inputs } = load(readFileSync(path, 'utf8')) as { inputs: Record<string, { default?: string }> };
  const defaults = Object.entries(inputs).flatMap(([name, { default: value }]) =>
    value === undefined || value.includes('${{') ? [] : [[name, value] as const],
  );
  return Object.fromEntries(defaults);
}

/**
 * Parses outputs of an action: blocks of `name<<delimiter`, in the form that @actions/core writes.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm)) {
    if (name !== undefined) outputs[name] = value ?? '';
  }
  return outputs;
}

/** A line of the job log as GitHub shows it, with workflow commands as text; undefined for a line that GitHub hides. */
function jobLogLine(line: string): string | undefined {
  const command = /^::([a-z-]+)(?: [^:]*(?::[^:]+)*?)?::(.*)$/.exec(line);
  if (!command) return line;
  const [, name, rest = ''] = command;
  const text = rest.replaceAll('%0A', '\n').replaceAll('%0D', '').replaceAll('%25', '%');
  if (name === 'group') return `▸ ${text}`;
  if (name === 'error' || name === 'warning' || name === 'notice') return `${name}: ${text}`;
  return undefined;
}
