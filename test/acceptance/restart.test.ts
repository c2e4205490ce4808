import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToken, createTeamRepository, GitHubClient } from '../../local/demo/github-client.ts';
import { platformProcesses } from '../../local/platform/platform.ts';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { connectAws } from '../../src/adapters/aws/index.ts';
import { setPin } from '../../src/config/set-pin.ts';
import type { Aws } from '../../src/ports/index.ts';
import { until } from '../support/processes.ts';
import { type CommandResult, mlops } from './support/command-line.ts';
import { silentLog } from './support/silent-log.ts';
import { type TeamFolder, teamFolder } from './support/team-folder.ts';

/** After `kill -9` of every process of the platform and `up`, all state is there. Presto has no state, and the tests share it. */

const ROWS = 'days_to_ship,days_to_commit,quantity,extendedprice\n30,60,10,15000\n30,31,10,15000\n5,90,1,900\n';
const TRAIN = ['train', '--commit', 'c'.repeat(40), '--repository', 'acme/late-lines', '--json'];
const APPROVAL = 'Approved by maria with the label approve-model';
let dir: string;
let platform: string;
let team: TeamFolder;
let env: Record<string, string>;
let aws: Aws;

const local = (...args: string[]) => mlops(['local', ...args, '--dir', platform], { cwd: dir });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'restart-'));
  platform = join(dir, 'platform');
  team = teamFolder({ parent: dir, name: 'late' });
  mustSucceed(await local('up'));
  const exported = mustSucceed(await local('env')).out;
  env = Object.fromEntries([...exported.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  Object.assign(process.env, env);
  aws = connectAws('us-east-1', silentLog);
});

afterAll(async () => {
  await local('down');
  rmSync(dir, { recursive: true, force: true });
});

test('after kill -9 of all processes, the registry, the objects, the endpoint and GitHub have the state that they had', async () => {
  const trained = JSON.parse(mustSucceed(await run(...TRAIN)).out).facts.run;
  const { arn, group, version, artifact_digest, model_data_uri } = trained.package;
  await aws.sagemaker.updateModelPackage({ arn, approval: { status: 'Approved', description: APPROVAL } });
  const pinned = join(team.dir, 'environments/dev/endpoint.yml');
  writeFileSync(
    pinned,
    setPin(readFileSync(pinned, 'utf8'), { package_group: group, version: Number(version), artifact_digest }),
  );
  mustSucceed(await run('deploy', '--environment', 'dev'));
  const rows = join(team.dir, 'rows.csv');
  writeFileSync(rows, ROWS);
  const predicted = mustSucceed(await run('invoke', '--environment', 'dev', '--file', rows)).out;
  expect(predicted.trim().split('\n')).toHaveLength(3);
  const maria = await openGitHub();
  const pull = await maria.propose({
    branch: 'fewer-trials',
    path: 'config.yml',
    change: (text) => text.replace('maximum_training_jobs: 4', 'maximum_training_jobs: 2'),
    title: 'Two trials are enough',
    body: 'They agree to the third digit.',
  });
  await maria.call('POST', `/issues/${pull.number}/comments`, { body: 'Looks good' });
  const before = await readState(maria, arn, model_data_uri);
  expect(before).toMatchObject({ approval: ['Approved', APPROVAL], artifact: artifact_digest, endpoint: 'InService' });

  const processes = platformProcesses({ dir: platform });
  // moto, SageMaker, GitHub, and at least the endpoint's model server.
  expect(processes.length).toBeGreaterThanOrEqual(4);
  for (const pid of processes) process.kill(pid, 'SIGKILL');
  await until(() => platformProcesses({ dir: platform }).length === 0, 'the processes to end');
  expect((await local('status')).code).toBe(4);

  mustSucceed(await local('up'));
  const inService = async () => (await aws.sagemaker.endpoint(`${team.endpoint}-dev`))?.status === 'InService';
  await until(inService, 'the endpoint to be in service again');
  expect(await readState(maria, arn, model_data_uri)).toEqual(before);
  expect(mustSucceed(await run('invoke', '--environment', 'dev', '--file', rows)).out).toBe(predicted);

  // Git and AWS agree as before: nothing is trained or deployed a second time.
  expect(JSON.parse(mustSucceed(await run(...TRAIN)).out).decision).toBe('unchanged');
  const deployed = mustSucceed(await run('deploy', '--environment', 'dev', '--json'));
  expect(JSON.parse(deployed.out).decision).toBe('unchanged');
});

/** The state that a user can see. */
async function readState(maria: GitHubClient, packageArn: string, artifact: string) {
  const modelPackage = await aws.sagemaker.modelPackage(packageArn);
  const bytes = await aws.objects.read(artifact);
  const pulls = await maria.call('GET', '/pulls?state=all');
  return {
    approval: [modelPackage?.approval, modelPackage?.approvalDescription],
    registered: modelPackage?.createdAt,
    metadata: modelPackage?.metadata,
    versions: (await aws.sagemaker.modelPackages(team.packageGroup)).map(({ version }) => version),
    artifact: `sha256:${createHash('sha256')
      .update(bytes ?? '')
      .digest('hex')}`,
    executions: await aws.sagemaker.executions(team.pipeline),
    endpoint: (await aws.sagemaker.endpoint(`${team.endpoint}-dev`))?.status,
    pulls: pulls.map((pull: { number: number; title: string; head: { sha: string }; state: string }) => ({
      number: pull.number,
      title: pull.title,
      sha: pull.head.sha,
      state: pull.state,
    })),
    comments: await maria.comments(pulls[0].number),
    patch: await maria.patch(pulls[0].number),
  };
}

async function openGitHub(): Promise<GitHubClient> {
  const api = env.GITHUB_API_URL ?? '';
  await createTeamRepository({
    api,
    owner: 'acme',
    name: 'late-lines',
    permissions: { maria: 'write' },
    from: ROOT,
    scratch: join(dir, 'start'),
  });
  await addToken(api, 'maria-token', 'maria');
  return new GitHubClient(api, 'acme/late-lines', 'maria-token');
}

async function run(...args: string[]): Promise<CommandResult> {
  return await mlops(args, { cwd: team.dir, env });
}

function mustSucceed(result: CommandResult): CommandResult {
  if (result.code !== 0) throw new Error(`the exit code is ${result.code}:\n${result.all}`);
  return result;
}
