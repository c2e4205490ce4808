import { type Owner, ownerOf } from '../observed/ownership.ts';
import { readPackageGroup } from '../observed/package-group.ts';
import type { SageMaker, Tags } from '../ports/sagemaker.ts';
import { notOurs } from './adopt.ts';

/**
 * Makes a model package group with the tags of its owner, or gives the tags to a group that is the owner's and has none yet. The
 * step RegisterModel would make it without them.
 * @throws Failure `not_ours` when another owner has a group of that name
 */
export async function ensurePackageGroup(
  sagemaker: Pick<
    SageMaker,
    'modelPackageGroup' | 'createModelPackageGroup' | 'modelPackages' | 'modelPackage' | 'tags' | 'addTags'
  >,
  name: string,
  { owner, tags }: { owner: Owner; tags: Tags },
): Promise<void> {
  const group = await readPackageGroup(sagemaker, name, owner);
  if (group === undefined) {
    if ((await sagemaker.createModelPackageGroup({ name, tags })) === 'created') return;
    // Another run made it at the same moment.
    const { foreign } = (await readPackageGroup(sagemaker, name, owner)) ?? {};
    if (foreign !== undefined) throw notOurs([foreign], owner);
    return;
  }
  if (group.foreign !== undefined) throw notOurs([group.foreign], owner);
  if (ownerOf(group.tags) === undefined) await sagemaker.addTags(group.arn, tags);
}
