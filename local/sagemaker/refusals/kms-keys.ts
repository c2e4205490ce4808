import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';

/** Refuses the ARN of a KMS key, or of an alias, that is in another region. */
export function keyOfOtherRegion(key: Member, context: Context): readonly Violation[] {
  const region = regionOf(key.text);
  return region === undefined || region === context.region
    ? []
    : [key.refuse(`The KMS key ${key.text} must be in the region ${context.region}.`)];
}

/** Refuses a KMS key of this account and region that is not there: by its id, its alias or an ARN. */
export async function missingKey(key: Member, context: Context): Promise<readonly Violation[]> {
  const { text } = key;
  if (text === undefined || text === '') return [];
  const account = text.startsWith('arn:') ? text.split(':')[4] : context.account;
  if (account !== context.account || (regionOf(text) ?? context.region) !== context.region) return [];
  return (await context.aws.kmsKey(text)) === 'absent' ? [key.refuse(`The KMS key ${text} does not exist.`)] : [];
}

function regionOf(key: string | undefined): string | undefined {
  return key?.startsWith('arn:') ? key.split(':')[3] : undefined;
}
