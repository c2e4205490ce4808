import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../src/failure.ts';
import type { HeldTo } from '../src/verbs/hold-to-plan.ts';
import { type ActionContext, GITHUB_INPUTS, type Input } from './action.ts';

export const HELD_PLAN_INPUTS = {
  plan: {
    description:
      'Whether to do only what the plan on the merged pull request says: `none`, `auto` (when it has one) or `required`.',
    default: 'none',
  },
  'plan-key': { description: 'Secret that the plan was signed with.' },
  ...GITHUB_INPUTS,
} as const satisfies Record<string, Input>;

/** The plan of an environment that was reviewed on the pull request which was merged as this job's commit; the log says which one, or why there is none. */
export async function heldPlan(context: ActionContext): Promise<HeldTo | undefined> {
  const mode = context.input('plan') ?? 'none';
  if (mode === 'none') return undefined;
  if (mode !== 'auto' && mode !== 'required') {
    throw new Failure('usage', `The input plan is ${JSON.stringify(mode)}`, {
      wayOut: 'It takes none, auto or required.',
    });
  }
  const { log } = context.ports;
  const key = context.input('plan-key');
  if (key !== undefined) log.secret(key);
  const { findReceipt } = await import('../src/verbs/find-receipt.ts');
  const { DEFAULT_ENVIRONMENT } = await import('../src/plan/state.ts');
  const environment = context.input('environment') ?? DEFAULT_ENVIRONMENT;
  const answer = await findReceipt(await context.github(), context.job.sha, environment);
  const held = answer.found?.receipt ?? null;
  if (held !== null && (held.observed !== null || mode === 'required')) {
    log.info(`Held to the plan of ${environment} that was reviewed: ${answer.found?.url}`);
    return { file: written(held, environment), ...(key === undefined ? {} : { key }) };
  }
  const why =
    answer.found === undefined
      ? answer.why
      : held === null
        ? `the plan ${answer.found.url} does not affect ${environment}`
        : `the plan ${answer.found.url} never looked at the account of ${environment}`;
  if (mode === 'required') {
    throw new Failure('not_allowed', `There is no plan to hold to: ${why}`, {
      wayOut: 'Merge by a pull request whose plan was made of its last commit, or give the input plan: auto.',
    });
  }
  log.info(`Held to no plan: ${why}`);
  return undefined;
}

/** Where the verb reads it. */
function written(receipt: object, environment: string): string {
  const folder = join(process.env.RUNNER_TEMP ?? tmpdir(), 'mlops-held-plan');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${environment}.json`);
  writeFileSync(file, JSON.stringify(receipt));
  return file;
}
