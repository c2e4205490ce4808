import { createHash } from 'node:crypto';
import type { Tags } from '../ports/sagemaker.ts';
import type { Owner } from '../project/owner.ts';

export type { Owner };

/** Tags that name the owner of a resource. A verb changes and deletes only what its own project owns. */
export const MANAGED_BY = 'mlops:managed-by';
export const ENVIRONMENT = 'mlops:environment';
export const REPOSITORY = 'mlops:repository';
export const FOLDER = 'mlops:folder';
/** Tag of a resource that was taken over: its owner before. */
export const ADOPTED_FROM = 'mlops:adopted-from';
const MANAGED_BY_VALUE = 'sagemaker-presto-gitops';

/** What the tags of a resource say about its owner. `nobody`: no tag says that a run for a repository made it. */
export type Ownership = 'ours' | 'another_repository' | 'another_folder' | 'another_environment' | 'nobody';

/**
 * Returns the owner that the tags name; undefined when they do not say that this product made the resource. Versions before the
 * tag of the folder worked on the root only, so without that tag the folder is the root.
 */
export function ownerOf(tags: Tags): Owner | undefined {
  if (tags[MANAGED_BY] !== MANAGED_BY_VALUE) return undefined;
  return {
    repository: tags[REPOSITORY] || null,
    folder: tags[FOLDER] || '.',
    environment: tags[ENVIRONMENT] || null,
  };
}

/**
 * Compares the owner that the tags name with a project. A run without a repository owns what such runs made, and nothing that a
 * repository owns. A run for a repository does not own what a run without one made: nobody can tell whose run that was.
 */
export function ownership(tags: Tags, owner: Owner): Ownership {
  const tagged = ownerOf(tags);
  if (tagged === undefined) return 'nobody';
  if (tagged.repository === null && owner.repository !== null) return 'nobody';
  // GitHub does not distinguish the case of names.
  if (tagged.repository?.toLowerCase() !== owner.repository?.toLowerCase()) return 'another_repository';
  if (tagged.folder !== folderTag(owner.folder)) return 'another_folder';
  return tagged.environment === owner.environment ? 'ours' : 'another_environment';
}

/** Shape TagValue: 0 to 256 of these characters. */
const TAG_VALUE = /^[\p{L}\p{N}_.:/=+\-@]([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,254}[\p{L}\p{N}_.:/=+\-@])?$/u;

/** The folder as a tag can have it. A path that AWS refuses as a tag gets a digest in place of what does not fit. */
function folderTag(folder: string): string {
  if (TAG_VALUE.test(folder)) return folder;
  const readable = folder.replace(/[^\p{L}\p{N}_./-]/gu, '_').slice(0, 200);
  return `${readable}=${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
}

/** The tags that name an owner. */
export function ownerTags({ repository, folder, environment }: Owner): Tags {
  return {
    [MANAGED_BY]: MANAGED_BY_VALUE,
    ...(environment === null ? {} : { [ENVIRONMENT]: environment }),
    ...(repository === null ? {} : { [REPOSITORY]: repository }),
    [FOLDER]: folderTag(folder),
  };
}

/**
 * Returns the configured tags (`pipeline.tags`) and this project's own. The commit is a tag, but not a part of a
 * content name.
 */
export function resourceTags(
  configured: ReadonlyArray<{ Key: string; Value: string }>,
  owner: Owner,
  commit: string | null = null,
): Tags {
  return {
    ...Object.fromEntries(configured.map(({ Key, Value }) => [Key, Value])),
    ...ownerTags(owner),
    ...(commit === null ? {} : { 'mlops:commit': commit }),
  };
}

/** Kinds of resources whose owner is compared. */
export type OwnedKind =
  | 'training-pipeline'
  | 'batch-pipeline'
  | 'endpoint'
  | 'endpoint-config'
  | 'model'
  | 'model-package-group';

/** A resource of a wanted name that the project does not own. */
export interface ForeignResource {
  kind: OwnedKind;
  name: string;
  arn: string;
  ownership: Exclude<Ownership, 'ours'>;
  /** The owner that its tags name; null for none. */
  owner: Owner | null;
}

/** Returns the resource as one that the project does not own; undefined when it does. */
export function foreignResource(
  resource: Pick<ForeignResource, 'kind' | 'name' | 'arn'>,
  tags: Tags,
  owner: Owner,
): ForeignResource | undefined {
  const found = ownership(tags, owner);
  if (found === 'ours') return undefined;
  const { kind, name, arn } = resource;
  return { kind, name, arn, ownership: found, owner: ownerOf(tags) ?? null };
}

const KIND_TEXTS: Record<OwnedKind, string> = {
  'training-pipeline': 'pipeline',
  'batch-pipeline': 'pipeline',
  endpoint: 'endpoint',
  'endpoint-config': 'endpoint configuration',
  model: 'model',
  'model-package-group': 'model package group',
};

/** `endpoint mlops-realtime-ep-dev`. */
export const resourceText = ({ kind, name }: Pick<ForeignResource, 'kind' | 'name'>): string =>
  `${KIND_TEXTS[kind]} ${name}`;

/** Says whose the resource is: `The endpoint x belongs to the repository other/team`. */
export function foreignText(resource: ForeignResource): string {
  return `The ${resourceText(resource)} ${whoseText(resource)}`;
}

/** Says whose it is, without its name: `belongs to the repository other/team`. */
export function whoseText({ ownership: found, owner }: Pick<ForeignResource, 'ownership' | 'owner'>): string {
  const repository = owner?.repository === null || owner === null ? 'a project without a repository' : owner.repository;
  switch (found) {
    case 'another_repository':
      return `belongs to the repository ${repository}${folderText(owner)}`;
    case 'another_folder':
      return `belongs to ${owner?.folder === '.' ? 'the root' : `the folder ${owner?.folder}`} of ${repository}`;
    case 'another_environment':
      return owner?.environment === null
        ? `belongs to all environments of ${repository}`
        : `belongs to the environment ${owner?.environment} of ${repository}`;
    case 'nobody':
      return owner === null
        ? 'has no owner: it does not have this product’s tags'
        : 'has no owner: a run without a repository made it';
  }
}

const folderText = (owner: Owner | null): string =>
  owner === null || owner.folder === '.' ? '' : `, folder ${owner.folder}`;

/** The owner for a tag: `other/team folder=models/a environment=dev`. */
export function ownerText(owner: Owner | null): string {
  if (owner === null) return 'nobody';
  const { repository, folder, environment } = owner;
  const text = [
    repository ?? 'no repository',
    ...(folder === '.' ? [] : [`folder=${folder}`]),
    ...(environment === null ? [] : [`environment=${environment}`]),
  ].join(' ');
  return text.slice(0, 256).trim();
}

/** Where each name comes from. */
const SETTINGS: Record<OwnedKind, string> = {
  'training-pipeline': 'pipeline.training_pipeline_name in config.yml',
  'batch-pipeline': 'pipeline_name in the environment’s batch-transform.yml',
  endpoint: 'endpoint_name in the environment’s endpoint.yml',
  'endpoint-config': 'realtime_endpoint.endpoint_config_name in config.yml',
  model: 'endpoint_name in the environment’s endpoint.yml',
  'model-package-group': 'register_model_step.model_group in config.yml',
};

/**
 * What to do about resources that the project does not own.
 * @param verb the verb that can adopt them, where it is not the one that refuses
 */
export function foreignWayOut(resources: readonly ForeignResource[], { repository }: Owner, verb?: 'train'): string {
  const settings = [...new Set(resources.map(({ kind }) => SETTINGS[kind]))].join(', ');
  const rename = `Choose another name (${settings})`;
  return repository === null
    ? `${rename}, or name the repository that it belongs to with --repository.`
    : `${rename}, or take it over on purpose: ${verb === undefined ? '' : `mlops ${verb} `}--adopt (input adopt of the action).`;
}
