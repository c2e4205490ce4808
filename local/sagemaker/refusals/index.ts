import { Failure } from '../../../src/failure.ts';
import { Member, REFUSALS, type Refusal } from '../../../src/refusals/index.ts';
import type { Context, Shape } from '../context.ts';
import type { AccountRefusal } from './account-refusal.ts';
import { endpointRefusals } from './endpoint/index.ts';
import { endpointConfigRefusals } from './endpoint-config/index.ts';
import { throwFirst } from './enforce.ts';
import { keysRefusals } from './keys/index.ts';
import { modelRefusals } from './model/index.ts';
import { namesRefusals } from './names/index.ts';
import { pipelinesRefusals } from './pipelines/index.ts';
import { quotasRefusals } from './quotas/index.ts';
import { registryRefusals } from './registry/index.ts';
import { rolesRefusals } from './roles/index.ts';
import { scalingRefusals } from './scaling/index.ts';
import { serverlessRefusals } from './serverless/index.ts';
import { storageRefusals } from './storage/index.ts';
import { tagsRefusals } from './tags/index.ts';

/** Every rule that depends on the account, in the order in which they are looked at. */
export const ACCOUNT_REFUSALS: readonly AccountRefusal[] = [
  ...namesRefusals,
  ...pipelinesRefusals,
  ...tagsRefusals,
  ...rolesRefusals,
  ...storageRefusals,
  ...modelRefusals,
  ...registryRefusals,
  ...endpointConfigRefusals,
  ...serverlessRefusals,
  ...endpointRefusals,
  ...keysRefusals,
  ...quotasRefusals,
  ...scalingRefusals,
];

/** Rules that AWS did not always enforce. The service can leave them out, and is then the AWS of an earlier year. */
export const RECENT_REFUSALS: readonly string[] = [...REFUSALS, ...ACCOUNT_REFUSALS].flatMap(({ name, since }) =>
  since === undefined ? [] : [name],
);

/**
 * Reads a list of rules to leave out.
 * @param list names with commas between them
 * @throws Failure `usage` for a name that is not one of `RECENT_REFUSALS`
 */
export function allowedRules(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !RECENT_REFUSALS.includes(name));
  if (unknown === undefined) return names;
  throw new Failure('usage', `AWS always refused ${unknown}, or it is not the name of a rule`, {
    way_out: `These rules can be left out: ${RECENT_REFUSALS.join(', ')}.`,
  });
}

/**
 * Refuses what AWS refuses beyond the model of its API.
 * @param input a request that follows the model
 * @throws ServiceError with the message of the first rule that it breaks
 */
export async function refuseAsAws(operation: string, input: Shape, context: Context): Promise<void> {
  const request = new Member(input);
  for (const refusal of REFUSALS) {
    if (!reads(refusal, operation) || context.allowed.has(refusal.name)) continue;
    throwFirst(refusal, refusal.find(request, context));
  }
  for (const refusal of ACCOUNT_REFUSALS) {
    if (!reads(refusal, operation) || context.allowed.has(refusal.name)) continue;
    throwFirst(refusal, await refusal.find(request, context));
  }
}

const reads = ({ operations }: Refusal | AccountRefusal, operation: string): boolean =>
  (operations as readonly string[]).includes(operation);
