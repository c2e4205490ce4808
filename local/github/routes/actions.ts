import { load } from 'js-yaml';
import type { Answer, Call, Handlers } from '../call.ts';
import { ApiError } from '../forge.ts';

/** As a workflow file declares it: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
interface DeclaredInput {
  type?: string;
  required?: boolean;
  default?: unknown;
  options?: string[];
}
type Inputs = Record<string, DeclaredInput | null>;

/** People need write access; a workflow's own token needs what its job asked for. */
function requireActionsWrite(call: Call): void {
  if (call.app) {
    if (call.permissions !== undefined && call.permissions.actions !== 'write')
      throw new ApiError(403, 'Resource not accessible by integration');
  } else if (!['admin', 'maintain', 'write'].includes(call.forge.permission(call.repository, call.actor))) {
    throw new ApiError(403, 'Must have admin rights to Repository.');
  }
}

async function textAt(call: Call, path: string, ref: string): Promise<string | undefined> {
  const sha = await call.git.text(['rev-parse', '--verify', '--quiet', `${ref}:${path}`]).catch(() => '');
  return sha === '' ? undefined : (await call.git.blob(sha)).toString('utf8');
}

/** Inputs of `workflow_dispatch`; undefined when the workflow does not listen to it. */
function dispatchInputs(text: string): Inputs | undefined {
  const { on } = load(text) as { on?: unknown };
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return {};
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return undefined;
  return (on.workflow_dispatch as { inputs?: Inputs } | null)?.inputs ?? {};
}

/** What the run gets: strings, with the defaults of what was not given. */
function checkedInputs(declared: Inputs, given: Record<string, unknown>): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = given[name] ?? input?.default;
    if (value === undefined) {
      if (input?.required === true) throw new ApiError(422, `Required input '${name}' not provided`);
      continue;
    }
    if (name in given && !fits(given[name], input)) throw new ApiError(422, `Invalid value for input '${name}'`);
    inputs[name] = String(value);
  }
  return inputs;
}

/** Numbers too are sent as text. */
function fits(value: unknown, input: DeclaredInput | null): boolean {
  if (input?.type === 'number') return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  if (input?.type === 'choice') return input.options?.includes(String(value)) === true;
  return true;
}

export const actionHandlers: Handlers = {
  /**
   * Remembered as the webhook that it makes. The workflow has to be on the default branch; the version that is run, and whose
   * inputs count, is the one at `ref`. https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
   */
  'actions/create-workflow-dispatch': async (call): Promise<Answer> => {
    requireActionsWrite(call);
    const { repository, git, render, forge } = call;
    const path = `.github/workflows/${call.params.workflow_id}`;
    if ((await textAt(call, path, repository.defaultBranch)) === undefined) throw new ApiError(404, 'Not Found');
    const asked = String(call.body.ref);
    const name = asked.replace(/^refs\/(heads|tags)\//, '');
    const refs = (await git.text(['for-each-ref', '--format=%(refname)', `refs/heads/${name}`, `refs/tags/${name}`]))
      .split('\n')
      .filter((ref) => ref === `refs/heads/${name}` || ref === `refs/tags/${name}`);
    const [ref] = refs;
    if (ref === undefined) throw new ApiError(422, `No ref found for: ${asked}`);
    const declared = dispatchInputs((await textAt(call, path, ref)) ?? '{}');
    if (declared === undefined) throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
    const inputs = checkedInputs(declared, (call.body.inputs ?? {}) as Record<string, unknown>);
    forge.deliver('workflow_dispatch', {
      inputs,
      ref,
      workflow: path,
      repository: render.repository(repository),
      sender: render.user(call.actor),
    });
    if (call.body.return_run_details !== true) return { status: 204 };
    const id = forge.stateFile.id();
    return {
      status: 200,
      body: {
        workflow_run_id: id,
        run_url: `${render.repositoryUrl(repository)}/actions/runs/${id}`,
        html_url: `${render.html}/${repository.owner}/${repository.name}/actions/runs/${id}`,
      },
    };
  },
};
