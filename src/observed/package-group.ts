import { Failure } from '../failure.ts';
import type { SageMaker, Tags } from '../ports/sagemaker.ts';
import { type ForeignResource, foreignResource, type Owner, ownerOf } from './ownership.ts';

export interface ObservedGroup {
  name: string;
  arn: string;
  /** The tags that it has itself. */
  tags: Tags;
  /** Set when the project does not own it. */
  foreign: ForeignResource | undefined;
}

type RegistryReads = Pick<SageMaker, 'modelPackageGroup' | 'modelPackages' | 'modelPackage' | 'tags'>;

/**
 * Reads a model package group and whose it is; undefined when it does not exist. All environments of a project share their group,
 * so the environment of `owner` does not count.
 *
 * Earlier versions left it to the training pipeline to create the group, without tags of an owner. Such a group belongs to the
 * owner of the pipeline that registered its newest version.
 */
export async function readPackageGroup(
  sagemaker: RegistryReads,
  name: string,
  owner: Owner,
): Promise<ObservedGroup | undefined> {
  const group = await sagemaker.modelPackageGroup(name);
  if (group === undefined) return undefined;
  const { arn } = group;
  const tags = await sagemaker.tags(arn);
  const deciding = ownerOf(tags) === undefined ? await tagsOfPipeline(sagemaker, name, arn) : tags;
  const resource = { kind: 'model-package-group', name, arn } as const;
  return { name, arn, tags, foreign: foreignResource(resource, deciding, { ...owner, environment: null }) };
}

/** The tags of the pipeline that registered the newest version of a group; none when there is no such pipeline. */
async function tagsOfPipeline(sagemaker: RegistryReads, group: string, groupArn: string): Promise<Tags> {
  const [newest] = await sagemaker.modelPackages(group);
  const execution = newest && (await sagemaker.modelPackage(newest.arn))?.metadata.execution_arn;
  const pipeline = execution?.split('/execution/')[0];
  // Metadata can be written by anybody who may register a version: another account is no witness.
  if (pipeline === undefined || accountAndRegion(pipeline) !== accountAndRegion(groupArn)) return {};
  try {
    return await sagemaker.tags(pipeline);
  } catch (error) {
    if (error instanceof Failure && ['not_found', 'conflict'].includes(error.code)) return {};
    throw error;
  }
}

/** The part of an ARN before the resource: partition, service, region and account. */
const accountAndRegion = (arn: string): string => arn.split(':').slice(0, 5).join(':');

/** Name of the group in the ARN of a version (`…:model-package/<group>/<version>`); undefined for a version without one. */
export function groupOfPackage(packageArn: string): string | undefined {
  return /:model-package\/([^/]+)\/\d+$/.exec(packageArn)?.[1];
}
