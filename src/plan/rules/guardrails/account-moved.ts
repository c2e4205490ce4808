import type { Finding } from '../../../finding.ts';
import type { ChangeContext } from '../rule.ts';

/** An environment moves to another account or region: everything that was made for it stays in the old one. */
export function accountMoved(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  const before = base?.environment;
  if (!before || environment === null) return [];
  const changes = [
    ...(before.account === environment.account ? [] : [`account from ${before.account} to ${environment.account}`]),
    ...(before.region === environment.region ? [] : [`region from ${before.region} to ${environment.region}`]),
  ];
  if (changes.length === 0) return [];
  return [
    {
      rule: 'guardrail/account-moved',
      severity: 'warning',
      message: `${environment.name} changes its ${changes.join(' and its ')}.`,
      why: 'Everything that was made for it stays in the old place. This project does not look there any more, and an endpoint that stays goes on costing money. The new place needs the models, the roles, the bucket and the secret for Presto.',
      way_out: `Run destroy for ${environment.name} before you merge this, and set up the roles in the new place (infra/roles.yml).`,
      place: context.place(before.account === environment.account ? 'environment.region' : 'environment.account'),
    },
  ];
}
