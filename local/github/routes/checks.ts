import { ApiError } from '../api-error.ts';
import { type Call, created, type Handlers, ok } from '../call.ts';
import { renderCheckAnnotation, renderCheckRun } from '../render-checks.ts';
import type { CheckAnnotation, CheckRun } from '../state.ts';

/** https://docs.github.com/rest/checks/runs: "The maximum size is 64 KB." / "The maximum size is 255 characters." */
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_TITLE_CHARACTERS = 255;

/** Only GitHub Apps may write checks. The token of a workflow belongs to an app. */
function requireApp(call: Call): void {
  if (!call.app) throw new ApiError(403, 'You must authenticate via a GitHub App.');
}

function requestedRun(call: Call): CheckRun {
  const run = call.repository.checkRuns?.find(({ id }) => id === Number(call.params.check_run_id));
  if (run === undefined) throw new ApiError(404, 'Not Found');
  return run;
}

const validationError = (field: string, message: string) =>
  new ApiError(422, `Invalid request.\n\n${message}`, [{ resource: 'CheckRun', code: 'invalid', field, message }]);

/** Copies the fields of the request into the check run. Annotations are added to the existing ones; none is replaced. */
function updateRun(call: Call, run: CheckRun): void {
  const { name, details_url, external_id, started_at, status, conclusion, completed_at } = call.body;
  const output = call.body.output as
    | (Omit<CheckRun['output'], 'annotations'> & { annotations?: CheckAnnotation[] })
    | undefined;
  const annotations = (output?.annotations ?? []).map(checkAnnotation);
  if (status === 'completed' && conclusion === undefined)
    throw validationError('conclusion', 'a completed run needs a conclusion');
  if (typeof name === 'string') run.name = name;
  if (typeof details_url === 'string') run.detailsUrl = details_url;
  if (typeof external_id === 'string') run.externalId = external_id;
  if (typeof started_at === 'string') run.started = started_at;
  if (typeof status === 'string') run.status = status;
  if (typeof conclusion === 'string') {
    run.conclusion = conclusion;
    run.status = 'completed';
    run.completed = typeof completed_at === 'string' ? completed_at : call.github.time();
  }
  if (output === undefined) return;
  run.output = {
    title: output.title ?? run.output.title,
    summary: output.summary ?? run.output.summary,
    text: output.text ?? run.output.text,
    annotations: [...run.output.annotations, ...annotations],
  };
}

/** @throws ApiError 422 when GitHub would refuse the annotation */
function checkAnnotation(annotation: CheckAnnotation): CheckAnnotation {
  const { start_line, end_line, start_column, end_column, message, title } = annotation;
  if (start_line < 1 || end_line < start_line)
    throw validationError('annotations', 'start_line and end_line are not a range of lines');
  if (start_line !== end_line && (start_column != null || end_column != null)) {
    throw validationError('annotations', 'start_column and end_column are for annotations of one line');
  }
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES)
    throw validationError('annotations', 'message is longer than 64 KB');
  if (title != null && title.length > MAX_TITLE_CHARACTERS)
    throw validationError('annotations', 'title is longer than 255 characters');
  return annotation;
}

export const checkHandlers: Handlers = {
  'checks/create': async (call) => {
    requireApp(call);
    const head = await call.git.resolve(String(call.body.head_sha));
    if (head === undefined) throw validationError('head_sha', `No commit found for SHA: ${String(call.body.head_sha)}`);
    const run: CheckRun = {
      id: call.github.stateFile.id(),
      name: '',
      head,
      app: call.actor.replace(/\[bot\]$/, ''),
      externalId: '',
      detailsUrl: null,
      status: 'queued',
      conclusion: null,
      started: call.github.time(),
      completed: null,
      output: { title: null, summary: null, text: null, annotations: [] },
    };
    updateRun(call, run);
    call.repository.checkRuns ??= [];
    call.repository.checkRuns.push(run);
    return created(renderCheckRun(call.render, call.repository, run));
  },
  'checks/get': (call) => ok(renderCheckRun(call.render, call.repository, requestedRun(call))),
  'checks/update': (call) => {
    requireApp(call);
    const run = requestedRun(call);
    if (`${run.app}[bot]` !== call.actor)
      throw new ApiError(403, 'Invalid app_id `1` - check run can only be modified by the GitHub App that created it.');
    updateRun(call, run);
    return ok(renderCheckRun(call.render, call.repository, run));
  },
  'checks/list-annotations': (call) => {
    const run = requestedRun(call);
    return ok(
      run.output.annotations.map((annotation) => renderCheckAnnotation(call.render, call.repository, run, annotation)),
    );
  },
  'checks/list-for-ref': async (call) => {
    const head = await call.git.resolve(call.params.ref ?? '');
    if (head === undefined) throw new ApiError(422, `No commit found for SHA: ${call.params.ref}`);
    const { check_name, status, filter } = call.query;
    const runs = (call.repository.checkRuns ?? [])
      .filter((run) => run.head === head)
      .filter((run) => check_name === undefined || run.name === check_name)
      .filter((run) => status === undefined || run.status === status)
      .reverse();
    // `latest` is the default: only the newest of several runs with one name.
    const selected =
      filter === 'all'
        ? runs
        : runs.filter((run, i) => runs.findIndex(({ name, app }) => name === run.name && app === run.app) === i);
    return {
      status: 200,
      list: 'check_runs',
      body: selected.map((run) => renderCheckRun(call.render, call.repository, run)),
    };
  },
};
