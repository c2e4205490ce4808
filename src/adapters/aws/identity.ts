import { Failure } from '../../failure.ts';
import type { Identity } from '../../ports/identity.ts';
import { clientSettings, once } from './client.ts';
import { callAws } from './errors.ts';

/** Identity over AWS STS (GetCallerIdentity, which needs no permission). */
export function stsIdentity(region: string): Identity {
  const client = once(async () => new (await import('@aws-sdk/client-sts')).STS(clientSettings(region)));
  return {
    async caller() {
      const answer = await callAws('ask AWS whose credentials these are', async () =>
        (await client()).getCallerIdentity({}),
      );
      if (answer.Account === undefined || answer.Arn === undefined) {
        throw new Failure('inconclusive', 'AWS STS did not return the account of these credentials');
      }
      return { account: answer.Account, arn: answer.Arn };
    },
  };
}
