import { load } from 'js-yaml';
import { hasWriteAccess } from '../access.ts';
import { ApiError } from '../api-error.ts';
import { type ApiResponse, type Call, type Handlers, ok } from '../call.ts';

/** An input as a workflow file declares it: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
interface DeclaredInput {
  type?: string;
  required?: boolean;
  default?: unknown;
  options?: string[];
}
type Inputs = Record<string, DeclaredInput | null>;

/** A user needs write access. The token of a workflow needs `actions: write` in the permissions of its job. */
function requireActionsWrite(call: Call): void {
  if (call.app) {
    if (call.permissions !== undefined && call.permissions.actions !== 'write')
      throw new ApiError(403, 'Resource not accessible by integration');
  } else if (!hasWriteAccess(call)) {
    throw new ApiError(403, 'Must have admin rights to Repository.');
  }
}

/** The text of a file at a ref; undefined when the ref has no such file. */
async function readFileAt(call: Call, path: string, ref: string): Promise<string | undefined> {
  const sha = await call.git.text(['rev-parse', '--verify', '--quiet', `${ref}:${path}`]).catch(() => '');
  return sha === '' ? undefined : (await call.git.blob(sha)).toString('utf8');
}

/** Inputs that a workflow declares for `workflow_dispatch`; undefined when that event does not start it. */
function dispatchInputs(text: string): Inputs | undefined {
  const { on } = load(text) as { on?: unknown };
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return {};
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return undefined;
  return (on.workflow_dispatch as { inputs?: Inputs } | null)?.inputs ?? {};
}

/**
 * The inputs of the run, as strings, with the default of each input that the request leaves out.
 * @throws ApiError 422 for an unknown, a missing or an invalid input
 */
function checkInputs(declared: Inputs, values: Record<string, unknown>): Record<string, string> {
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = values[name] ?? input?.default;
    if (value === undefined) {
      if (input?.required === true) throw new ApiError(422, `Required input '${name}' not provided`);
      continue;
    }
    if (name in values && !isValid(values[name], input)) throw new ApiError(422, `Invalid value for input '${name}'`);
    inputs[name] = String(value);
  }
  return inputs;
}

/** Whether a value fits the type of an input. Numbers are sent as text. */
function isValid(value: unknown, input: DeclaredInput | null): boolean {
  if (input?.type === 'number') return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  if (input?.type === 'choice') return input.options?.includes(String(value)) === true;
  return true;
}

export const actionHandlers: Handlers = {
  /**
   * Delivers the webhook `workflow_dispatch`; no workflow runs here. The workflow must be on the default branch. The
   * version at `ref` is the one that runs, and its inputs count. https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
   */
  'actions/create-workflow-dispatch': async (call): Promise<ApiResponse> => {
    requireActionsWrite(call);
    const { repository, git, render, github } = call;
    const path = `.github/workflows/${call.params.workflow_id}`;
    if ((await readFileAt(call, path, repository.defaultBranch)) === undefined) throw new ApiError(404, 'Not Found');
    const requested = String(call.body.ref);
    const name = requested.replace(/^refs\/(heads|tags)\//, '');
    const refs = (await git.text(['for-each-ref', '--format=%(refname)', `refs/heads/${name}`, `refs/tags/${name}`]))
      .split('\n')
      .filter((ref) => ref === `refs/heads/${name}` || ref === `refs/tags/${name}`);
    const [ref] = refs;
    if (ref === undefined) throw new ApiError(422, `No ref found for: ${requested}`);
    const declared = dispatchInputs((await readFileAt(call, path, ref)) ?? '{}');
    if (declared === undefined) throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
    const inputs = checkInputs(declared, (call.body.inputs ?? {}) as Record<string, unknown>);
    github.deliver('workflow_dispatch', {
      inputs,
      ref,
      workflow: path,
      repository: render.repository(repository),
      sender: render.user(call.actor),
    });
    if (call.body.return_run_details !== true) return { status: 204 };
    const id = github.stateFile.id();
    return ok({
      workflow_run_id: id,
      run_url: `${render.repositoryUrl(repository)}/actions/runs/${id}`,
      html_url: `${render.html}/${repository.owner}/${repository.name}/actions/runs/${id}`,
    });
  },
};
