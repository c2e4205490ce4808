import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathText } from '../src/config/index.ts';
import { Failure, factsOf } from '../src/failure.ts';
import { failureResult } from '../src/failure-result.ts';
import { logText } from '../src/log-text.ts';
import type { Log } from '../src/ports/log.ts';
import { createRedactor, type Redactor, redactJson } from '../src/redact.ts';
import type { Result } from '../src/result.ts';
import type { Action, ActionContext, Job } from './action.ts';
import { ACTIONS } from './actions.ts';

type Core = typeof import('@actions/core');

/**
 * Runs one action from its inputs to its outputs. Only this function turns a result into a failed step. With the environment
 * variable MLOPS_DEBUG the log has the stack of an error.
 */
export async function runAction(verb: string): Promise<void> {
  const core = await import('@actions/core');
  const redactor = createRedactor();
  const load = ACTIONS[verb];
  if (load === undefined) throw new Error(`there is no action ${verb}`);
  const action = await load();
  try {
    const job = readJob(process.env);
    const context = await createContext(core, redactor, action, job);
    const { result, outputs, summary } = await action.run(context);
    setOutputs(core, redactor, result, outputs);
    if (summary !== undefined) await writeSummary(core, redactor.redact(summary));
    const text = logText(redactor.redact(result.summary));
    core.info(text);
    if (result.decision === 'failed' || result.decision === 'refused') core.setFailed(text);
  } catch (error) {
    const result = failureResult(verb, error);
    setOutputs(core, redactor, result, error instanceof Failure ? (action.failed?.(error) ?? {}) : {});
    annotate(core, redactor, error);
    logStack(core, redactor, error);
    const way_out = wayOutOf(error);
    const after = way_out === undefined ? '' : `\n${way_out}`;
    // A run that goes on in AWS is not a failed step: a later run picks it up.
    if (result.decision === 'parked') core.warning(logText(redactor.redact(`${result.summary}${after}`)));
    else core.setFailed(logText(redactor.redact(`${result.reason_code}: ${result.summary}${after}`)));
  }
}

const isDebug = (): boolean => (process.env.MLOPS_DEBUG ?? '') !== '';

function wayOutOf(error: unknown): string | undefined {
  if (error instanceof Failure) return error.way_out;
  return isDebug()
    ? undefined
    : 'Run it again with MLOPS_DEBUG: 1 in the env of this step to see where, and report it.';
}

/** To the log with MLOPS_DEBUG, else to the debug log of the workflow. */
function logStack(core: Core, redactor: Redactor, error: unknown): void {
  if (!(error instanceof Error)) return;
  const stack = logText(redactor.redact(error.stack ?? error.message));
  if (isDebug()) core.info(stack);
  else core.debug(stack);
}

async function createContext(core: Core, redactor: Redactor, action: Action, job: Job): Promise<ActionContext> {
  const log = jobLog(core, redactor);
  const { connectAws } = await import('../src/adapters/aws/index.ts');
  const { connectPresto } = await import('../src/adapters/presto/index.ts');
  const { systemClock } = await import('../src/adapters/clock.ts');
  const { localGit } = await import('../src/adapters/git/index.ts');
  const input = (name: string): string | undefined => {
    if (!(name in action.inputs)) throw new Error(`the action does not declare the input ${name}`);
    const value = core.getInput(name);
    return value === '' ? undefined : value;
  };
  for (const [name, { required }] of Object.entries(action.inputs)) {
    if (required === true && input(name) === undefined) {
      throw new Failure('usage', `The input ${name} is missing`, {
        way_out: `Give it under \`with:\`. ${action.inputs[name]?.description ?? ''}`,
      });
    }
  }
  return {
    ports: {
      clock: systemClock,
      log,
      git: localGit,
      aws: (region) => connectAws(region, log),
      presto: connectPresto,
    },
    job,
    packageRoot: resolve(dirname(fileURLToPath(import.meta.url)), '..'),
    input,
    redactor,
    flag(name) {
      const value = input(name) ?? 'false';
      if (value !== 'true' && value !== 'false') {
        throw new Failure('usage', `The input ${name} is ${JSON.stringify(value)}`, {
          way_out: 'It takes true or false.',
        });
      }
      return value === 'true';
    },
    async github() {
      const { connectGitHub } = await import('../src/adapters/github/index.ts');
      const token = input('github-token');
      if (token !== undefined) redactor.add(token);
      return await connectGitHub({ token, repository: job.repository, apiUrl: process.env.GITHUB_API_URL });
    },
  };
}

/** https://docs.github.com/actions/reference/workflows-and-actions/variables */
function readJob(env: NodeJS.ProcessEnv): Job {
  const file = env.GITHUB_EVENT_PATH;
  const repository = env.GITHUB_REPOSITORY ?? '';
  let payload: Record<string, unknown> = {};
  if (file !== undefined && file !== '') {
    try {
      payload = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    } catch {
      throw new Failure('usage', 'The event that started this workflow cannot be read', {
        way_out: 'GITHUB_EVENT_PATH has to name its JSON file.',
      });
    }
  }
  return {
    repository,
    sha: env.GITHUB_SHA ?? '',
    event: env.GITHUB_EVENT_NAME ?? '',
    payload,
    workspace: env.GITHUB_WORKSPACE ?? process.cwd(),
    runUrl: `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
  };
}

function setOutputs(core: Core, redactor: Redactor, result: Result, outputs: Record<string, string | null>): void {
  core.setOutput('result', JSON.stringify(redactJson(result, redactor)));
  core.setOutput('decision', result.decision);
  core.setOutput('reason-code', result.reason_code);
  for (const [name, value] of Object.entries(outputs))
    core.setOutput(name, value === null ? '' : redactor.redact(value));
}

/** A step's summary takes 1 MiB: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
const MAX_SUMMARY_BYTES = 1024 * 1024;

async function writeSummary(core: Core, markdown: string): Promise<void> {
  if (process.env.GITHUB_STEP_SUMMARY === undefined || process.env.GITHUB_STEP_SUMMARY === '') return;
  const bytes = Buffer.from(markdown);
  const text =
    bytes.length <= MAX_SUMMARY_BYTES
      ? markdown
      : `${bytes.subarray(0, MAX_SUMMARY_BYTES - 100).toString('utf8')}\n\n> Cut at 1 MiB.`;
  await core.summary.addRaw(text, true).write();
}

/** Annotates the lines of the files that have mistakes. */
function annotate(core: Core, redactor: Redactor, error: unknown): void {
  for (const { file, line, column, path, message } of factsOf(error, 'config_invalid')?.diagnostics ?? []) {
    const what = path === '' ? '' : `${pathText(path)}: `;
    core.error(logText(redactor.redact(what + message)), {
      title: 'Configuration',
      // GitHub marks a line of a file, and a folder or an option has none.
      ...(line === 0 ? {} : { file, startLine: line, startColumn: column }),
    });
  }
}

function jobLog(core: Core, redactor: Redactor): Log {
  const place = (at?: { file: string; line?: number; column?: number }) =>
    at === undefined
      ? {}
      : {
          file: at.file,
          ...(at.line === undefined ? {} : { startLine: at.line }),
          ...(at.column === undefined ? {} : { startColumn: at.column }),
        };
  const clean = (text: string) => logText(redactor.redact(text));
  return {
    info: (message) => core.info(clean(message)),
    warn: (message, at) => core.warning(clean(message), place(at)),
    error: (message, at) => core.error(clean(message), place(at)),
    group(title) {
      core.startGroup(clean(title));
      return { end: () => core.endGroup() };
    },
    secret(value) {
      redactor.add(value);
      core.setSecret(value);
    },
  };
}
