import type { Tags } from '../ports/sagemaker.ts';

/** Tags that say whose a resource is. `destroy` and the clean-up of old versions touch nothing without them. */
export const MANAGED_BY = 'mlops:managed-by';
export const ENVIRONMENT = 'mlops:environment';
const VALUE = 'sagemaker-presto-gitops';

/** The configured tags (`pipeline.tags`) and ours. The commit is not among those of a content-named resource's identity. */
export function resourceTags(
  configured: ReadonlyArray<{ Key: string; Value: string }>,
  of: { environment?: string; repository: string | null; commit: string | null },
): Tags {
  return {
    ...Object.fromEntries(configured.map(({ Key, Value }) => [Key, Value])),
    [MANAGED_BY]: VALUE,
    ...(of.environment === undefined ? {} : { [ENVIRONMENT]: of.environment }),
    ...(of.repository === null ? {} : { 'mlops:repository': of.repository }),
    ...(of.commit === null ? {} : { 'mlops:commit': of.commit }),
  };
}

/** True when these tags say that this project made the resource for that environment. */
export const isOurs = (tags: Tags, environment: string): boolean =>
  tags[MANAGED_BY] === VALUE && tags[ENVIRONMENT] === environment;
