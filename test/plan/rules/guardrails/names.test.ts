import { accountMoved } from '../../../../src/plan/rules/guardrails/account-moved.ts';
import { allowedAccount } from '../../../../src/plan/rules/guardrails/allowed-account.ts';
import { nameCase } from '../../../../src/plan/rules/guardrails/name-case.ts';
import { nameLength } from '../../../../src/plan/rules/guardrails/name-length.ts';
import { tuningTooLong } from '../../../../src/plan/rules/guardrails/tuning-too-long.ts';
import { contextOf, type Edits, lineOf } from '../honesty/context.ts';

const config = (...edits: [string, string][]): Edits => ({ 'config.yml': edits });

describe('name-length', () => {
  const endpointNamed = (name: string) => config(['endpoint_name: mlops-realtime-ep', `endpoint_name: ${name}`]);

  test('a name that is cut, with what is left of it', () => {
    const name = 'a'.repeat(46);
    const findings = nameLength(contextOf(endpointNamed(name), { environment: 'prod' }));
    expect(findings).toMatchObject([
      {
        severity: 'notice',
        message: expect.stringContaining(
          `begin with ${name}-pro-: ${name}-prod has 51 characters, but only 50 fit before the hash.`,
        ),
      },
    ]);
    expect(lineOf(endpointNamed(name), findings[0])).toBe(`endpoint_name: ${name}`);
    expect(nameLength(contextOf(endpointNamed(name), { environment: 'dev' }))).toEqual([]);
  });

  test('names that fit, or no environment: nothing', () => {
    expect(nameLength(contextOf({}, { environment: 'prod' }))).toEqual([]);
    expect(nameLength(contextOf(endpointNamed('a'.repeat(46))))).toEqual([]);
  });
});

describe('name-case', () => {
  test('capitals, which the ARN has not', () => {
    const edits = config(['model_group: mlops-presto', 'model_group: MLOps-Presto']);
    const findings = nameCase(contextOf(edits, { environment: 'dev' }));
    expect(findings).toMatchObject([
      { severity: 'notice', message: 'MLOps-Presto has capitals; in its ARN it is mlops-presto.' },
    ]);
    expect(lineOf(edits, findings[0])).toBe('model_group: MLOps-Presto');
  });

  test('names of the environment too', () => {
    const edits = config(['endpoint_name: mlops-realtime-ep', 'endpoint_name: Realtime']);
    expect(nameCase(contextOf(edits, { environment: 'dev' }))).toHaveLength(1);
    expect(nameCase(contextOf(edits))).toEqual([]);
  });

  test('lower case: nothing', () => expect(nameCase(contextOf({}, { environment: 'dev' }))).toEqual([]));
});

describe('allowed-account', () => {
  test('without any environment nobody says which account is meant', () => {
    expect(allowedAccount({ ...contextOf(), environments: [] })).toMatchObject([{ severity: 'warning' }]);
    expect(allowedAccount(contextOf())).toEqual([]);
  });
});

describe('account-moved', () => {
  const DEV = 'environments/dev/environment.yml';

  test('an environment that moves leaves everything behind', () => {
    const head: Edits = { [DEV]: [['account: "123456789012"', 'account: "210987654321"']] };
    const findings = accountMoved(contextOf(head, { environment: 'dev', base: {} }));
    expect(findings).toMatchObject([
      { severity: 'warning', message: 'dev changes its account from 123456789012 to 210987654321.' },
    ]);
    expect(lineOf(head, findings[0])).toContain('account: "210987654321"');
    const region: Edits = { [DEV]: [['region: us-east-1', 'region: eu-west-1']] };
    expect(accountMoved(contextOf(region, { environment: 'dev', base: {} }))).toMatchObject([
      { message: 'dev changes its region from us-east-1 to eu-west-1.' },
    ]);
  });

  test('the same account, a new environment, no base: nothing', () => {
    const context = contextOf({}, { environment: 'dev', base: {} });
    expect(accountMoved(context)).toEqual([]);
    expect(accountMoved({ ...context, base: null })).toEqual([]);
    expect(accountMoved({ ...context, base: context.base && { ...context.base, environment: null } })).toEqual([]);
  });
});

describe('tuning-too-long', () => {
  const jobs = (all: number, parallel: number) =>
    config(
      ['maximum_training_jobs: 4', `maximum_training_jobs: ${all}`],
      ['maximum_parallel_training_jobs: 2', `maximum_parallel_training_jobs: ${parallel}`],
    );

  test('trials that may take longer than a tuning job runs', () => {
    const findings = tuningTooLong(contextOf(jobs(100, 2)));
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: '100 trials, 2 at a time, of up to 86400 s each may take 50 days; a tuning job is stopped after 30.',
        way_out: expect.stringContaining('to 51840 or less'),
      },
    ]);
    expect(lineOf(jobs(100, 2), findings[0])).toBe('maximum_training_jobs: 100');
  });

  test('30 days are allowed', () => {
    expect(tuningTooLong(contextOf(jobs(60, 2)))).toEqual([]);
    expect(tuningTooLong(contextOf())).toEqual([]);
  });
});
