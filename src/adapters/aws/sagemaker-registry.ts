import type { DescribeModelPackageOutput } from '@aws-sdk/client-sagemaker';
import { tagList } from '../../desired/serving-requests.ts';
import type { ModelPackage, SageMaker } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso } from './client.ts';
import { callAws, createIfAbsent, deleteIfExists, describeIfExists } from './errors.ts';

type RegistryCalls = Pick<
  SageMaker,
  | 'modelPackageGroup'
  | 'createModelPackageGroup'
  | 'modelPackage'
  | 'modelPackages'
  | 'updateModelPackage'
  | 'deleteModelPackage'
  | 'deleteModelPackageGroup'
>;

/** Model packages and their groups. */
export function registryCalls(client: Client): RegistryCalls {
  return {
    async modelPackageGroup(name) {
      const answer = await describeIfExists(`read the model package group ${name}`, async () =>
        (await client()).describeModelPackageGroup({ ModelPackageGroupName: name }),
      );
      return answer && { name, arn: answer.ModelPackageGroupArn ?? '' };
    },
    async createModelPackageGroup({ name, tags }) {
      return createIfAbsent(`create the model package group ${name}`, async () =>
        (await client()).createModelPackageGroup({ ModelPackageGroupName: name, Tags: tagList(tags) }),
      );
    },
    async modelPackage(arn) {
      const answer = await describeIfExists(`read the model package ${arn}`, async () =>
        (await client()).describeModelPackage({ ModelPackageName: arn }),
      );
      return answer && modelPackageFrom(answer, arn);
    },
    async modelPackages(group) {
      const packages = await describeIfExists(`list the model packages of ${group}`, async () =>
        allPages(
          async (token) =>
            (await client()).listModelPackages({
              ModelPackageGroupName: group,
              SortBy: 'CreationTime',
              SortOrder: 'Descending',
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.ModelPackageSummaryList,
          (page) => page.NextToken,
        ),
      );
      return (packages ?? []).map((summary) => ({
        arn: summary.ModelPackageArn ?? '',
        group: summary.ModelPackageGroupName,
        version: summary.ModelPackageVersion,
        approval: summary.ModelApprovalStatus,
        createdAt: iso(summary.CreationTime),
      }));
    },
    async updateModelPackage({ arn, approval, metadata }) {
      await callAws(`update the model package ${arn}`, async () =>
        (await client()).updateModelPackage({
          ModelPackageArn: arn,
          ...(approval === undefined
            ? {}
            : { ModelApprovalStatus: approval.status, ApprovalDescription: approval.description }),
          ...(metadata === undefined ? {} : { CustomerMetadataProperties: metadata }),
        }),
      );
    },
    async deleteModelPackage(arn) {
      return deleteIfExists(`delete the model package ${arn}`, async () =>
        (await client()).deleteModelPackage({ ModelPackageName: arn }),
      );
    },
    async deleteModelPackageGroup(name) {
      return deleteIfExists(`delete the model package group ${name}`, async () =>
        (await client()).deleteModelPackageGroup({ ModelPackageGroupName: name }),
      );
    },
  };
}

function modelPackageFrom(data: DescribeModelPackageOutput, arn: string): ModelPackage {
  const container = data.InferenceSpecification?.Containers?.[0];
  return {
    arn: data.ModelPackageArn ?? arn,
    group: data.ModelPackageGroupName,
    version: data.ModelPackageVersion,
    approval: data.ModelApprovalStatus,
    createdAt: iso(data.CreationTime),
    status: data.ModelPackageStatus ?? '',
    approvalDescription: data.ApprovalDescription,
    image: container?.Image,
    modelDataUri: container?.ModelDataUrl,
    environment: container?.Environment ?? {},
    metadata: data.CustomerMetadataProperties ?? {},
    metricsUri: data.ModelMetrics?.ModelQuality?.Statistics?.S3Uri,
    lastModifiedAt: iso(data.LastModifiedTime),
  };
}
