import type { Tags } from '../ports/sagemaker.ts';

/**
 * Tags that name the owner of a resource. `destroy` and the clean-up of old versions delete only resources that have
 * them.
 */
export const MANAGED_BY = 'mlops:managed-by';
export const ENVIRONMENT = 'mlops:environment';
const MANAGED_BY_VALUE = 'sagemaker-presto-gitops';

/**
 * Returns the configured tags (`pipeline.tags`) and this project's own. The commit is a tag, but not a part of a
 * content name.
 */
export function resourceTags(
  configured: ReadonlyArray<{ Key: string; Value: string }>,
  owner: { environment?: string; repository: string | null; commit: string | null },
): Tags {
  return {
    ...Object.fromEntries(configured.map(({ Key, Value }) => [Key, Value])),
    [MANAGED_BY]: MANAGED_BY_VALUE,
    ...(owner.environment === undefined ? {} : { [ENVIRONMENT]: owner.environment }),
    ...(owner.repository === null ? {} : { 'mlops:repository': owner.repository }),
    ...(owner.commit === null ? {} : { 'mlops:commit': owner.commit }),
  };
}

/** Whether the tags say that this project made the resource for that environment. */
export const isOurs = (tags: Tags, environment: string): boolean =>
  tags[MANAGED_BY] === MANAGED_BY_VALUE && tags[ENVIRONMENT] === environment;
