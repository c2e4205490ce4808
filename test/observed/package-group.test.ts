import { Failure } from '../../src/failure.ts';
import { type Owner, ownerTags } from '../../src/observed/ownership.ts';
import { groupOfPackage, readPackageGroup } from '../../src/observed/package-group.ts';
import type { ModelPackage, ModelPackageSummary, Tags } from '../../src/ports/index.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:model-package-group/churn';
const PIPELINE = 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/train';
const OWNER: Owner = { repository: 'team/models', folder: '.', environment: null };
const mine = ownerTags(OWNER);
const theirs = ownerTags({ ...OWNER, repository: 'other/team' });

/** A registry with one group, its tags, and the executions that registered its versions, newest first. */
function registry(tags: Record<string, Tags>, executions: Array<string | undefined> = [], exists = true) {
  const arnOf = (index: number) => `${ARN.replace('-group', '')}/${executions.length - index}`;
  return {
    async modelPackageGroup(name: string) {
      return exists ? { name, arn: ARN } : undefined;
    },
    async modelPackages(group: string) {
      return executions.map(
        (_, index): ModelPackageSummary => ({
          arn: arnOf(index),
          group,
          version: executions.length - index,
          approval: 'Approved',
          createdAt: undefined,
        }),
      );
    },
    async modelPackage(arn: string) {
      const execution = executions[executions.findIndex((_, index) => arnOf(index) === arn)];
      return { arn, metadata: execution === undefined ? {} : { execution_arn: execution } } as unknown as ModelPackage;
    },
    async tags(arn: string): Promise<Tags> {
      const found = tags[arn];
      if (found === undefined) throw new Failure('not_found', `there is no ${arn}`);
      return found;
    },
  };
}

const read = async (...parts: Parameters<typeof registry>) => {
  const group = await readPackageGroup(registry(...parts), 'churn', { ...OWNER, environment: 'dev' });
  return group === undefined ? 'missing' : (group.foreign?.ownership ?? 'ours');
};

test('a group that does not exist belongs to nobody and is no obstacle', async () => {
  expect(await read({}, [], false)).toBe('missing');
});

test('the tags of the group decide, and the environment does not count', async () => {
  expect(await read({ [ARN]: mine, [PIPELINE]: theirs }, [`${PIPELINE}/execution/abc`])).toBe('ours');
  expect(await read({ [ARN]: theirs, [PIPELINE]: mine }, [`${PIPELINE}/execution/abc`])).toBe('another_repository');
});

describe('a group without tags of an owner', () => {
  test.each<[string, Tags, string]>([
    ['ours', mine, 'ours'],
    ['another repository’s', theirs, 'another_repository'],
    ['nobody’s', { team: 'x' }, 'nobody'],
  ])('belongs to the owner of the pipeline that registered its newest version: %s', async (_whose, tags, expected) => {
    const untagged = { [ARN]: { team: 'x' }, [PIPELINE]: tags, [`${PIPELINE}-old`]: mine };
    expect(await read(untagged, [`${PIPELINE}/execution/new`, `${PIPELINE}-old/execution/old`])).toBe(expected);
  });

  test('is nobody’s when it is empty, when no execution is named, and when the pipeline is gone', async () => {
    expect(await read({ [ARN]: {} })).toBe('nobody');
    expect(await read({ [ARN]: {} }, [undefined])).toBe('nobody');
    expect(await read({ [ARN]: {} }, [`${PIPELINE}/execution/abc`])).toBe('nobody');
  });

  test('is nobody’s when the named pipeline is in another account or region', async () => {
    for (const other of [
      PIPELINE.replace('123456789012', '210987654321'),
      PIPELINE.replace('us-east-1', 'eu-west-1'),
    ]) {
      expect(await read({ [ARN]: {}, [other]: mine }, [`${other}/execution/abc`])).toBe('nobody');
    }
  });
});

test.each([
  ['arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/7', 'churn'],
  ['arn:aws-cn:sagemaker:cn-north-1:123456789012:model-package/a-b/12', 'a-b'],
  ['arn:aws:sagemaker:us-east-1:123456789012:model-package/alone', undefined],
])('the group of %s is %s', (arn, group) => {
  expect(groupOfPackage(arn)).toBe(group);
});
