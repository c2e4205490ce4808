import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * No environment names the account that may be touched. An environment always names its account (`account` is
 * required by the configuration), and every verb refuses credentials of another account. So this rule has one case: no
 * environment at all.
 */
export function allowedAccount({ environment, environments, place }: RuleContext): Finding[] {
  if (environment !== null || environments.length > 0) return [];
  return [
    {
      rule: 'guardrail/allowed-account',
      severity: 'warning',
      message: 'No environment names an AWS account, so the account of the credentials is used.',
      why: 'With the wrong credentials in the shell or the workflow, pipelines, data and models are made in a wrong account, and nothing refuses that.',
      way_out:
        'Write environments/dev/environment.yml with account: "…", its 12 digits in quotes. Credentials of another account are then refused.',
      place: place('aws.region'),
    },
  ];
}
