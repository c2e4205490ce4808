import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Which account may be touched. An environment names its own (`account`, required by the configuration), and every verb
 * refuses credentials of another; so one thing is left: no environment at all.
 */
export function allowedAccount({ environment, environments, place }: RuleContext): Finding[] {
  if (environment !== null || environments.length > 0) return [];
  return [
    {
      rule: 'guardrail/allowed-account',
      severity: 'warning',
      message: 'No environment says which AWS account is meant: whichever the credentials belong to is used.',
      why: 'With the wrong credentials in the shell or the workflow, pipelines, data and models are made in a stranger account, and nothing refuses.',
      way_out:
        'Make environments/dev/environment.yml with account: "…", its 12 digits in quotes; credentials of another account are refused then.',
      place: place('aws.region'),
    },
  ];
}
