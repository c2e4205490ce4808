import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Which account may be touched. An environment names its own (`account`, required by the configuration), and every verb
 * refuses credentials of another; so two things are left: no environment at all, and an account that changes.
 */
export function allowedAccount(context: RuleContext): Finding[] {
  const { environment, environments, base } = context;
  const rule = 'guardrail/allowed-account';
  if (environment === null) {
    if (environments.length > 0) return [];
    return [
      {
        rule,
        severity: 'warning',
        message: 'No environment says which AWS account is meant: whichever the credentials belong to is used.',
        why: 'With the wrong credentials in the shell or the workflow, pipelines, data and models are made in a stranger account, and nothing refuses.',
        way_out:
          'Make environments/dev/environment.yml with account: "…", its 12 digits in quotes; credentials of another account are refused then.',
        place: context.place('aws.region'),
      },
    ];
  }
  const before = base?.environment;
  if (!before) return [];
  const moved = [
    ...(before.account === environment.account ? [] : [`account ${before.account} to ${environment.account}`]),
    ...(before.region === environment.region ? [] : [`region ${before.region} to ${environment.region}`]),
  ];
  if (moved.length === 0) return [];
  return [
    {
      rule,
      severity: 'warning',
      message: `${environment.name} moves from ${moved.join(' and from ')}.`,
      why: 'What it made stays where it was: nothing of this project looks there any more, and an endpoint that stays goes on costing. Models, roles, bucket and the secret for Presto have to be in the new place.',
      way_out: `Run destroy for ${environment.name} before this is merged, and set up the roles in the new place (infra/roles.yml).`,
      place: context.place(before.account === environment.account ? 'environment.region' : 'environment.account'),
    },
  ];
}
