import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../src/failure.ts';
import type { PlanToVerify } from '../src/planning/verify-plan.ts';
import { type ActionContext, GITHUB_INPUTS, type Input } from './action.ts';

export const VERIFY_PLAN_INPUTS = {
  plan: {
    description:
      'Whether to verify the plan on the merged pull request first, and do only what it says: `none`, `auto` (when there is one) or `required`.',
    default: 'none',
  },
  'plan-key': { description: 'Secret that the plan was signed with.' },
  ...GITHUB_INPUTS,
} as const satisfies Record<string, Input>;

/**
 * Finds the plan to verify: the plan of the environment on the pull request that was merged as the commit of this job. Undefined
 * when nothing is verified. The log says which plan it is, or why there is none.
 * @throws Failure `usage` for another mode, `not_allowed` without a plan that is required
 */
export async function planToVerify(context: ActionContext): Promise<PlanToVerify | undefined> {
  const mode = context.input('plan') ?? 'none';
  if (mode === 'none') return undefined;
  if (mode !== 'auto' && mode !== 'required') {
    throw new Failure('usage', `The input plan is ${JSON.stringify(mode)}`, {
      way_out: 'It takes none, auto or required.',
    });
  }
  const { log } = context.ports;
  const key = context.input('plan-key');
  if (key !== undefined) log.secret(key);
  const { findReceipt } = await import('../src/planning/find-receipt.ts');
  const { DEFAULT_ENVIRONMENT } = await import('../src/project/environment-state.ts');
  const environment = context.input('environment') ?? DEFAULT_ENVIRONMENT;
  const answer = await findReceipt(await context.github(), context.job.sha, environment);
  const receipt = answer.found?.receipt ?? null;
  if (receipt !== null && (receipt.observed !== null || mode === 'required')) {
    log.info(`Verifying the reviewed plan of ${environment}: ${answer.found?.url}`);
    return { file: writeReceipt(receipt, environment), ...(key === undefined ? {} : { key }) };
  }
  const why =
    answer.found === undefined
      ? answer.why
      : receipt === null
        ? `the plan ${answer.found.url} does not affect ${environment}`
        : `the plan ${answer.found.url} was made without reading the account of ${environment}`;
  if (mode === 'required') {
    throw new Failure('not_allowed', `There is no plan to verify: ${why}`, {
      way_out: 'Merge a pull request with a plan of its last commit, or give the input plan: auto.',
    });
  }
  log.info(`No plan is verified: ${why}`);
  return undefined;
}

/** Writes a receipt to a file, because the verb reads a file. */
function writeReceipt(receipt: object, environment: string): string {
  const folder = join(process.env.RUNNER_TEMP ?? tmpdir(), 'mlops-reviewed-plan');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${environment}.json`);
  writeFileSync(file, JSON.stringify(receipt));
  return file;
}
