import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { load } from 'js-yaml';

/** What act ignores and actionlint does not look at: filters, pins, permissions, local paths. */

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: Step[];
}
interface Workflow {
  on: Record<
    string,
    { branches?: string[]; paths?: string[]; types?: string[]; inputs?: Record<string, object> } | null
  >;
  permissions: Record<string, string>;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<string, Job & { concurrency?: { group: string; 'cancel-in-progress': boolean } }>;
}

const root = new URL('../../', import.meta.url);
const names = readdirSync(new URL('.github/workflows/', root)).filter((name) => name.endsWith('.yml'));
const read = (name: string) => load(readFileSync(new URL(`.github/workflows/${name}`, root), 'utf8')) as Workflow;
const steps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps);

test.each(names)('%s pins what it uses, and what it uses exists', (name) => {
  for (const { uses } of steps(read(name))) {
    if (uses === undefined) continue;
    if (uses.startsWith('./')) expect(existsSync(new URL(`${uses.slice(2)}/action.yml`, root))).toBe(true);
    else expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  }
});

test.each(names)('%s gives a job only the permissions that it names, and an end', (name) => {
  const workflow = read(name);
  expect(workflow.permissions).toEqual({});
  for (const job of Object.values(workflow.jobs)) {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(360);
    expect(job.permissions).toBeDefined();
    const assumes = job.steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
    expect(job.permissions?.['id-token']).toBe(assumes ? 'write' : undefined);
    expect(job.steps.some(({ with: inputs }) => inputs !== undefined && 'aws-access-key-id' in inputs)).toBe(false);
  }
});

test.each(['train.yml', 'retrain.yml', 'approve.yml', 'deploy.yml', 'batch.yml', 'destroy.yml'])(
  '%s is never cancelled half-way',
  (name) => {
    const workflow = read(name);
    const groups = [workflow.concurrency, ...Object.values(workflow.jobs).map((job) => job.concurrency)].filter(
      (group) => group !== undefined,
    );
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) expect(group['cancel-in-progress']).toBe(false);
  },
);

test('no run step has an expression in its script', () => {
  for (const name of names) for (const { run } of steps(read(name))) expect(run ?? '').not.toContain('${{');
});

test.each([
  ['config.yml', true],
  ['sql/training.sql', true],
  ['sagemaker-code/mlops/forest.py', true],
  ['environments/dev/environment.yml', true],
  ['environments/prod/environment.yml', false],
  ['environments/dev/endpoint.yml', false],
  ['README.md', false],
  ['src/config/schema.ts', false],
])('a merge of %s trains: %s', (path, trains) => {
  const push = read('train.yml').on.push;
  expect(push?.branches).toEqual(['main']);
  expect(push?.paths?.some((pattern) => matchesGlob(path, pattern))).toBe(trains);
});

test.each([
  ['environments/prod/endpoint.yml', true],
  ['environments/dev/batch-transform.yml', true],
  ['config.yml', true],
  ['sql/batch.sql', true],
  ['sagemaker-code/inference.py', true],
  ['README.md', false],
])('a merge of %s deploys: %s', (path, deploys) => {
  expect(read('deploy.yml').on.push?.paths?.some((pattern) => matchesGlob(path, pattern))).toBe(deploys);
});

test('a label is heard on pull requests and issues, and nothing of a pull request is checked out', () => {
  const workflow = read('approve.yml');
  expect(workflow.on.pull_request_target?.types).toEqual(['labeled']);
  expect(workflow.on.issues?.types).toEqual(['labeled']);
  expect(steps(workflow).some(({ with: inputs }) => inputs !== undefined && 'ref' in inputs)).toBe(false);
});

describe('plan.yml', () => {
  const workflow = read('plan.yml');
  const { static: offline, live } = workflow.jobs as Record<'static' | 'live', Job & { if?: string }>;
  const plan = (job: Job) => job.steps.find(({ uses }) => uses === './actions/plan');

  test.each([
    ['config.yml', true],
    ['sql/training.sql', true],
    ['sagemaker-code/mlops/forest.py', true],
    ['environments/prod/endpoint.yml', true],
    ['README.md', false],
  ])('a pull request that changes %s is planned: %s', (path, planned) => {
    // Without `types`: opened, synchronize and reopened.
    expect(workflow.on.pull_request?.types).toBeUndefined();
    expect(workflow.on.pull_request?.paths?.some((pattern) => matchesGlob(path, pattern))).toBe(planned);
  });

  test('every file that makes a merge train or deploy is planned before', () => {
    const planned = workflow.on.pull_request?.paths;
    for (const name of ['train.yml', 'deploy.yml']) {
      for (const path of read(name).on.push?.paths ?? []) {
        expect(planned?.some((pattern) => pattern === path || matchesGlob(path, pattern))).toBe(true);
      }
    }
  });

  test('the half for forks has no token, no credentials and no secret', () => {
    expect(offline.if).toBeUndefined();
    expect(offline.permissions).toEqual({ contents: 'read' });
    expect(offline.steps.map(({ uses }) => uses?.split('@')[0])).toEqual(['actions/checkout', './actions/plan']);
    expect(plan(offline)?.with).toMatchObject({ offline: true, 'github-token': '' });
    expect(JSON.stringify(offline)).not.toMatch(/secrets\.|github\.token/);
  });

  test('the other half is for branches of this repository, and may write checks and comments only', () => {
    expect(live.if).toContain(
      "(github.event_name == 'workflow_dispatch' || github.event.pull_request.head.repo.full_name == github.repository)",
    );
    expect(live.permissions).toEqual({
      checks: 'write',
      contents: 'read',
      'id-token': 'write',
      'pull-requests': 'write',
    });
    expect(JSON.stringify(live)).toContain('vars.AWS_PLAN_ROLE_ARN');
    expect(JSON.stringify(live)).not.toContain('vars.AWS_ROLE_ARN');
  });

  test('both have the base of the merge, and no credentials of git', () => {
    for (const job of [offline, live]) {
      // No `ref`: a dispatch checks out its own branch, whatever number it was given.
      expect(job.steps[0]?.with).toEqual({
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
        'fetch-depth': "${{ github.event_name == 'pull_request' && 2 || 0 }}",
        'persist-credentials': false,
      });
    }
  });

  test('a workflow that opens a pull request starts it by the number, and nothing else does', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'workflow_dispatch']);
    expect(workflow.on.workflow_dispatch?.inputs).toEqual({
      'pull-request': expect.objectContaining({ required: true, type: 'number' }),
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
    expect(plan(live)?.with).toMatchObject({ 'pull-request': '${{ inputs.pull-request }}' });
  });

  test('the jobs that promote may start it, and no others start a workflow', () => {
    for (const name of names) {
      for (const job of Object.values(read(name).jobs)) {
        const promotes = job.steps.some(({ uses }) => uses === './actions/promote');
        expect([name, job.permissions?.actions]).toEqual([name, promotes ? 'write' : undefined]);
      }
    }
  });

  test('a newer push ends the plan of an older one of the same pull request', () => {
    expect(workflow.concurrency).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow language
      group: 'plan-${{ github.event.pull_request.number || inputs.pull-request }}',
      'cancel-in-progress': true,
    });
  });
});

describe('destroy.yml stops before it has credentials', () => {
  const script = read('destroy.yml').jobs.confirm?.steps[0]?.run ?? '';
  const run = (CONFIRM: string) =>
    spawnSync('bash', ['-e', '-c', script], { env: { PATH: process.env.PATH, ENVIRONMENT: 'prod', CONFIRM } });

  test('and fails when the confirmation is another name', () => {
    const { status, stdout } = run('prd');
    expect(status).toBe(1);
    expect(stdout.toString()).toMatch(/^::error::The confirmation is not the name of the environment/);
    expect(read('destroy.yml').jobs.destroy).toMatchObject({ needs: 'confirm' });
  });

  test('and goes on when it is the same', () => expect(run('prod').status).toBe(0));
});
