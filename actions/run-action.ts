import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../src/config/index.ts';
import { Failure } from '../src/failure.ts';
import { logText } from '../src/log-text.ts';
import type { Log } from '../src/ports/log.ts';
import { createRedactor, type Redactor, redactJson } from '../src/redact.ts';
import type { Result } from '../src/result.ts';
import { failureResult } from '../src/verbs/outcome.ts';
import type { Action, ActionContext, Job } from './action.ts';
import { ACTIONS } from './actions.ts';

type Core = typeof import('@actions/core');

/** Runs one action from its inputs to its outputs. Only here does a result become a failed step. */
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
    const said = logText(redactor.redact(result.summary));
    core.info(said);
    if (result.decision === 'failed' || result.decision === 'refused') core.setFailed(said);
  } catch (error) {
    const result = failureResult(verb, error);
    setOutputs(core, redactor, result, error instanceof Failure ? (action.failed?.(error) ?? {}) : {});
    const wayOut = error instanceof Failure && error.wayOut !== undefined ? `\n${error.wayOut}` : '';
    const annotated = annotate(core, redactor, error);
    if (!annotated && error instanceof Error) core.debug(logText(redactor.redact(error.stack ?? '')));
    // A run that goes on without us is not a failed step: a later run picks it up.
    if (result.decision === 'parked') core.warning(logText(redactor.redact(`${result.summary}${wayOut}`)));
    else core.setFailed(logText(redactor.redact(`${result.reason_code}: ${result.summary}${wayOut}`)));
  }
}

async function createContext(core: Core, redactor: Redactor, action: Action, job: Job): Promise<ActionContext> {
  const log = jobLog(core, redactor);
  const { connectAws } = await import('../src/adapters/aws/index.ts');
  const { connectPresto } = await import('../src/adapters/presto/index.ts');
  const { systemClock } = await import('../src/cli/terminal.ts');
  const input = (name: string): string | undefined => {
    if (!(name in action.inputs)) throw new Error(`the action does not declare the input ${name}`);
    const value = core.getInput(name);
    return value === '' ? undefined : value;
  };
  for (const [name, { required }] of Object.entries(action.inputs)) {
    if (required === true && input(name) === undefined) {
      throw new Failure('usage', `The input ${name} is missing`, {
        wayOut: `Give it under \`with:\`. ${action.inputs[name]?.description ?? ''}`,
      });
    }
  }
  return {
    ports: { clock: systemClock, log, aws: (region) => connectAws(region, log), presto: connectPresto },
    job,
    packageRoot: resolve(dirname(fileURLToPath(import.meta.url)), '..'),
    input,
    redactor,
    flag(name) {
      const value = input(name) ?? 'false';
      if (value !== 'true' && value !== 'false') {
        throw new Failure('usage', `The input ${name} is ${JSON.stringify(value)}`, {
          wayOut: 'It takes true or false.',
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
        wayOut: 'GITHUB_EVENT_PATH has to name its JSON file.',
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

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands: a step's summary takes 1 MiB. */
const LARGEST_SUMMARY = 1024 * 1024;

async function writeSummary(core: Core, markdown: string): Promise<void> {
  if (process.env.GITHUB_STEP_SUMMARY === undefined || process.env.GITHUB_STEP_SUMMARY === '') return;
  const bytes = Buffer.from(markdown);
  const text =
    bytes.length <= LARGEST_SUMMARY
      ? markdown
      : `${bytes.subarray(0, LARGEST_SUMMARY - 100).toString('utf8')}\n\n> Cut at 1 MiB.`;
  await core.summary.addRaw(text, true).write();
}

/** Mistakes in files become annotations on their lines; true when there were some. */
function annotate(core: Core, redactor: Redactor, error: unknown): boolean {
  if (!(error instanceof Failure) || !Array.isArray(error.facts.diagnostics)) return false;
  for (const diagnostic of error.facts.diagnostics as Diagnostic[]) {
    const { file, line, column, path, message } = diagnostic;
    core.error(logText(redactor.redact(`${path}: ${message}`)), {
      file,
      startLine: line,
      startColumn: column,
      title: 'Configuration',
    });
  }
  return true;
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
  const shown = (text: string) => logText(redactor.redact(text));
  return {
    info: (message) => core.info(shown(message)),
    warn: (message, at) => core.warning(shown(message), place(at)),
    error: (message, at) => core.error(shown(message), place(at)),
    group(title) {
      core.startGroup(shown(title));
      return { end: () => core.endGroup() };
    },
    secret(value) {
      redactor.add(value);
      core.setSecret(value);
    },
  };
}
