import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addToken, createTeamRepository, GitHubClient } from '../../local/demo/github-client.ts';
import { createGitHubServer, type GitHubServer } from '../../local/github/server.ts';
import { createSageMakerServer, type SageMakerServer } from '../../local/sagemaker/server.ts';
import { connectAws } from '../../src/adapters/aws/index.ts';
import type { Aws } from '../../src/ports/index.ts';
import { type Delivery, runWorkflow, type WorkflowRun } from './act.ts';
import { silentLog } from './support/silent-log.ts';

/** The loop with the real workflows: a merge trains and reports, a label approves and offers a pin, the merged pin deploys. */

const REPOSITORY = 'acme/late-lines';
const root = fileURLToPath(new URL('../../', import.meta.url));
let dir: string;
let sagemaker: SageMakerServer;
let github: GitHubServer;
let gitDir: string;
let maria: GitHubClient;
let env: Record<string, string>;
let aws: Aws;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'acceptance-'));
  sagemaker = await createSageMakerServer({ dir: join(dir, 'sagemaker') });
  github = await createGitHubServer({ dir: join(dir, 'github') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: sagemaker.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemaker.url,
  });
  // The variables of `mlops local env`: addresses and credentials of the local AWS and Presto.
  const platform = Object.entries(process.env).filter(([name]) => /^(AWS|PRESTO)_/.test(name)) as Array<
    [string, string]
  >;
  env = { ...Object.fromEntries(platform), GITHUB_API_URL: github.url };
  gitDir = await createTeamRepository({
    api: github.url,
    owner: 'acme',
    name: 'late-lines',
    permissions: { maria: 'write', rita: 'read' },
    from: root,
    scratch: join(dir, 'start'),
  });
  await addToken(github.url, 'maria-token', 'maria');
  await addToken(github.url, 'workflow-token', 'github-actions[bot]', true);
  maria = new GitHubClient(github.url, REPOSITORY, 'maria-token');
  aws = connectAws('us-east-1', silentLog);
});

afterAll(async () => {
  await sagemaker?.close();
  await github?.close();
  rmSync(dir, { recursive: true, force: true });
});

async function lastDelivery(event: string, action?: string): Promise<Delivery> {
  const answer = await fetch(`${github.url}/_local/deliveries`);
  const { deliveries } = (await answer.json()) as { deliveries: Delivery[] };
  const delivery = deliveries.findLast(
    (candidate) => candidate.event === event && (action === undefined || candidate.payload.action === action),
  );
  if (!delivery) throw new Error(`no ${event}${action ? `.${action}` : ''} was delivered`);
  return delivery;
}

/** Runs a workflow, which must succeed. */
async function run(workflow: string, event: string, payload: unknown, sha: string): Promise<WorkflowRun> {
  const result = await runWorkflow({
    dir,
    gitDir,
    repository: REPOSITORY,
    sha,
    workflow,
    event,
    payload,
    env,
    token: 'workflow-token',
    variables: { AWS_PLAN_ROLE_ARN: 'arn:aws:iam::123456789012:role/mlops-plan-dev' },
  });
  if (!result.ok) throw new Error(`${workflow}.yml failed:\n${result.log.slice(-6000)}`);
  return result;
}

test('a merge trains and reports, a label approves, the merged pin deploys, and the endpoint predicts', async () => {
  const change = await maria.propose({
    branch: 'fewer-trials',
    path: 'config.yml',
    change: (text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 2'),
    title: 'Two trials are enough',
    body: 'They agree to the third digit.',
  });
  const merged = await maria.merge(change.number);
  const push = await lastDelivery('push');
  expect(push.payload.after).toBe(merged);
  await run('train', 'push', push.payload, merged);

  const reports = await maria.comments(change.number);
  expect(reports).toHaveLength(1);
  expect(reports[0]?.author).toBe('github-actions[bot]');
  expect(reports[0]?.body).toContain('Model `mlops-presto version 1` is registered');
  expect(reports[0]?.body).toContain(merged);
  const [registered] = await aws.sagemaker.modelPackages('mlops-presto');
  expect(registered).toMatchObject({ version: 1, approval: 'PendingManualApproval' });

  // The job runs a second time. Nothing is trained, registered or posted twice.
  await run('train', 'push', push.payload, merged);
  expect(await aws.sagemaker.executions('mlops-pipeline-presto')).toHaveLength(1);
  expect(await maria.comments(change.number)).toHaveLength(1);

  await maria.label(change.number, 'approve-model');
  const labeled = await lastDelivery('pull_request', 'labeled');
  await run('approve', 'pull_request_target', labeled.payload, merged);
  const approved = await aws.sagemaker.modelPackage(registered?.arn ?? '');
  expect(approved?.approval).toBe('Approved');
  expect(approved?.approvalDescription).toBe(
    `Approved by maria with the label approve-model on ${REPOSITORY}#${change.number}, commit ${merged}`,
  );

  const offers = await maria.call('GET', '/pulls?state=open');
  expect(offers).toHaveLength(1);
  const [offer] = offers;
  expect(offer.title).toBe('Promote mlops-presto version 1 to dev');
  expect(offer.user.login).toBe('github-actions[bot]');
  // A pull request that a workflow opens starts no workflow. So `promote` has started plan.yml on the branch of the offer.
  const started = await lastDelivery('workflow_dispatch');
  expect(started.payload).toMatchObject({
    ref: `refs/heads/${offer.head.ref}`,
    workflow: '.github/workflows/plan.yml',
    inputs: { 'pull-request': String(offer.number) },
  });
  await run('plan', 'workflow_dispatch', started.payload, offer.head.sha);
  const [plan] = await maria.comments(offer.number);
  expect(plan?.author).toBe('github-actions[bot]');
  expect(plan?.body).toContain('new: `mlops-presto version 1, sha256:');
  const { check_runs } = await maria.call('GET', `/commits/${offer.head.sha}/check-runs`);
  expect(check_runs.map(({ name }: { name: string }) => name)).toEqual(['mlops plan (dev)']);
  // A second offer does not start plan.yml again, because the plan is there.
  await run('approve', 'pull_request_target', labeled.payload, merged);
  expect(await lastDelivery('workflow_dispatch')).toEqual(started);

  const pinned = await maria.merge(offer.number);
  const { log } = await run('deploy', 'push', (await lastDelivery('push')).payload, pinned);
  expect(log).toContain('Verifying the reviewed plan of dev');
  const endpoint = await aws.sagemaker.endpoint('mlops-realtime-ep-dev');
  expect(endpoint?.status).toBe('InService');
  const csv = 'days_to_ship,days_to_commit,quantity,extendedprice\n30,60,10,15000\n30,31,10,15000\n';
  const answer = await aws.sagemaker.invokeEndpoint({
    endpointName: 'mlops-realtime-ep-dev',
    body: Buffer.from(csv),
    contentType: 'text/csv',
    accept: 'text/csv',
  });
  const rows = Buffer.from(answer.body).toString().trim().split('\n');
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row).toMatch(/^[01],(0|1|0?\.\d+|1\.0+)/);
}, 600_000);

test('a label on an issue without a report changes nothing, and a comment says so', async () => {
  const issue = await maria.call('POST', '/issues', { title: 'No model here' });
  await maria.label(issue.number, 'approve-model');
  const main = (await maria.call('GET', '/git/ref/heads/main')).object.sha;
  const payload = { ...(await lastDelivery('issues', 'labeled')).payload };
  const result = await runWorkflow({
    dir,
    gitDir,
    repository: REPOSITORY,
    sha: main,
    workflow: 'approve',
    event: 'issues',
    payload,
    env,
    token: 'workflow-token',
  });
  expect(result.ok).toBe(false);
  expect(result.log).toContain('There is no report of a model here');
  const comments = await maria.comments(issue.number);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('Not approved: There is no report of a model here');
  expect(await maria.call('GET', `/issues/${issue.number}/labels`)).toEqual([]);
});
