import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { checkoutRoot } from '../config/index.ts';
import { Failure } from '../failure.ts';
import { desiredDigests } from '../plan/digests.ts';
import { type Now, type Receipt, readReceipt, type Verified, verifyReceipt } from '../plan/receipt.ts';
import { DEFAULT_ENVIRONMENT, type EnvironmentState } from '../plan/state.ts';
import { observeForPlan } from './observe-for-plan.ts';
import type { Project, ProjectInput } from './project.ts';
import { readState } from './read-state.ts';

/** Receipt that an apply is held to. */
export interface HeldTo {
  /** File of `mlops plan --out`, or a receipt alone. */
  file: string;
  /** Key that the receipts are signed with. */
  key?: string;
}

/** Fields of what is there that the verb is about to change. */
const CHANGES = {
  train: /^(role of the )?training pipeline$/,
  deploy: /^(?!(role of the )?training pipeline$)/,
} as const;

/** Fields of what is wanted that decide what the verb does: another merge that moved only the others is none of its business. */
const DECIDES = {
  train: /^(code|query|environment|training pipeline)$/,
  deploy: /^(?!(query|training pipeline)$)/,
} as const;

/**
 * Refuses (`moved`) when what is about to be applied, or what it would meet, is not what was reviewed; the one field that moved
 * is named. Called before anything is changed. An earlier attempt of the same apply is no move.
 * @throws Failure `moved`, `inconclusive` for a plan that never looked at the account, `usage` for a file that is no plan
 */
export async function holdToPlan(
  held: HeldTo,
  verb: keyof typeof CHANGES,
  input: ProjectInput,
  project: Project,
  now: string,
): Promise<void> {
  const name = project.environment?.name ?? DEFAULT_ENVIRONMENT;
  const receipt = receiptFor(held.file, name);
  // First: where the files name no account, such a plan is of none.
  if (receipt.observed === null) {
    throw new Failure('inconclusive', `The plan ${held.file} never looked at account ${project.account}`, {
      wayOut: 'Make the plan with credentials of that account (without --offline).',
    });
  }
  const state = currentState(input, project, name);
  const there: Now = {
    environment: name,
    account: project.account,
    region: project.region,
    desired: desiredDigests(state),
    decides: DECIDES[verb],
  };
  hold(verifyReceipt(receipt, there, held.key), held.file);
  const seen = await observeForPlan({
    aws: project.aws,
    partition: project.partition,
    base: null,
    head: state,
    now,
    parts: { training: verb === 'train', endpoint: verb === 'deploy', batch: verb === 'deploy' },
  });
  if (seen.gaps.length > 0) {
    throw new Failure('inconclusive', `What is there cannot be held against the plan: ${seen.gaps.join('; ')}`, {
      wayOut: 'Run it again when that can be read.',
    });
  }
  const observed = Object.fromEntries(Object.entries(seen.observed).filter(([field]) => CHANGES[verb].test(field)));
  hold(verifyReceipt(receipt, { ...there, observed, applied: seen.applied }, held.key), held.file);
}

function currentState(input: ProjectInput, project: Project, name: string): EnvironmentState {
  const configFile = realpathSync(resolve(input.configFile));
  const root = checkoutRoot(dirname(configFile));
  const read = readState({
    root,
    configPath: relative(root, configFile).replaceAll('\\', '/'),
    ...(input.region === undefined ? {} : { region: input.region }),
    ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
  });
  const applied = read.applied({ account: project.account, env: process.env });
  const state = applied?.environments.find((environment) => environment.name === name);
  if (state !== undefined) return state;
  const why = read.findings.find(({ severity }) => severity === 'error')?.message ?? `there is no environment ${name}`;
  throw new Failure('config_invalid', why, { wayOut: 'mlops check shows every mistake with its place.' });
}

function receiptFor(file: string, environment: string): Receipt {
  const noPlan = (why: string) =>
    new Failure('usage', `${file} is no plan: ${why}`, { wayOut: 'Give the file that mlops plan --out wrote.' });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw noPlan(error instanceof Error ? error.message : String(error));
  }
  const alone = readReceipt(value);
  if (alone !== undefined) return alone;
  const receipts = (value as { receipts?: unknown } | null)?.receipts;
  if (typeof receipts !== 'object' || receipts === null) throw noPlan('it has no receipts');
  if (!Object.hasOwn(receipts, environment)) {
    throw new Failure('moved', `The plan ${file} does not affect ${environment}`, {
      wayOut: 'Review what is to be applied now: mlops plan.',
      facts: { which: 'environment', moved: 'environment', to: environment },
    });
  }
  const receipt = readReceipt((receipts as Record<string, unknown>)[environment]);
  if (receipt === undefined) throw noPlan(`its receipt of ${environment} cannot be read`);
  return receipt;
}

const WHERE = {
  desired: 'in the files',
  observed: 'in the account',
  base: 'the base',
  head: 'the commit',
  environment: 'the environment',
  account: 'the account',
  region: 'the region',
} as const;

function hold(verified: Verified, file: string): void {
  if (verified.ok) return;
  const { which, moved, from, to } = verified;
  const facts = { which, moved, from, to };
  if (which === 'signature' || which === 'schema_version') {
    const what = which === 'signature' ? `its signature does not hold (${from})` : `its version is ${from}, not ${to}`;
    throw new Failure('moved', `The plan ${file} is not to be believed: ${what}`, {
      wayOut: 'Make the plan again, with the same MLOPS_PLAN_KEY as here.',
      facts,
    });
  }
  const what = which === 'desired' || which === 'observed' ? `${moved} ${WHERE[which]}` : WHERE[which];
  throw new Failure('moved', `Not what was reviewed: ${what} was ${from}, and is ${to}`, {
    wayOut: 'Make the plan again and review what it shows now.',
    facts,
  });
}
