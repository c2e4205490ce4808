import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Actions of others, and the folders here that stand in for them. */
const STAND_INS = {
  'aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8': 'configure-aws-credentials',
  'actions/upload-artifact@330a01c490aca151604b8cf639adc76d48f6c5d4': 'plan-upload-artifact',
};

export interface Delivery {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a webhook, as GitHub describes it
  payload: any;
}

export interface WorkflowRun {
  ok: boolean;
  log: string;
}

/**
 * Runs a workflow file of a commit by `act` in host mode: the committed bundles, on the workflow as it is written.
 * act takes the event's name from the caller and ignores `on:`, so which event starts which workflow is tested elsewhere.
 */
export async function runWorkflow(input: {
  dir: string;
  gitDir: string;
  repository: string;
  sha: string;
  workflow: string;
  event: string;
  payload: unknown;
  env: Record<string, string>;
  /** Of the workflow; none, as for a job that must not use it. */
  token?: string;
  /** Configuration variables (`vars`) besides those that every run has. */
  variables?: Record<string, string>;
}): Promise<WorkflowRun> {
  const act = process.env.MLOPS_ACT ?? join(root, '.local/bin/act');
  if (!existsSync(act)) throw new Error(`${act} is missing: run npm test, which brings it`);
  const workspace = join(input.dir, `${input.workflow}-${input.sha.slice(0, 8)}`);
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', workspace, ...args], { stdio: 'ignore' });
  git('clone', '--quiet', input.gitDir, '.');
  // The merges that workflows of pull requests check out.
  git('fetch', '--quiet', 'origin', '+refs/pull/*:refs/remotes/pull/*');
  git('checkout', '--quiet', '-B', 'main', input.sha);
  // act reads owner and name from the remote.
  git('remote', 'set-url', 'origin', `https://github.com/${input.repository}.git`);
  const home = join(input.dir, 'home');
  mkdirSync(home, { recursive: true });
  const eventFile = join(input.dir, `${input.workflow}-event.json`);
  writeFileSync(eventFile, JSON.stringify(input.payload));
  const variables = Object.entries({ ...input.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` });
  const args = [
    input.event,
    ...['--workflows', `.github/workflows/${input.workflow}.yml`, '--eventpath', eventFile],
    ...['--platform', 'ubuntu-latest=-self-hosted', '--no-cache-server', '--rm'],
    ...Object.entries(STAND_INS).flatMap(([name, folder]) => [
      '--local-repository',
      `${name}=${join(root, 'test/acceptance', folder)}`,
    ]),
    ...['--var', 'AWS_ROLE_ARN=arn:aws:iam::123456789012:role/mlops-github', '--var', 'AWS_REGION=us-east-1'],
    ...Object.entries(input.variables ?? {}).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...(input.token === undefined ? [] : ['--secret', `GITHUB_TOKEN=${input.token}`]),
    ...variables.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  return await new Promise((done, fail) => {
    const child = spawn(act, args, {
      cwd: workspace,
      env: { PATH: process.env.PATH ?? '', HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    const take = (data: Buffer) => {
      log += data.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', fail);
    child.on('close', (code) => done({ ok: code === 0, log }));
  });
}
