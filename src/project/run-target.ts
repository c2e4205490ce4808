import { regionProblem } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { ProjectInput } from './open-project.ts';

/**
 * Refuses an account or a region of the command line that cannot be one.
 * @throws Failure `usage`
 */
export function refuseWrongTarget({ account, region }: Pick<ProjectInput, 'account' | 'region'>): void {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new Failure('usage', `--account ${JSON.stringify(account)} is not an AWS account`, {
      way_out: 'Give the 12 digits of the account: --account 123456789012.',
    });
  }
  const problem = region === undefined ? undefined : regionProblem(region);
  if (region === '') {
    throw new Failure('usage', '--region is empty', {
      way_out: 'Give the code of an AWS region, such as us-east-1, or leave the option out.',
    });
  }
  if (problem !== undefined) {
    throw new Failure('usage', `--region: ${problem.message}`, { way_out: problem.way_out });
  }
}

/**
 * Refuses when the account of the command line is not that of an environment.
 * @throws Failure `not_allowed`
 */
export function refuseOtherEnvironment(
  account: string | undefined,
  environments: Iterable<{ name: string; account: string } | null>,
): void {
  if (account === undefined) return;
  for (const environment of environments) {
    if (environment === null || environment.account === account) continue;
    const file = `environments/${environment.name}/environment.yml`;
    throw new Failure('not_allowed', `--account says ${account}, but ${file} says ${environment.account}`, {
      way_out: 'Correct one of them, or name the environment of that account with --environment.',
      facts: { account, expected: environment.account },
    });
  }
}
