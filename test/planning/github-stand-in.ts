import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToken, GitHubClient } from '../../local/demo/github-client.ts';
import { createGitHubServer, type GitHubServer } from '../../local/github/server.ts';
import { connectGitHub } from '../../src/adapters/github/index.ts';
import type { Finding } from '../../src/finding.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { makeReceipts } from '../../src/plan/receipt.ts';
import { type PlanPublication, type PublishedPlan, publishPlan } from '../../src/planning/publish-plan.ts';
import type { GitHub } from '../../src/ports/github.ts';
import { createRedactor } from '../../src/redact.ts';

/** The local GitHub with a repository, a workflow's token and a person. */
export interface LocalGitHub {
  server: GitHubServer;
  /** As the workflow. */
  bot: GitHub;
  /** As a person who may write. */
  person: GitHub;
  maria: GitHubClient;
  /** Another connection as the workflow, which knows nothing yet. */
  connect(): Promise<GitHub>;
  propose(): Promise<Proposal>;
  publish(what: [Plan, PlanPublication], github?: GitHub): Promise<PublishedPlan>;
  /** The next matching requests fail with 502, before they do anything. */
  fault(method: string, path: string, more?: object): Promise<unknown>;
  /** Of the comments on a pull request. */
  bodies(number: number): Promise<string[]>;
  /** Conclusion and number of annotations of each check that people see: of several with one name the newest. */
  shown(sha: string): Promise<Record<string, [string, number]>>;
  close(): Promise<void>;
}

export interface Proposal {
  number: number;
  sha: string;
  /** Pushes a further commit; returns it. */
  push(): Promise<string>;
}

export async function startLocalGitHub(): Promise<LocalGitHub> {
  const dir = mkdtempSync(join(tmpdir(), 'publish-plan-'));
  const server = await createGitHubServer({ dir: join(dir, 'github') });
  const control = (path: string, body: unknown) =>
    fetch(`${server.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await addToken(server.url, 'maria-token', 'maria');
  await addToken(server.url, 'workflow-token', 'github-actions[bot]', true);
  const created = await control('repositories', { owner: 'octo', name: 'models', permissions: { maria: 'write' } });
  const { git_dir } = (await created.json()) as { git_dir: string };
  const work = join(dir, 'work');
  execFileSync('git', ['init', '-q', '-b', 'main', work]);
  writeFileSync(join(work, 'config.yml'), 'depth: 0\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: work });
  git('add', '.');
  git('commit', '-q', '-m', 'Start');
  git('push', '-q', git_dir, 'main');
  const maria = new GitHubClient(server.url, 'octo/models', 'maria-token');
  const connect = (token: string) => connectGitHub({ token, repository: 'octo/models', apiUrl: server.url });
  const bot = await connect('workflow-token');
  let count = 0;
  return {
    ...{ server, bot, maria, person: await connect('maria-token') },
    connect: () => connect('workflow-token'),
    async propose() {
      count += 1;
      return await propose(maria, `change-${count}`);
    },
    publish: ([plan, publication], github = bot) => publishPlan(plan, publication, github, createRedactor()),
    fault: (method, path, more = {}) => control('faults', { method, path, status: 502, when: 'before', ...more }),
    bodies: async (number) => (await bot.comments(number)).map(({ body }) => body),
    async shown(sha) {
      const { check_runs } = await maria.call('GET', `/commits/${sha}/check-runs`);
      type Run = { name: string; conclusion: string; output: { annotations_count: number } };
      return Object.fromEntries(
        check_runs.map(({ name, conclusion, output }: Run) => [name, [conclusion, output.annotations_count]]),
      );
    },
    async close() {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function propose(maria: GitHubClient, branch: string): Promise<Proposal> {
  // Of no other pull request: the same change in the same second is the same commit.
  const own = `# ${branch}\n`;
  const change = (text: string) => `${own}${text.replace(own, '').replace(/\d+$/m, (n) => String(Number(n) + 1))}`;
  const pull = await maria.propose({ branch, path: 'config.yml', change, title: 'Deeper', body: '' });
  return {
    ...pull,
    async push() {
      const file = await maria.call('GET', `/contents/config.yml?ref=${branch}`);
      const text = Buffer.from(file.content, 'base64').toString('utf8');
      const content = Buffer.from(change(text)).toString('base64');
      const update = { branch, sha: file.sha, message: 'Deeper still', content };
      return (await maria.call('PUT', '/contents/config.yml', update)).commit.sha;
    },
  };
}

/** An error with a place. */
export const broken = (line: number, message = `wrong in line ${line}`): Finding => ({
  ...{ rule: 'query/unknown-column', severity: 'error', message, way_out: 'Correct it.' },
  place: { file: 'config.yml', line, column: 3 },
});

interface Variant {
  /** Stands in the plan as a remark. */
  text?: string;
  environments?: string[];
  findings?: Finding[];
  key?: string;
}

/** What is published, and where. */
export function publication(
  pull: { number: number; sha: string },
  { text = 'as planned', environments = ['dev'], findings = [], key = 'all' }: Variant = {},
): [Plan, PlanPublication] {
  const remark: Finding = { rule: 'config/remark', severity: 'notice', message: text, way_out: 'None.', place: null };
  const plan: Plan = {
    ...{ schema_version: 1, base: '0'.repeat(40), head: pull.sha, scope: 'live' },
    environments: environments.map((environment) => ({
      ...{ environment, account: '123456789012', region: 'us-east-1', changes: [], run: null, monthly: null },
      differences: [{ subject: 'query', path: 'training_step.query', from: 'a', to: 'b', place: null }],
      ...{ training_query: null, batch_query: null, data: null, gaps: [], desired: {}, observed: {} },
      affects: { training: false, endpoint: false, batch: false },
      findings,
    })),
    ...{ unchanged: environments.length === 0 ? ['dev', 'staging', 'prod'] : [], findings: [remark] },
  };
  const receipts = makeReceipts(plan);
  return [plan, { pullRequest: pull.number, head: pull.sha, key, receipts, runUrl: 'https://example.com/runs/1' }];
}
