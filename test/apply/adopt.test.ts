import { adoptOrRefuse } from '../../src/apply/adopt.ts';
import { type ForeignResource, type Owner, ownership, ownerTags } from '../../src/observed/ownership.ts';
import type { Log, Tags } from '../../src/ports/index.ts';

const OWNER: Owner = { repository: 'team/models', folder: 'models/a', environment: 'dev' };
const THEIRS: Owner = { repository: 'other/team', folder: '.', environment: 'prod' };

/** SageMaker's tags by ARN; a call beyond `calls` fails as for a run that is killed. */
function account(tags: Record<string, Tags>, calls = 10) {
  const lines: string[] = [];
  const log: Log = {
    info: (message) => lines.push(message),
    warn: () => {},
    error: () => {},
    group: () => ({ end: () => {} }),
    secret: () => {},
  };
  let count = 0;
  const addTags = async (arn: string, more: Tags) => {
    count += 1;
    if (count > calls) throw new Error('killed');
    tags[arn] = { ...tags[arn], ...more };
  };
  return { tags, lines, log, sagemaker: { addTags }, count: () => count };
}

const endpoint: ForeignResource = {
  kind: 'endpoint',
  name: 'ep-dev',
  arn: 'arn:endpoint',
  ownership: 'another_repository',
  owner: THEIRS,
};
const pipeline: ForeignResource = { ...endpoint, kind: 'training-pipeline', name: 'train', arn: 'arn:pipeline' };

test('nothing to adopt: no call, whatever is asked for', async () => {
  const { sagemaker, log, count } = account({});
  const nobody = { ...OWNER, repository: null };
  expect(await adoptOrRefuse(sagemaker, [], { adopt: true, owner: nobody, log })).toEqual([]);
  expect(count()).toBe(0);
});

test('without adopt all resources are named in one refusal, and nothing is written', async () => {
  const { sagemaker, log, count } = account({});
  await expect(
    adoptOrRefuse(sagemaker, [endpoint, pipeline], { adopt: false, owner: OWNER, log }),
  ).rejects.toMatchObject({
    code: 'not_ours',
    message:
      'The endpoint ep-dev belongs to the repository other/team. The pipeline train belongs to the repository other/team',
    way_out: expect.stringMatching(
      /^Choose another name \(endpoint_name .*, pipeline\.training_pipeline_name .*--adopt/,
    ),
    facts: { resources: [{ name: 'ep-dev' }, { name: 'train' }], owner: OWNER },
  });
  expect(count()).toBe(0);
});

test('with adopt the tags name the new owner and the one before, and other tags stay', async () => {
  const { sagemaker, log, tags, lines } = account({ 'arn:endpoint': { ...ownerTags(THEIRS), team: 'x' } });
  const adopted = await adoptOrRefuse(sagemaker, [endpoint], { adopt: true, owner: OWNER, log });
  expect(adopted).toEqual([{ kind: 'endpoint', name: 'ep-dev', arn: 'arn:endpoint', from: THEIRS }]);
  expect(tags['arn:endpoint']).toEqual({
    team: 'x',
    'mlops:managed-by': 'sagemaker-presto-gitops',
    'mlops:repository': 'team/models',
    'mlops:folder': 'models/a',
    'mlops:environment': 'dev',
    'mlops:adopted-from': 'other/team environment=prod',
  });
  expect(ownership(tags['arn:endpoint'] ?? {}, OWNER)).toBe('ours');
  expect(lines).toEqual(['Adopted the endpoint ep-dev from other/team environment=prod']);
});

test('what all environments share belongs to no environment afterwards', async () => {
  const { sagemaker, log, tags } = account({ 'arn:pipeline': ownerTags(THEIRS) });
  await adoptOrRefuse(sagemaker, [pipeline], { adopt: true, owner: OWNER, log });
  expect(ownership(tags['arn:pipeline'] ?? {}, { ...OWNER, environment: null })).toBe('ours');
});

test('a run without a repository adopts nothing', async () => {
  const { sagemaker, log, count } = account({});
  const owner = { ...OWNER, repository: null };
  await expect(adoptOrRefuse(sagemaker, [endpoint], { adopt: true, owner, log })).rejects.toMatchObject({
    code: 'usage',
    way_out: 'Give --repository owner/name, or run it in a checkout with the remote origin.',
  });
  expect(count()).toBe(0);
});

test('killed between two resources: the first is ours, the second still theirs', async () => {
  const { sagemaker, log, tags } = account({ 'arn:endpoint': ownerTags(THEIRS), 'arn:pipeline': ownerTags(THEIRS) }, 1);
  await expect(adoptOrRefuse(sagemaker, [endpoint, pipeline], { adopt: true, owner: OWNER, log })).rejects.toThrow(
    'killed',
  );
  expect(ownership(tags['arn:endpoint'] ?? {}, OWNER)).toBe('ours');
  expect(ownership(tags['arn:pipeline'] ?? {}, { ...OWNER, environment: null })).toBe('another_repository');
});
