import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addToken, createTeamRepository, GitHubClient } from '../../local/demo/github-client.ts';
import { createGitHubServer, type GitHubServer } from '../../local/github/server.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import { describePackage } from '../../src/observed/describe-run.ts';
import { type Delivery, runWorkflow, type WorkflowRun } from './act.ts';
import { type Recorder, recordAws } from './plan-recorder.ts';
import { silentLog } from './support/silent-log.ts';

/** The workflow `plan` on pull requests: the result on the pull request, and how many requests it took. */

const REPOSITORY = 'acme/late-lines';
const root = fileURLToPath(new URL('../../', import.meta.url));
let dir: string;
let sagemaker: SageMakerServer;
let github: GitHubServer;
let aws: Recorder;
let gitDir: string;
let maria: GitHubClient;
let env: Record<string, string>;
let runs = 0;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'acceptance-plan-'));
  sagemaker = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  github = await createGitHubServer({ dir: join(dir, 'github') });
  // The variables of `mlops local env`: addresses and credentials of the local AWS and Presto.
  const entries = Object.entries(process.env).filter(([name]) => /^(AWS|PRESTO)_/.test(name)) as Array<
    [string, string]
  >;
  const platform = Object.fromEntries(entries);
  process.env.AWS_ENDPOINT_URL_SAGEMAKER = sagemaker.url;
  if (platform.PRESTO_HOST === undefined) throw new Error('PRESTO_HOST is not set: run npm test, which starts Presto');
  aws = await recordAws({ ...platform, AWS_ENDPOINT_URL_SAGEMAKER: sagemaker.url });
  env = { ...aws.environment, GITHUB_API_URL: github.url };
  gitDir = await createTeamRepository({
    api: github.url,
    owner: 'acme',
    name: 'late-lines',
    permissions: { maria: 'write' },
    from: root,
    scratch: join(dir, 'start'),
  });
  await addToken(github.url, 'maria-token', 'maria');
  await addToken(github.url, 'workflow-token', 'github-actions[bot]', true);
  maria = new GitHubClient(github.url, REPOSITORY, 'maria-token');
});

afterAll(async () => {
  await aws?.close();
  await sagemaker?.close();
  await github?.close();
  rmSync(dir, { recursive: true, force: true });
});

interface PlanRun extends WorkflowRun {
  /** The plan that was uploaded. Undefined when none was. */
  plan: { environments: Array<{ environment: string }>; scope: string } | undefined;
  receipts: Record<string, { mac?: string }> | undefined;
  /** Requests to GitHub during the run. */
  requests: Array<{ method: string; path: string }>;
  /** Calls of AWS during the run. */
  calls: string[];
}

/** The event of the last push to a pull request, and the commit that GitHub checks out for it. */
async function pullRequestEvent(fork: boolean) {
  const payload = await lastPullRequest();
  const head = { ...payload.pull_request.head };
  if (fork) head.repo = { ...head.repo, full_name: 'stranger/late-lines', fork: true };
  return {
    event: 'pull_request',
    sha: payload.pull_request.merge_commit_sha,
    payload: { ...payload, pull_request: { ...payload.pull_request, head } },
  };
}

/** Starts the workflow on the branch of a pull request, as `promote` does. The workflow checks out the branch, not the test merge. */
async function dispatch(number: number) {
  const { ref: branch, sha } = (await maria.call('GET', `/pulls/${number}`)).head;
  const inputs = { 'pull-request': String(number) };
  await maria.call('POST', '/actions/workflows/plan.yml/dispatches', { ref: branch, inputs });
  return { event: 'workflow_dispatch', sha, payload: await lastPayload('workflow_dispatch') };
}

/** Runs the workflow as GitHub does: for the last push to a pull request, or with `started` for a workflow_dispatch. */
async function plan({
  fork = false,
  role = true,
  started,
}: {
  fork?: boolean;
  role?: boolean;
  started?: Awaited<ReturnType<typeof dispatch>>;
} = {}): Promise<PlanRun> {
  runs += 1;
  const artifacts = join(dir, `artifacts-${runs}`);
  const [before, earlier] = [(await requests()).length, aws.calls.length];
  const result = await runWorkflow({
    ...{ dir, gitDir, repository: REPOSITORY, workflow: 'plan' },
    ...(started ?? (await pullRequestEvent(fork))),
    // A job of a fork has neither a token nor credentials.
    env: fork ? { GITHUB_API_URL: github.url } : { ...env, ARTIFACTS: artifacts },
    ...(fork ? {} : { token: 'workflow-token' }),
    variables: role ? { AWS_PLAN_ROLE_ARN: 'arn:aws:iam::123456789012:role/mlops-plan-dev' } : {},
  });
  const file = join(artifacts, 'plan-plan.json');
  const uploaded = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return {
    ...result,
    ...{ plan: uploaded.plan, receipts: uploaded.receipts },
    requests: (await requests()).slice(before),
    calls: aws.calls.slice(earlier),
  };
}

async function requests(): Promise<Array<{ method: string; path: string }>> {
  return ((await (await fetch(`${github.url}/_local/requests`)).json()) as { requests: never[] }).requests;
}

const lastPullRequest = () => lastPayload('pull_request');

async function lastPayload(event: string): Promise<Delivery['payload']> {
  const answer = await fetch(`${github.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as { deliveries: Delivery[] };
  const delivery = deliveries.findLast((candidate) => candidate.event === event);
  if (!delivery) throw new Error(`no ${event} was delivered`);
  return delivery.payload;
}

async function propose(branch: string, path: string, change: (text: string) => string) {
  const pull = await maria.propose({ branch, path, change, title: branch, body: '' });
  return {
    ...pull,
    async push(path: string, change: (text: string) => string): Promise<string> {
      const file = await maria.call('GET', `/contents/${path}?ref=${branch}`);
      const before = Buffer.from(file.content, 'base64').toString('utf8');
      const after = change(before);
      expect(after).not.toBe(before);
      const content = Buffer.from(after).toString('base64');
      const put = { branch, sha: file.sha, message: `Change ${path}`, content };
      return (await maria.call('PUT', `/contents/${path}`, put)).commit.sha;
    },
  };
}

/** The only comment on a pull request. The workflow must have written it. */
async function onlyComment(number: number): Promise<{ id: number; body: string }> {
  const comments = await maria.call('GET', `/issues/${number}/comments`);
  expect(comments.map(({ user }: { user: { login: string } }) => user.login)).toEqual(['github-actions[bot]']);
  return comments[0];
}

/** Conclusions of the checks of a commit, by name. */
async function checks(sha: string): Promise<Record<string, string>> {
  const { check_runs } = await maria.call('GET', `/commits/${sha}/check-runs`);
  return Object.fromEntries(check_runs.map((run: { name: string; conclusion: string }) => [run.name, run.conclusion]));
}

async function annotations(sha: string) {
  const { check_runs } = await maria.call('GET', `/commits/${sha}/check-runs`);
  const lists = await Promise.all(
    check_runs.map(({ id }: { id: number }) => maria.call('GET', `/check-runs/${id}/annotations`)),
  );
  return lists.flat();
}

function expectSuccess(run: PlanRun): void {
  if (!run.ok) throw new Error(`plan.yml failed:\n${run.log.slice(-6000)}`);
}

/** Makes the next matching requests to GitHub fail. */
const fault = (body: object) => fetch(`${github.url}/_local/faults`, { method: 'POST', body: JSON.stringify(body) });

test('a pull request has one comment, from its first plan over a broken query to its last plan', async () => {
  const pull = await propose('fewer-trials', 'config.yml', (text) =>
    text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 2'),
  );
  const first = await plan();
  expectSuccess(first);
  const posted = await onlyComment(pull.number);
  expect(posted.body).toContain('`4` → `2`');
  expect(first.plan).toMatchObject({ scope: 'live', environments: [{ environment: 'dev' }, {}, {}] });
  expect(await checks(pull.sha)).toEqual({
    'mlops plan (dev)': expect.stringMatching(/success|neutral/),
    'mlops plan (staging)': expect.stringMatching(/success|neutral/),
    'mlops plan (prod)': expect.stringMatching(/success|neutral/),
  });
  expect(Object.keys(first.receipts ?? {})).toEqual(['dev', 'staging', 'prod']);
  expect(first.requests.length).toBeLessThanOrEqual(15);

  // A second plan, started with the number of the pull request, updates the same comment and the same checks.
  const started = await dispatch(pull.number);
  const again = await plan({ started });
  expectSuccess(again);
  expect(again.receipts).toEqual(first.receipts);
  expect(await onlyComment(pull.number)).toMatchObject({ id: posted.id, body: posted.body });
  const { total_count } = await maria.call('GET', `/commits/${pull.sha}/check-runs?filter=all`);
  expect(total_count).toBe(3);

  const broken = await pull.push('sql/training.sql', (text) => text.replace('l.extendedprice', 'l.extended_price'));
  const failed = await plan();
  expect(failed.ok).toBe(false);
  const after = await onlyComment(pull.number);
  expect(after.id).toBe(posted.id);
  expect(after.body).toContain('extended_price');
  expect(Object.values(await checks(broken))).toContain('failure');
  expect((await annotations(broken)).filter(({ path }) => path === 'sql/training.sql')).toEqual([
    expect.objectContaining({
      ...{ path: 'sql/training.sql', start_line: 7, end_line: 7, start_column: 5, annotation_level: 'failure' },
      message: expect.stringContaining('extended_price'),
    }),
  ]);
  // A plan of the older commit comes too late. It fails with the reason and writes nothing.
  const late = await plan({ started });
  expect(late.ok).toBe(false);
  expect(late.log).toContain(`conflict: #${pull.number} is at ${broken}, and ${pull.sha} is checked out`);
  expect(late.requests.map(({ method }) => method)).toEqual(['GET']);
  expect(await onlyComment(pull.number)).toEqual(after);
  // The older commit keeps its checks.
  expect(Object.values(await checks(pull.sha))).not.toContain('failure');

  const corrected = await pull.push('sql/training.sql', (text) => text.replace('l.extended_price', 'l.extendedprice'));
  expectSuccess(await plan());
  const last = await onlyComment(pull.number);
  expect(last.id).toBe(posted.id);
  expect(last.body).not.toContain('extended_price');
  expect(Object.values(await checks(corrected))).not.toContain('failure');
}, 600_000);

test('a pull request that changes no environment gets one check, with at most 15 requests to GitHub and 6 calls of AWS', async () => {
  const pull = await propose('comment', 'config.yml', (text) => `# Reviewed in November.\n${text}`);
  const run = await plan();
  expectSuccess(run);
  expect(run.plan?.environments).toEqual([]);
  expect(await checks(pull.sha)).toEqual({ 'mlops plan': 'success' });
  expect(run.requests.length).toBeLessThanOrEqual(15);
  expect(run.calls.length).toBeLessThanOrEqual(6);
  // The local GitHub checks each request with GitHub's API description.
  expect(run.requests.map(({ method }) => method)).toContain('POST');
});

test('when a plan fails before its end, the older plan is marked as out of date', async () => {
  const pull = await propose('deeper', 'config.yml', (text) =>
    text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 3'),
  );
  expectSuccess(await plan());
  const sha = await pull.push('config.yml', (text) =>
    text.replace('maximum_training_jobs: 3', 'maximum_training_jobs: 5'),
  );
  // The first edit marks the old plan. The second edit would write the new plan: it and its four repetitions fail.
  await fault({ method: 'PATCH', path: 'issues/comments/', status: 502, skip: 1, times: 5 });
  const run = await plan();
  expect(run.ok).toBe(false);
  expect(run.log).toContain('unavailable: GitHub answered PATCH');
  const { body } = await onlyComment(pull.number);
  expect(body).toContain(`This plan is for ${pull.sha.slice(0, 12)}; ${sha.slice(0, 12)} was pushed since`);
  expect(body).toContain('`4` → `3`');

  // The next run meets a rate limit, a lost response and a gateway that fails for a moment.
  await fault({
    method: 'GET',
    path: '/pulls/',
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'retry-after': '0' },
  });
  await fault({ method: 'PATCH', path: 'issues/comments/', status: 502, when: 'after' });
  await fault({ method: 'POST', path: 'check-runs$', status: 502, when: 'after' });
  expectSuccess(await plan());
  const updated = await onlyComment(pull.number);
  expect(updated.body).not.toContain('was pushed since');
  expect(updated.body).toContain('`4` → `5`');
  expect(Object.keys(await checks(sha))).toHaveLength(3);
});

test('a plan that is too long for a comment is complete in the summary and in the artifact', async () => {
  const pull = await propose('new-script', 'sagemaker-code/evaluate.py', (text) => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `# ${i} ${'remark '.repeat(8)}`);
    return `${text}\n${lines.join('\n')}\n`;
  });
  const run = await plan();
  expectSuccess(run);
  const { body } = await onlyComment(pull.number);
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain('sagemaker-code/evaluate.py');
  expect(run.log).toContain('# 2999 remark');
  expect(JSON.stringify(run.plan)).toContain('# 2999 remark');
});

describe('a pull request of a fork', () => {
  test('gets the offline part of the plan, without a token, and nothing is posted', async () => {
    const pull = await propose('from-a-fork', 'config.yml', (text) =>
      text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 6'),
    );
    const run = await plan({ fork: true });
    expectSuccess(run);
    expect(run.log).toContain('Changes in dev, staging, prod');
    expect(run.log).not.toMatch(/plan\/live/);
    expect([run.requests, run.calls]).toEqual([[], []]);
    expect(await maria.comments(pull.number)).toEqual([]);
    expect(await checks(pull.sha)).toEqual({});
  });

  test('fails on a mistake and marks the line', async () => {
    await propose('mistake-of-a-fork', 'config.yml', (text) => text.replace('max_depth: [', 'max_dept: ['));
    const run = await plan({ fork: true });
    expect(run.ok).toBe(false);
    expect(run.log).toMatch(/::error file=config\.yml,line=\d+,col=\d+/);
    expect(run.log).toContain('max_dept');
    expect([run.requests, run.calls]).toEqual([[], []]);
  });
});

test('without a role for plans, a branch gets the same as a fork', async () => {
  const pull = await propose('no-role', 'config.yml', (text) => text.replace('max_depth: [', 'max_dept: ['));
  const run = await plan({ role: false });
  expect(run.ok).toBe(false);
  expect(run.log).toMatch(/::error file=config\.yml,line=\d+,col=\d+/);
  expect(run.log).not.toMatch(/plan\/live/);
  expect([run.requests, run.calls]).toEqual([[], []]);
  expect(await maria.comments(pull.number)).toEqual([]);
});

describe('an apply that is verified against its plan', () => {
  async function merge(workflow: 'deploy' | 'train', number: number): Promise<() => Promise<WorkflowRun>> {
    const sha = await maria.merge(number);
    const answer = await fetch(`${github.url}/_local/deliveries`);
    const { deliveries } = (await answer.json()) as { deliveries: Delivery[] };
    const payload = deliveries.find((delivery) => delivery.event === 'push' && delivery.payload.after === sha)?.payload;
    return async () =>
      await runWorkflow({
        ...{ dir, gitDir, repository: REPOSITORY, sha, workflow, event: 'push', payload, env },
        token: 'workflow-token',
      });
  }
  const endpoint = 'environments/dev/endpoint.yml';

  /** Approves the model of the training above, as the label does. @returns the text of its pin */
  async function approvedPin(): Promise<string> {
    const account = connectAws('us-east-1', silentLog);
    const [registered] = await account.sagemaker.modelPackages('mlops-presto');
    const arn = registered?.arn ?? '';
    await account.sagemaker.updateModelPackage({ arn, approval: { status: 'Approved', description: 'by the test' } });
    const { group, version, artifact_digest } = await describePackage(account, arn);
    return `model:\n  package_group: ${group}\n  version: ${version}\n  artifact_digest: ${artifact_digest}`;
  }

  test('trains as the plan says, also when the workflow runs a second time', async () => {
    const pull = await propose('one-trial', 'config.yml', (text) =>
      text
        .replace('maximum_training_jobs: 4', 'maximum_training_jobs: 1')
        .replace('maximum_parallel_training_jobs: 2', 'maximum_parallel_training_jobs: 1')
        .replace('rows: 5000', 'rows: 800'),
    );
    expectSuccess(await plan());
    const train = await merge('train', pull.number);
    for (const line of ['Started arn:aws:sagemaker', 'Picking up arn:aws:sagemaker']) {
      const { ok, log } = await train();
      if (!ok) throw new Error(log.slice(-6000));
      expect(log).toContain('Verifying the reviewed plan of dev');
      expect(log).toContain(line);
    }
  }, 600_000);

  test('deploys as the plan says, and refuses with the name of what has changed since', async () => {
    const pin = await approvedPin();
    const first = await propose('served', endpoint, (text) =>
      text.replace('model: null', `${pin}\ninstance_type: ml.m5.large`),
    );
    await first.push('.github/workflows/deploy.yml', (text) => text.replace(/plan: \$\{\{.*\}\}/, 'plan: required'));
    expectSuccess(await plan());
    const deployed = await (await merge('deploy', first.number))();
    if (!deployed.ok) throw new Error(deployed.log.slice(-6000));
    expect(deployed.log).toContain('Verifying the reviewed plan of dev');

    const second = await propose('still-larger', endpoint, (text) => text.replace('ml.m5.large', 'ml.m5.2xlarge'));
    expectSuccess(await plan());
    const meanwhile = await propose('meanwhile', 'environments/dev/environment.yml', (text) =>
      text.replace('soak: 0h', 'soak: 1h'),
    );
    await maria.merge(meanwhile.number);
    const moved = await (await merge('deploy', second.number))();
    expect(moved.ok).toBe(false);
    expect(moved.log).toContain('moved: This is not what was reviewed: environment in the files was');

    const unplanned = await propose('unplanned', endpoint, (text) => text.replace('ml.m5.2xlarge', 'ml.m5.4xlarge'));
    const refused = await (await merge('deploy', unplanned.number))();
    expect(refused.ok).toBe(false);
    expect(refused.log).toContain(`not_allowed: There is no plan to verify: #${unplanned.number} has no plan of dev`);
  }, 400_000);
});
