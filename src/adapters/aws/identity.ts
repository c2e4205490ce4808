import { Failure } from '../../failure.ts';
import type { Identity } from '../../ports/identity.ts';
import { clientSettings, once } from './client.ts';
import { attempt } from './errors.ts';

/** Identity over AWS STS (GetCallerIdentity, which needs no permission). */
export function stsIdentity(region: string): Identity {
  const client = once(async () => new (await import('@aws-sdk/client-sts')).STS(clientSettings(region)));
  return {
    async caller() {
      const answer = await attempt('ask AWS whose credentials these are', async () =>
        (await client()).getCallerIdentity({}),
      );
      if (answer.Account === undefined || answer.Arn === undefined) {
        throw new Failure('inconclusive', 'AWS STS did not say which account these credentials belong to');
      }
      return { account: answer.Account, arn: answer.Arn };
    },
  };
}
