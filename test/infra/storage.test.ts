import { readTemplate, resolveTemplate } from './template.ts';

const resources = resolveTemplate(readTemplate('storage.yml'), { Bucket: 'my-team-mlops-dev' });

test('the bucket is encrypted with its own key, keeps old versions, and is not public', () => {
  expect(resources.Key).toMatchObject({ EnableKeyRotation: true });
  expect(resources.DataBucket).toMatchObject({
    BucketName: 'my-team-mlops-dev',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
    VersioningConfiguration: { Status: 'Enabled' },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test('no statement of the bucket allows anything, and everything without TLS is denied', () => {
  const policy = resources.DataBucketPolicy?.PolicyDocument as { Statement: Record<string, unknown>[] };
  expect(policy.Statement).toEqual([
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [expect.any(String), expect.stringMatching(/\/\*$/)],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});

test('only IAM policies of the account decide about the key', () => {
  const policy = resources.Key?.KeyPolicy as { Statement: { Principal: unknown }[] };
  expect(policy.Statement.map(({ Principal }) => Principal)).toEqual([{ AWS: 'arn:aws:iam::123456789012:root' }]);
});

test('a removed stack keeps the key and the bucket, and unfinished uploads do not stay', () => {
  const source = readTemplate('storage.yml');
  for (const name of ['Key', 'DataBucket']) {
    expect(source.Resources[name]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
  expect(resources.DataBucket?.LifecycleConfiguration).toMatchObject({
    Rules: [
      { Id: 'old-versions', NoncurrentVersionExpiration: { NoncurrentDays: '90' } },
      { Id: 'unfinished-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ],
  });
});
