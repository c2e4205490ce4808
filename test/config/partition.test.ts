import { partition as partitionOfSdk } from '@aws-sdk/core/client';
import { sdkPartitions } from '../../scripts/lib/sdk-partitions.ts';
import { PARTITIONS } from '../../src/config/aws-partitions.ts';
import { dnsSuffixOf, partitionOf } from '../../src/config/partition.ts';
import { REGIONS } from '../../src/config/regions.ts';
import { SKLEARN_REGISTRIES } from '../../src/config/sklearn-images.ts';
import { seedWith, Workspace } from './workspace.ts';

test('the partitions are those of the installed AWS SDK', () => {
  expect(PARTITIONS).toEqual(sdkPartitions());
  expect(PARTITIONS.map(({ id }) => id)).toEqual([
    'aws',
    'aws-cn',
    'aws-eusc',
    'aws-iso',
    'aws-iso-b',
    'aws-iso-e',
    'aws-iso-f',
    'aws-us-gov',
  ]);
});

test('every region, and one that the SDK does not list yet, has the partition that the SDK says', () => {
  const newer = ['us-east-9', 'mx-west-2', 'cn-south-1', 'eusc-de-west-1', 'us-iso-south-1', 'us-isob-north-1'];
  const others = ['eu-isoe-west-2', 'us-isof-west-1', 'us-gov-north-1', 'xx-west-1', 'local'];
  for (const region of [...REGIONS, ...newer, ...others]) {
    const { name, dnsSuffix } = partitionOfSdk(region);
    expect([region, partitionOf(region), dnsSuffixOf(region)]).toEqual([region, name, dnsSuffix]);
  }
});

test('every region with an image is a region that the SDK lists', () => {
  expect(Object.keys(SKLEARN_REGISTRIES).filter((region) => !REGIONS.includes(region))).toEqual([]);
});

describe('regions of a configuration', () => {
  const loaded = (region: string, account = '012345678901') => {
    const workspace = new Workspace({
      'config.yml': seedWith(['arn:aws:iam::{account_id}', 'arn:{partition}:iam::{account_id}']),
      'environments/far/environment.yml': `account: "${account}"\nregion: ${region}\n`,
    });
    try {
      const result = workspace.load({ environment: 'far' });
      return result.ok
        ? { arn: result.config.aws.sagemaker_execution_role_arn }
        : { errors: workspace.errors({ environment: 'far' }) };
    } finally {
      workspace.remove();
    }
  };

  test.each([
    ['us-isof-south-1', 'aws-iso-f'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-west-1', 'aws'],
  ])('%s is in %s', (region, partition) => {
    expect(loaded(region)).toEqual({
      arn: expect.stringMatching(new RegExp(`^arn:${partition}:iam::012345678901:role/`)),
    });
  });

  test.each([
    ['eusc-de-east-1', 'aws-eusc'],
    ['eu-isoe-west-1', 'aws-iso-e'],
  ])('%s has no image, and is refused on its line in environment.yml', (region, partition) => {
    expect(loaded(region)).toEqual({
      errors: [
        `environments/far/environment.yml:2:9 region: ${region} has no scikit-learn image of SageMaker that is known here\n  No region of the partition ${partition} has one. Use an account and a region of another partition: aws, aws-cn, aws-iso, aws-iso-b, aws-iso-f, aws-us-gov.`,
      ],
    });
  });

  test('a region without an image is refused on its line in config.yml', () => {
    const workspace = new Workspace({ 'config.yml': seedWith(['region: us-east-1', 'region: ap-southeast-6']) });
    expect(workspace.errors()).toEqual([
      expect.stringMatching(
        /^config.yml:3:11 aws.region: ap-southeast-6 has no scikit-learn image of SageMaker that is known here\n {2}Use a region that has one: ap-east-1, .*ap-southeast-4\. SageMaker takes no image of another region\.$/,
      ),
    ]);
    workspace.remove();
  });
});
