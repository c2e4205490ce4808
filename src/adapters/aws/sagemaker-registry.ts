import type { SageMaker } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso } from './client.ts';
import { attempt, find, remove } from './errors.ts';

type Registry = Pick<
  SageMaker,
  'modelPackage' | 'modelPackages' | 'updateModelPackage' | 'deleteModelPackage' | 'deleteModelPackageGroup'
>;

/** Model packages and their groups. */
export function registry(client: Client): Registry {
  return {
    async modelPackage(arn) {
      const found = await find(`read the model package ${arn}`, async () =>
        (await client()).describeModelPackage({ ModelPackageName: arn }),
      );
      if (found === undefined) return undefined;
      const container = found.InferenceSpecification?.Containers?.[0];
      return {
        arn: found.ModelPackageArn ?? arn,
        group: found.ModelPackageGroupName,
        version: found.ModelPackageVersion,
        approval: found.ModelApprovalStatus,
        createdAt: iso(found.CreationTime),
        status: found.ModelPackageStatus ?? '',
        approvalDescription: found.ApprovalDescription,
        image: container?.Image,
        modelDataUri: container?.ModelDataUrl,
        environment: container?.Environment ?? {},
        metadata: found.CustomerMetadataProperties ?? {},
        metricsUri: found.ModelMetrics?.ModelQuality?.Statistics?.S3Uri,
        lastModifiedAt: iso(found.LastModifiedTime),
      };
    },
    async modelPackages(group) {
      const packages = await find(`list the model packages of ${group}`, async () =>
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
      await attempt(`update the model package ${arn}`, async () =>
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
      return remove(`delete the model package ${arn}`, async () =>
        (await client()).deleteModelPackage({ ModelPackageName: arn }),
      );
    },
    async deleteModelPackageGroup(name) {
      return remove(`delete the model package group ${name}`, async () =>
        (await client()).deleteModelPackageGroup({ ModelPackageGroupName: name }),
      );
    },
  };
}
