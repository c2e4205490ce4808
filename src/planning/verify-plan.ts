import { contentProblem, readRegularFile } from '../config/regular-file.ts';
import { Failure } from '../failure.ts';
import { gapText } from '../observed/gap.ts';
import type { PinnedPackages } from '../observed/pinned-package.ts';
import { desiredDigests } from '../plan/digests.ts';
import { changedBy, type VerifiedVerb } from '../plan/fields.ts';
import { type CurrentState, type Receipt, readReceipt, type Verification, verifyReceipt } from '../plan/receipt.ts';
import type { Project } from '../project/open-project.ts';
import { observeForPlan } from './observe-aws.ts';

/** The plan that an apply is verified against. */
export interface PlanToVerify {
  /** File of `mlops plan --out`, or a receipt alone. */
  file: string;
  /** Key that the receipts are signed with. */
  key?: string;
}

/** The apply that a plan is verified for. */
export interface VerifiedApply {
  verb: VerifiedVerb;
  project: Project;
  packages: PinnedPackages;
  /** The repository that the run belongs to. */
  repository?: string | undefined;
  /** ISO 8601. */
  now: string;
}

/**
 * Refuses when what is about to be applied, or what is in the account, is not what was reviewed. Called before anything is
 * changed. What an earlier attempt of the same apply changed counts as reviewed.
 * @throws Failure `moved` with the first field that moved, `inconclusive` when the plan or this call could not read the account,
 * `usage` for a file that is not a plan
 */
export async function verifyPlan(
  plan: PlanToVerify,
  { verb, project, packages, repository, now }: VerifiedApply,
): Promise<void> {
  const receipt = receiptOf(plan.file, project.name);
  // First: where the files name no account, an offline plan is for no account.
  if (receipt.observed === null) {
    throw new Failure('inconclusive', `The plan ${plan.file} was made without reading account ${project.account}`, {
      way_out: 'Make the plan with credentials of that account (without --offline).',
    });
  }
  const wanted: CurrentState = {
    environment: project.name,
    account: project.account,
    region: project.region,
    desired: desiredDigests(project),
    verb,
  };
  refuseIfMoved(verifyReceipt(receipt, wanted, plan.key), plan.file);
  const live = await observeForPlan({
    aws: project.aws,
    partition: project.partition,
    packages,
    repository,
    base: null,
    head: project,
    now,
    parts: { training: verb === 'train', endpoint: verb === 'deploy', batch: verb === 'deploy' },
    forecast: false,
  });
  if (live.gaps.length > 0) {
    const why = live.gaps.map(gapText).join('; ');
    throw new Failure('inconclusive', `The plan cannot be verified: ${why}`, {
      way_out: 'Run it again when that can be read.',
    });
  }
  const observed = changedBy(verb, live.observed);
  refuseIfMoved(verifyReceipt(receipt, { ...wanted, observed, applied: live.applied }, plan.key), plan.file);
}

/** A plan of many environments has a few MiB. */
const MAX_PLAN_BYTES = 64 * 1_048_576;

function receiptOf(file: string, environment: string): Receipt {
  const notAPlan = (why: string) =>
    new Failure('usage', `${file} is not a plan: ${why}`, { way_out: 'Give the file that mlops plan --out wrote.' });
  const content = readRegularFile(file, MAX_PLAN_BYTES);
  if (!('bytes' in content)) throw notAPlan(`it ${contentProblem(content, MAX_PLAN_BYTES)}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(content.bytes));
  } catch (error) {
    throw notAPlan(error instanceof Error ? error.message : String(error));
  }
  const alone = readReceipt(value);
  if (alone !== undefined) return alone;
  const receipts = (value as { receipts?: unknown } | null)?.receipts;
  if (typeof receipts !== 'object' || receipts === null) throw notAPlan('it has no receipts');
  if (!Object.hasOwn(receipts, environment)) {
    throw new Failure('moved', `The plan ${file} does not affect ${environment}`, {
      way_out: 'Make a plan of what is to be applied now, and review it: mlops plan.',
      facts: { which: 'environment', moved: 'environment', to: environment },
    });
  }
  const receipt = readReceipt((receipts as Record<string, unknown>)[environment]);
  if (receipt === undefined) throw notAPlan(`its receipt of ${environment} cannot be read`);
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

function refuseIfMoved(verification: Verification, file: string): void {
  if (verification.ok) return;
  const { which, moved, from, to } = verification;
  const facts = { which, moved, from, to };
  if (which === 'signature' || which === 'schema_version') {
    const why = which === 'signature' ? `its signature is wrong (${from})` : `its version is ${from}, not ${to}`;
    throw new Failure('moved', `The plan ${file} is refused: ${why}`, {
      way_out: 'Make the plan again, with the same MLOPS_PLAN_KEY as here.',
      facts,
    });
  }
  const what = which === 'desired' || which === 'observed' ? `${moved} ${WHERE[which]}` : WHERE[which];
  throw new Failure('moved', `This is not what was reviewed: ${what} was ${from} and is ${to}`, {
    way_out: 'Make the plan again and review what it shows now.',
    facts,
  });
}
