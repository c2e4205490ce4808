import type { Member } from './member.ts';

/** Whether a CreateModelPackage request makes a package that is not a version of a group. */
export function isUnversioned(request: Member): boolean {
  return request.at('ModelPackageName').exists && !request.at('ModelPackageGroupName').exists;
}

/** The containers of every inference specification of a model package request. */
export function packageContainers(request: Member): readonly Member[] {
  return [
    request.at('InferenceSpecification'),
    ...request.at('AdditionalInferenceSpecifications').items,
    ...request.at('AdditionalInferenceSpecificationsToAdd').items,
  ].flatMap((specification) => specification.at('Containers').items);
}
