import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { load } from 'js-yaml';

const run = promisify(execFile);

/** What a step of a workflow gives on: its outputs, whether it failed, what it said, and its job summary. */
export interface StepResult {
  verb: string;
  ok: boolean;
  outputs: Record<string, string>;
  lines: string[];
  summary: string;
  seconds: number;
}

export interface RunnerOptions {
  /** Scratch folder of the runner. */
  dir: string;
  /** Bare repository that is checked out. */
  gitDir: string;
  repository: string;
  /** Token that the workflow gets. */
  token: string;
  /** Environment of the platform: addresses of AWS, GitHub and Presto. */
  env: Record<string, string>;
  /** Node 24, which is what GitHub runs actions on. */
  node: string;
  say(line: string): void;
  /** Ends a step that is under way. */
  signal: AbortSignal;
}

/**
 * Runs the committed bundle of an action as a hosted runner does: a fresh checkout of the commit, inputs and event in the
 * environment, outputs and summary in files, and nothing of this process's environment but PATH.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export class Runner {
  private readonly options: RunnerOptions;
  private count = 0;

  constructor(options: RunnerOptions) {
    this.options = options;
  }

  /** Checks a commit, or a full name of a ref, out into a folder of its own. */
  async checkout(commit: string): Promise<string> {
    const workspace = join(this.options.dir, 'checkout', commit.replaceAll('/', '-'));
    rmSync(workspace, { recursive: true, force: true });
    mkdirSync(workspace, { recursive: true });
    const git = (...args: string[]) => run('git', ['-C', workspace, ...args]);
    await git('init', '--quiet');
    // What a merge would give is on no branch, but on refs/pull/.
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

  async step(
    verb: string,
    input: { workspace: string; sha: string; event: string; payload: unknown; with: Record<string, string> },
  ): Promise<StepResult> {
    const { options } = this;
    this.count += 1;
    const scratch = join(options.dir, 'steps', `${this.count}-${verb}`);
    mkdirSync(scratch, { recursive: true });
    const file = (name: string, text = '') => {
      writeFileSync(join(scratch, name), text);
      return join(scratch, name);
    };
    const [output, summary] = [file('output'), file('summary.md')];
    const defaults = actionDefaults(join(input.workspace, 'actions', verb, 'action.yml'));
    const inputs = { ...defaults, 'github-token': options.token, ...input.with };
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      HOME: scratch,
      ...options.env,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: options.repository,
      GITHUB_SHA: input.sha,
      GITHUB_EVENT_NAME: input.event,
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(input.payload)),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: input.workspace,
      GITHUB_SERVER_URL: `${options.env.GITHUB_API_URL}/html`,
      GITHUB_RUN_ID: String(this.count),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    };
    const start = Date.now();
    const lines: string[] = [];
    const child = spawn(options.node, [join(input.workspace, 'dist', `${verb}.js`)], {
      cwd: input.workspace,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
    });
    const read = (stream: NodeJS.ReadableStream) =>
      createInterface({ input: stream }).on('line', (line) => {
        const shown = jobLogLine(line);
        if (shown === undefined) return;
        lines.push(shown);
        options.say(shown);
      });
    read(child.stdout);
    read(child.stderr);
    const code = await new Promise<number>((done, fail) => {
      child.on('error', fail);
      child.on('close', (status) => done(status ?? 1));
    });
    return {
      verb,
      ok: code === 0,
      outputs: parseOutputs(readFileSync(output, 'utf8')),
      lines,
      summary: readFileSync(summary, 'utf8'),
      seconds: (Date.now() - start) / 1000,
    };
  }
}

/** Defaults of an action's inputs. Expressions (`${{ … }}`) are the caller's to give. */
function actionDefaults(path: string): Record<string, string> {
  const { inputs } = load(readFileSync(path, 'utf8')) as { inputs: Record<string, { default?: string }> };
  const given = Object.entries(inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given.filter(([, value]) => !value.includes('${{')));
}

/** `name<<delimiter` blocks, as @actions/core writes them: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm)) {
    if (name !== undefined) outputs[name] = value ?? '';
  }
  return outputs;
}

/** A line of the job log as GitHub shows it: workflow commands become what they mean. */
function jobLogLine(line: string): string | undefined {
  const command = /^::([a-z-]+)(?: [^:]*(?::[^:]+)*?)?::(.*)$/.exec(line);
  if (!command) return line;
  const [, name, rest = ''] = command;
  const text = rest.replaceAll('%0A', '\n').replaceAll('%0D', '').replaceAll('%25', '%');
  if (name === 'group') return `▸ ${text}`;
  if (name === 'error' || name === 'warning' || name === 'notice') return `${name}: ${text}`;
  return undefined;
}
