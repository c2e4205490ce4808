/** @servers moto */

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_KINDS } from '../../local/sagemaker/context.ts';
import { contentPrefix } from '../../src/observed/content-name.ts';
import type { Comment, GitHub } from '../../src/ports/index.ts';
import { marker } from '../../src/report/marker.ts';
import type { ReportedModel } from '../../src/report/training-report.ts';
import { approve } from '../../src/verbs/approve.ts';
import { deploy } from '../../src/verbs/deploy.ts';
import { destroy } from '../../src/verbs/destroy.ts';
import { promote } from '../../src/verbs/promote.ts';
import { train } from '../../src/verbs/train.ts';
import { faultyAws, Killed } from './faulty-aws.ts';
import { COMMIT, GROUP, startWorld, type World } from './world.ts';

const FIRST = 'team/models';
const SECOND = 'other/team';
const PIPELINE = 'mlops-pipeline-presto';
const BATCH = 'mlops-batch-inference-dev';
let world: World;

beforeEach(async () => {
  world = await startWorld();
  world.environment('dev', {});
});
afterEach(async () => {
  await world.close();
});

const input = (more: object = {}) => ({
  configFile: world.configFile,
  environment: 'dev',
  commit: COMMIT,
  repository: FIRST,
  ...more,
});
const second = (more: object = {}) => input({ repository: SECOND, commit: 'f'.repeat(40), ...more });

/** Everything that is in the account: every record of SageMaker with its tags, the scaling, and the objects of the bucket. */
async function wholeState(): Promise<unknown> {
  const { store } = world.server.context;
  const records = RECORD_KINDS.map((kind) => [kind, store.list(kind)]);
  const variant = { endpoint: world.endpoint('dev'), variant: 'AllTraffic' };
  const { S3 } = await import('@aws-sdk/client-s3');
  const { Contents = [] } = await new S3({ region: 'us-east-1', forcePathStyle: true }).listObjectsV2({
    Bucket: world.bucket,
  });
  return {
    records,
    tags: await ownersOf(),
    scaling: [await world.aws.scaling.target(variant), await world.aws.scaling.policies(variant)],
    objects: Contents.map(({ Key, ETag, LastModified }) => [Key, ETag, LastModified?.toISOString()]),
  };
}

/** The tags of what has a shared name; undefined for what does not exist. */
async function ownersOf() {
  const { sagemaker } = world.aws;
  const arns = {
    endpoint: (await sagemaker.endpoint(world.endpoint('dev')))?.arn,
    training: (await sagemaker.pipeline(PIPELINE))?.arn,
    batch: (await sagemaker.pipeline(BATCH))?.arn,
    group: (await sagemaker.modelPackageGroup(GROUP))?.arn,
  };
  const tags = async (arn: string | undefined) => (arn === undefined ? undefined : await sagemaker.tags(arn));
  return {
    endpoint: await tags(arns.endpoint),
    training: await tags(arns.training),
    batch: await tags(arns.batch),
    group: await tags(arns.group),
  };
}

/** Trains, deploys and predicts for the first repository. */
async function firstLives(): Promise<void> {
  await train(input(), world.ports);
  const { yaml } = await world.register({ repository: FIRST });
  world.environment('dev', {
    endpoint: `${yaml}`,
    batch: yaml,
  });
  await deploy(input({ runBatch: true }), world.ports);
}

describe('two repositories with the same names in one account', () => {
  beforeEach(firstLives);

  test('no verb of the second touches anything of the first', async () => {
    const before = await wholeState();
    const refusals = [
      [
        () => deploy(second(), world.ports),
        /endpoint .* belongs to the repository team\/models\. The pipeline mlops-batch/,
      ],
      [() => deploy(second({ dryRun: true }), world.ports), /belongs to the repository team\/models/],
      [() => deploy(second({ runBatch: true, runKey: 'x' }), world.ports), /belongs to the repository team\/models/],
      [
        () => train(second(), world.ports),
        /pipeline mlops-pipeline-presto belongs .*\. The model package group mlops-presto bel/,
      ],
      [() => train(second({ runKey: 'x', retry: true }), world.ports), /belongs to the repository team\/models/],
      [() => destroy(second(), world.ports), /belongs to the repository team\/models/],
      [() => destroy(second({ yes: true }), world.ports), /belongs to the repository team\/models/],
      [() => destroy(second({ yes: true, registry: true }), world.ports), /model package group mlops-presto belongs/],
    ] as const;
    for (const [verb, message] of refusals) {
      await expect(verb()).rejects.toMatchObject({ code: 'not_ours', message: expect.stringMatching(message) });
      expect(await wholeState()).toEqual(before);
    }
  });

  test('no run without a repository does, not even with adopt', async () => {
    const before = await wholeState();
    const nobody = input({ repository: undefined });
    for (const verb of [train, deploy]) {
      await expect(verb(nobody, world.ports)).rejects.toMatchObject({ code: 'not_ours' });
      await expect(verb({ ...nobody, adopt: true }, world.ports)).rejects.toMatchObject({ code: 'usage' });
      expect(await wholeState()).toEqual(before);
    }
    for (const yes of [true, false]) {
      await expect(destroy({ ...nobody, yes }, world.ports)).rejects.toMatchObject({ code: 'not_ours' });
      await expect(destroy({ ...nobody, yes, adopt: true }, world.ports)).rejects.toMatchObject({ code: 'usage' });
    }
    expect(await wholeState()).toEqual(before);
  });

  test('the second has its own beside it when its names differ, and a destroy there leaves the first alone', async () => {
    const before = await wholeState();
    const firstEndpoint = await ownersOf();
    world.edit((text) =>
      text
        .replace(`endpoint_name: ep-${world.bucket}`, `endpoint_name: ep-${world.bucket}-b`)
        .replace('training_pipeline_name: mlops-pipeline-presto', 'training_pipeline_name: second-train')
        .replace('transform_pipeline_name: mlops-batch-inference', 'transform_pipeline_name: second-batch')
        .replace('model_group: mlops-presto', 'model_group: second'),
    );
    const { facts } = await train(second(), world.ports);
    expect(facts).toMatchObject({ adopted_resources: [], run: { package: { group: 'second', version: 1 } } });
    await deploy(second({ runBatch: true }), world.ports);
    await destroy(second({ yes: true }), world.ports);
    expect(await ownersOf()).toMatchObject({ training: firstEndpoint.training, group: firstEndpoint.group });
    const after = (await wholeState()) as { records: Array<[string, unknown[]]> };
    // All records of the first are there as they were; the second left only what destroy does not remove.
    for (const [kind, records] of (before as typeof after).records) {
      expect(after.records.find(([each]) => each === kind)?.[1]).toEqual(expect.arrayContaining(records));
    }
  });

  test('adopt takes over on purpose, records it, and is not needed again', async () => {
    const result = await deploy(second({ adopt: true }), world.ports);
    const from = { repository: FIRST, folder: '.', environment: 'dev' };
    expect(result).toMatchObject({
      decision: 'done',
      facts: {
        adopted_resources: [
          { kind: 'endpoint', name: world.endpoint('dev'), from },
          { kind: 'endpoint-config', from },
          { kind: 'model', from },
          { kind: 'batch-pipeline', name: BATCH, from },
        ],
      },
    });
    expect(world.lines).toContain(`Adopted the endpoint ${world.endpoint('dev')} from team/models environment=dev`);
    const tags = (await ownersOf()).endpoint;
    expect(tags).toMatchObject({
      'mlops:repository': SECOND,
      'mlops:folder': '.',
      'mlops:environment': 'dev',
      'mlops:adopted-from': 'team/models environment=dev',
    });
    expect(await deploy(second(), world.ports)).toMatchObject({
      decision: 'unchanged',
      facts: { adopted_resources: [] },
    });
    await expect(deploy(input(), world.ports)).rejects.toMatchObject({ code: 'not_ours' });
  });

  test('train --adopt takes over the pipeline and the group, and trains there', async () => {
    const { facts } = await train(second({ adopt: true }), world.ports);
    expect(facts.adopted_resources.map(({ kind, from }) => [kind, from?.repository])).toEqual([
      ['training-pipeline', FIRST],
      ['model-package-group', FIRST],
    ]);
    const { training, group } = await ownersOf();
    for (const tags of [training, group]) {
      expect(tags).toMatchObject({ 'mlops:repository': SECOND, 'mlops:adopted-from': FIRST });
    }
    await expect(train(input({ runKey: 'x' }), world.ports)).rejects.toMatchObject({ code: 'not_ours' });
    expect((await train(second({ runKey: 'x' }), world.ports)).facts.adopted_resources).toEqual([]);
  });

  test('dry runs with adopt say what they would adopt, and write nothing', async () => {
    const before = await wholeState();
    const planned = await deploy(second({ adopt: true, dryRun: true }), world.ports);
    expect(planned.facts.adopted_resources.map(({ kind }) => kind)).toContain('endpoint');
    expect(planned.summary).toContain('belongs to the repository team/models and would be adopted');
    const listed = await destroy(second({ adopt: true }), world.ports);
    expect(listed.facts.adopted_resources.map(({ kind }) => kind)).toEqual(['endpoint', 'batch-pipeline']);
    expect(listed.facts.removed).toBe(false);
    expect(await wholeState()).toEqual(before);
  });

  test('destroy --adopt removes what it took over', async () => {
    const result = await destroy(second({ adopt: true, yes: true }), world.ports);
    expect(result).toMatchObject({
      decision: 'done',
      facts: { adopted_resources: [{ kind: 'endpoint' }, { kind: 'batch-pipeline' }] },
    });
    expect(await ownersOf()).toMatchObject({ endpoint: undefined, batch: undefined });
    // Configurations and models of the first stay: their tags name it.
    const configs = await world.aws.sagemaker.endpointConfigs(contentPrefix('random-forest-classifier-dev'));
    expect(configs).toHaveLength(1);
  });

  test.each([1, 2, 3, 4, 5])('killed at call %i of an adopting deploy: a second run ends as one would', async (at) => {
    const { aws } = faultyAws(world.aws, { at, when: 'after' });
    const other = await world.register({ body: 'next', repository: FIRST });
    world.environment('dev', { endpoint: other.yaml, batch: other.yaml });
    await expect(deploy(second({ adopt: true }), world.portsOver(aws))).rejects.toBeInstanceOf(Killed);
    await deploy(second({ adopt: true }), world.ports);
    const { endpoint, batch } = await ownersOf();
    for (const tags of [endpoint, batch]) {
      expect(tags).toMatchObject({ 'mlops:repository': SECOND, 'mlops:adopted-from': 'team/models environment=dev' });
    }
    expect(await deploy(second(), world.ports)).toMatchObject({ decision: 'unchanged' });
  });
});

test('two project folders of one repository do not touch each other', async () => {
  mkdirSync(join(world.dir, '.git'));
  await firstLives();
  const folder = join(world.dir, 'models/b');
  cpSync(join(world.dir, 'project'), folder, { recursive: true });
  const before = await wholeState();
  const other = { configFile: join(folder, 'config.yml') };
  const message = expect.stringMatching(/belongs to the folder project of team\/models/);
  for (const verb of [
    () => train(input(other), world.ports),
    () => deploy(input(other), world.ports),
    () => deploy(input({ ...other, runBatch: true, runKey: 'x' }), world.ports),
    () => destroy(input({ ...other, yes: true }), world.ports),
  ]) {
    await expect(verb()).rejects.toMatchObject({ code: 'not_ours', message });
    expect(await wholeState()).toEqual(before);
  }
  expect((await ownersOf()).training).toMatchObject({ 'mlops:folder': 'project' });
  await train(input({ ...other, adopt: true }), world.ports);
  expect((await ownersOf()).training).toMatchObject({
    'mlops:folder': 'models/b',
    'mlops:adopted-from': 'team/models folder=project',
  });
});

describe('resources without an owner', () => {
  test('a pipeline, an endpoint and a group that somebody made by hand are refused, and may be adopted', async () => {
    await firstLives();
    const { context } = world.server;
    const { sagemaker } = world.aws;
    const arns = [
      (await sagemaker.endpoint(world.endpoint('dev')))?.arn,
      (await sagemaker.pipeline(PIPELINE))?.arn,
      (await sagemaker.pipeline(BATCH))?.arn,
      (await sagemaker.modelPackageGroup(GROUP))?.arn,
    ];
    for (const ResourceArn of arns) {
      await context.call('DeleteTags', { ResourceArn, TagKeys: ['mlops:managed-by'] });
    }
    const before = await wholeState();
    for (const verb of [
      () => train(input(), world.ports),
      () => deploy(input(), world.ports),
      () => destroy(input({ yes: true }), world.ports),
    ]) {
      await expect(verb()).rejects.toMatchObject({
        code: 'not_ours',
        message: expect.stringMatching(/has no owner: it does not have this product’s tags/),
      });
      expect(await wholeState()).toEqual(before);
    }
    expect((await train(input({ adopt: true }), world.ports)).facts.adopted_resources).toMatchObject([
      { kind: 'training-pipeline', from: null },
      { kind: 'model-package-group', from: null },
    ]);
    expect((await deploy(input({ adopt: true }), world.ports)).facts.adopted_resources).toMatchObject([
      { kind: 'endpoint', from: null },
      { kind: 'batch-pipeline', from: null },
    ]);
    expect((await ownersOf()).endpoint).toMatchObject({ 'mlops:adopted-from': 'nobody' });
  });

  test('a resource of an earlier version is ours at the root of the same repository, and is not tagged again', async () => {
    await firstLives();
    const { context } = world.server;
    const { sagemaker } = world.aws;
    const endpoint = (await sagemaker.endpoint(world.endpoint('dev')))?.arn;
    await context.call('DeleteTags', { ResourceArn: endpoint, TagKeys: ['mlops:folder'] });
    expect(await deploy(input(), world.ports)).toMatchObject({ decision: 'unchanged' });
    await expect(deploy(second(), world.ports)).rejects.toMatchObject({ code: 'not_ours' });
  });

  test('a group that the pipeline of an earlier version made gets its owner at the next training', async () => {
    await train(input(), world.ports);
    const arn = (await world.aws.sagemaker.modelPackageGroup(GROUP))?.arn ?? '';
    const keys = ['mlops:managed-by', 'mlops:repository', 'mlops:folder'];
    await world.server.context.call('DeleteTags', { ResourceArn: arn, TagKeys: keys });
    await expect(train(second(), world.ports)).rejects.toMatchObject({
      message: expect.stringContaining('The model package group mlops-presto belongs to the repository team/models'),
    });
    expect(await train(input({ runKey: 'next' }), world.ports)).toMatchObject({ facts: { adopted_resources: [] } });
    expect((await ownersOf()).group).toMatchObject({ 'mlops:repository': FIRST });
  });
});

describe('approval and promotion', () => {
  /** An issue with a report of a model and the label of a person who may write. */
  function gitHubWith(repository: string, report: ReportedModel) {
    const [owner = '', name = ''] = repository.split('/');
    const comments: Comment[] = [
      { id: 1, author: 'bot', body: marker('report', 'execution', report), url: 'https://example.com/1' },
    ];
    const removed: string[] = [];
    const offers: string[] = [];
    const github = {
      repository: { owner, name },
      viewer: async () => 'bot',
      labels: async () => ['approve-model'],
      labelEvent: async () => ({ actor: 'maria', at: '2030-01-01T00:00:00Z' }),
      permission: async () => 'write',
      pullRequest: async () => undefined,
      comments: async () => comments,
      createComment: async (_issue: number, body: string) => {
        comments.push({ id: comments.length + 1, author: 'bot', body, url: '' });
      },
      removeLabel: async (_issue: number, label: string) => {
        removed.push(label);
      },
      defaultBranch: async () => 'main',
      fileAt: async () => 'model: null\n',
      commitFiles: async ({ branch }: { branch: string }) => {
        offers.push(branch);
        return 'c'.repeat(40);
      },
      pullRequests: async () => [],
      openPullRequest: async () => ({ number: 7, url: 'https://example.com/7' }),
    } as unknown as GitHub;
    return { github, comments, removed, offers };
  }

  async function trained(): Promise<ReportedModel> {
    const { facts } = await train(input(), world.ports);
    const { run } = facts;
    return {
      execution: facts.execution_arn,
      package: run?.package?.arn ?? null,
      artifact_digest: run?.package?.artifact_digest ?? null,
      commit: COMMIT,
      region: 'us-east-1',
      environment: 'dev',
      reported_at: '2026-01-01T00:00:00Z',
    };
  }

  const labelled = () => ({
    configFile: world.configFile,
    environment: 'dev',
    number: 5,
    approveLabel: 'approve-model',
    rejectLabel: 'reject-model',
  });

  test('a label in another repository approves nothing: it is removed, and the answer names the owner', async () => {
    const report = await trained();
    const { github, comments, removed } = gitHubWith(SECOND, report);
    await expect(approve(labelled(), world.ports, github)).rejects.toMatchObject({
      code: 'not_ours',
      message: 'The model package group mlops-presto belongs to the repository team/models',
      way_out: expect.stringContaining('mlops train --adopt'),
    });
    expect(removed).toEqual(['approve-model']);
    expect(comments.at(-1)?.body).toContain('belongs to the repository team/models');
    expect((await world.aws.sagemaker.modelPackage(report.package ?? ''))?.approval).toBe('PendingManualApproval');
    // In its own repository the same label approves it.
    const own = gitHubWith(FIRST, report);
    expect(await approve(labelled(), world.ports, own.github)).toMatchObject({ decision: 'done' });
  });

  test('a version of another repository’s group is not offered', async () => {
    const report = await trained();
    await approve(labelled(), world.ports, gitHubWith(FIRST, report).github);
    const offer = { configFile: world.configFile, environment: 'dev', repositoryRoot: world.dir };
    const other = gitHubWith(SECOND, report);
    await expect(promote(offer, world.ports, other.github)).rejects.toMatchObject({
      code: 'not_ours',
      message: 'The model package group mlops-presto belongs to the repository team/models',
    });
    expect(other.offers).toEqual([]);
    const own = gitHubWith(FIRST, report);
    expect(await promote(offer, world.ports, own.github)).toMatchObject({ decision: 'done' });
    expect(own.offers).toEqual(['mlops/promote/dev']);
  });
});
