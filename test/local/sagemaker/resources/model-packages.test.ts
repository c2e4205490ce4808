import {
  AddTagsCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  DeleteTagsCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  type InferenceSpecification,
  ListModelPackageGroupsCommand,
  ListModelPackagesCommand,
  ListTagsCommand,
  paginateListModelPackages,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { type Local, startLocal } from '../core/harness.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:';
const INFERENCE: InferenceSpecification = {
  Containers: [
    { Image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/sklearn:1', ModelDataUrl: 's3://bucket/model.tar.gz' },
  ],
  SupportedTransformInstanceTypes: ['ml.m5.large'],
  SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
  SupportedContentTypes: ['text/csv'],
  SupportedResponseMIMETypes: ['text/csv'],
};

let local: Local;
beforeEach(async () => {
  local = await startLocal();
});
afterEach(() => local.close());

const group = (name: string, more = {}) =>
  local.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name, ...more }));
const version = (name: string, more = {}) =>
  local.sagemaker.send(
    new CreateModelPackageCommand({ ModelPackageGroupName: name, InferenceSpecification: INFERENCE, ...more }),
  );
const describe_ = (name: string) => local.sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: name }));

test('versions are numbered and pending, and a number is never used again', async () => {
  await group('Churn-Models');
  const first = await version('Churn-Models');
  expect(first.ModelPackageArn).toBe(`${ARN}model-package/churn-models/1`);
  const second = await version(`${ARN}model-package-group/churn-models`, { ModelApprovalStatus: 'Approved' });
  await local.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: second.ModelPackageArn }));
  expect((await version('churn-models')).ModelPackageArn).toBe(`${ARN}model-package/churn-models/3`);
  expect(await describe_(first.ModelPackageArn ?? '')).toMatchObject({
    ModelPackageGroupName: 'Churn-Models',
    ModelPackageVersion: 1,
    ModelPackageStatus: 'Completed',
    ModelApprovalStatus: 'PendingManualApproval',
    InferenceSpecification: INFERENCE,
    CreationTime: expect.any(Date),
  });
  await expect(describe_(second.ModelPackageArn ?? '')).rejects.toMatchObject({
    name: 'ValidationException',
    message: `ModelPackage ${ARN}model-package/churn-models/2 does not exist.`,
  });
});

test('an update keeps the members that it does not name', async () => {
  await group('g');
  const { ModelPackageArn } = await version('g', {
    CustomerMetadataProperties: { commit: 'abc', query: 'q1' },
    ModelPackageDescription: 'first',
  });
  await local.sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn,
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'by ann, PR 7',
    }),
  );
  await local.sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn,
      CustomerMetadataProperties: { ticket: '42', query: 'q2' },
      CustomerMetadataPropertiesToRemove: ['commit'],
    }),
  );
  expect(await describe_(ModelPackageArn ?? '')).toMatchObject({
    ModelApprovalStatus: 'Approved',
    ApprovalDescription: 'by ann, PR 7',
    ModelPackageDescription: 'first',
    CustomerMetadataProperties: { query: 'q2', ticket: '42' },
    LastModifiedTime: expect.any(Date),
  });
});

test('an update to more than 50 metadata entries changes nothing', async () => {
  await group('g');
  const many = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, 'v']));
  const { ModelPackageArn } = await version('g', { CustomerMetadataProperties: many(0, 40) });
  await expect(
    local.sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn,
        ModelApprovalStatus: 'Approved',
        CustomerMetadataProperties: many(40, 11),
      }),
    ),
  ).rejects.toThrow(/limited to 50/);
  expect(await describe_(ModelPackageArn ?? '')).toMatchObject({ ModelApprovalStatus: 'PendingManualApproval' });
});

test('the same ClientToken creates one version', async () => {
  await group('g');
  const first = await version('g', { ClientToken: 'token-1' });
  expect(await version('g', { ClientToken: 'token-1' })).toMatchObject({ ModelPackageArn: first.ModelPackageArn });
  expect((await version('g', { ClientToken: 'token-2' })).ModelPackageArn).toMatch(/\/2$/);
});

test('packages are listed by group, approval and type, on pages that stay stable', async () => {
  await group('g');
  await group('other');
  for (let index = 0; index < 25; index += 1) {
    await version('g', { ModelApprovalStatus: index % 5 === 0 ? 'Approved' : 'Rejected' });
  }
  await version('other');
  const seen: Array<number | undefined> = [];
  const config = { client: local.sagemaker, pageSize: 7 };
  for await (const page of paginateListModelPackages(config, { ModelPackageGroupName: 'g', SortOrder: 'Descending' })) {
    seen.push(...(page.ModelPackageSummaryList ?? []).map((each) => each.ModelPackageVersion));
    if (seen.length === 7) {
      // Between two pages, one version of the first page and one of a later page are deleted.
      await local.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: `${ARN}model-package/g/19` }));
      await local.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: `${ARN}model-package/g/3` }));
    }
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index).filter((each) => each !== 3));

  const approved = await local.sagemaker.send(
    new ListModelPackagesCommand({ ModelPackageGroupName: 'g', ModelApprovalStatus: 'Approved' }),
  );
  expect(approved.ModelPackageSummaryList?.map((each) => each.ModelPackageVersion)).toEqual([1, 6, 11, 16, 21]);
  const first = await local.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'g' }));
  expect(first.ModelPackageSummaryList).toHaveLength(10);
  await expect(
    local.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'other', NextToken: first.NextToken })),
  ).rejects.toThrow(/Invalid pagination token/);
  const unversioned = await local.sagemaker.send(new ListModelPackagesCommand({}));
  expect(unversioned.ModelPackageSummaryList).toEqual([]);
});

test('requests for unknown groups, used names and wrong members are refused', async () => {
  await expect(version('missing')).rejects.toMatchObject({
    name: 'ValidationException',
    message: `ModelPackageGroup ${ARN}model-package-group/missing does not exist.`,
  });
  await group('g');
  await expect(group('G')).rejects.toThrow(`Model Package Group already exists: ${ARN}model-package-group/g`);
  await expect(version('g', { Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toThrow(/Tags cannot be specified/);
  await expect(version('g', { ModelPackageName: 'both' })).rejects.toThrow(
    /^Both ModelPackageName and ModelPackageGroupName/,
  );
  await version('g');
  await expect(
    local.sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'g' })),
  ).rejects.toMatchObject({ name: 'ConflictException' });
  await local.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: `${ARN}model-package/g/1` }));
  await local.sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'g' }));
  await expect(
    local.sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'g' })),
  ).rejects.toThrow(/does not exist/);
});

test('a package without a version has its name', async () => {
  const { ModelPackageArn } = await local.sagemaker.send(
    new CreateModelPackageCommand({ ModelPackageName: 'Alone', InferenceSpecification: INFERENCE }),
  );
  expect(ModelPackageArn).toBe(`${ARN}model-package/alone`);
  expect((await describe_('Alone')).ModelPackageName).toBe('Alone');
  await expect(
    local.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ModelApprovalStatus: 'Approved' })),
  ).rejects.toThrow(/belongs to a model package group/);
});

test('groups are listed by name and by time', async () => {
  for (const name of ['beta-1', 'alpha', 'beta-2']) await group(name);
  const listed = async (input: object) =>
    (await local.sagemaker.send(new ListModelPackageGroupsCommand(input))).ModelPackageGroupSummaryList?.map(
      (each) => each.ModelPackageGroupName,
    );
  expect(await listed({})).toEqual(['beta-1', 'alpha', 'beta-2']);
  expect(await listed({ SortBy: 'Name' })).toEqual(['alpha', 'beta-1', 'beta-2']);
  expect(await listed({ NameContains: 'BETA', SortOrder: 'Descending' })).toEqual(['beta-2', 'beta-1']);
  expect(await listed({ CreationTimeAfter: new Date(Date.now() + 60_000) })).toEqual([]);
});

describe('tags', () => {
  const tags = async (arn: string) => (await local.sagemaker.send(new ListTagsCommand({ ResourceArn: arn }))).Tags;

  test('tags are set at creation, added, changed and deleted, and go with the resource', async () => {
    const { ModelPackageGroupArn: arn = '' } = await group('g', { Tags: [{ Key: 'team', Value: 'a' }] });
    const added = await local.sagemaker.send(
      new AddTagsCommand({
        ResourceArn: arn,
        Tags: [
          { Key: 'team', Value: 'b' },
          { Key: 'cost', Value: '' },
        ],
      }),
    );
    expect(added.Tags).toEqual(await tags(arn));
    expect(await tags(arn)).toEqual([
      { Key: 'team', Value: 'b' },
      { Key: 'cost', Value: '' },
    ]);
    await local.sagemaker.send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys: ['team', 'unknown'] }));
    expect(await tags(arn)).toEqual([{ Key: 'cost', Value: '' }]);
    await local.sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'g' }));
    await expect(tags(arn)).rejects.toThrow(/Could not find resource/);
    await group('g');
    expect(await tags(arn)).toEqual([]);
  });

  test('tags are refused above 50, with a duplicate key, and with a key that begins with aws:', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    const { ModelPackageGroupArn: arn = '' } = await group('g', { Tags: many(50) });
    await expect(
      local.sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'more', Value: '' }] })),
    ).rejects.toThrow(/limit of 50/);
    await expect(group('twice', { Tags: [...many(1), ...many(1)] })).rejects.toThrow(/Duplicate tag keys/);
    await expect(group('aws', { Tags: [{ Key: 'aws:x', Value: '' }] })).rejects.toThrow(/aws: prefixed/);
    await expect(
      local.sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'twice' })),
    ).rejects.toThrow(/does not exist/);
  });
});
