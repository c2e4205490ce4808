import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Third-party actions, and the folders here that stand in for them. */
const STAND_INS = {
  'aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8': 'configure-aws-credentials',
  'actions/upload-artifact@330a01c490aca151604b8cf639adc76d48f6c5d4': 'plan-upload-artifact',
};

/** A webhook of the local GitHub. */
export interface Delivery {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: GitHub describes the payload
  payload: any;
}

export interface WorkflowRun {
  ok: boolean;
  log: string;
}

export interface WorkflowInput {
  dir: string;
  gitDir: string;
  repository: string;
  sha: string;
  workflow: string;
  event: string;
  payload: unknown;
  env: Record<string, string>;
  /** `GITHUB_TOKEN` of the workflow. Left out for a job that must not use it. */
  token?: string;
  /** Configuration variables (`vars`), in addition to those of every run. */
  variables?: Record<string, string>;
}

/**
 * Runs a workflow file of a commit with `act` in host mode: the workflow as it is committed, with the committed bundles.
 * act gets the name of the event from the caller and ignores `on:`. Other tests check which event starts which workflow.
 */
export async function runWorkflow(input: WorkflowInput): Promise<WorkflowRun> {
  const act = process.env.MLOPS_ACT ?? join(root, '.local/bin/act');
  if (!existsSync(act)) throw new Error(`${act} is missing: run npm test, which brings it`);
  const workspace = join(input.dir, `${input.workflow}-${input.sha.slice(0, 8)}`);
  checkout(workspace, input);
  const home = join(input.dir, 'home');
  mkdirSync(home, { recursive: true });
  const eventFile = join(input.dir, `${input.workflow}-event.json`);
  writeFileSync(eventFile, JSON.stringify(input.payload));
  return await new Promise((resolve, reject) => {
    const child = spawn(act, actArguments(input, eventFile), {
      cwd: workspace,
      env: { PATH: process.env.PATH ?? '', HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    const append = (data: Buffer) => {
      log += data.toString();
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, log }));
  });
}

function checkout(workspace: string, { gitDir, repository, sha }: WorkflowInput): void {
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', workspace, ...args], { stdio: 'ignore' });
  git('clone', '--quiet', gitDir, '.');
  // The test merges that workflows of pull requests check out.
  git('fetch', '--quiet', 'origin', '+refs/pull/*:refs/remotes/pull/*');
  git('checkout', '--quiet', '-B', 'main', sha);
  // act reads owner and name of the repository from the remote.
  git('remote', 'set-url', 'origin', `https://github.com/${repository}.git`);
}

function actArguments(input: WorkflowInput, eventFile: string): string[] {
  const environment = { ...input.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  return [
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
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
}
