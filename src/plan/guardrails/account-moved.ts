import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';

/** An environment that moves to another account or region: what it made stays behind. */
export function accountMoved(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  const before = base?.environment;
  if (!before || environment === null) return [];
  const moved = [
    ...(before.account === environment.account ? [] : [`account ${before.account} to ${environment.account}`]),
    ...(before.region === environment.region ? [] : [`region ${before.region} to ${environment.region}`]),
  ];
  if (moved.length === 0) return [];
  return [
    {
      rule: 'guardrail/account-moved',
      severity: 'warning',
      message: `${environment.name} moves from ${moved.join(' and from ')}.`,
      why: 'What it made stays where it was: nothing of this project looks there any more, and an endpoint that stays goes on costing. Models, roles, bucket and the secret for Presto have to be in the new place.',
      way_out: `Run destroy for ${environment.name} before this is merged, and set up the roles in the new place (infra/roles.yml).`,
      place: context.place(before.account === environment.account ? 'environment.region' : 'environment.account'),
    },
  ];
}
