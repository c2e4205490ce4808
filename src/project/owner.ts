import { dirname, relative } from 'node:path';
import { checkoutRoot } from '../config/index.ts';
import type { EnvironmentState } from './environment-state.ts';
import { realConfigFile } from './real-config-file.ts';

/** Who owns a resource: one project, and one of its environments. */
export interface Owner {
  /** `owner/name` on GitHub; null for a run without a repository. */
  repository: string | null;
  /** Folder of config.yml in the repository, `/` between folders; `.` for the root. */
  folder: string;
  /** Null for what all environments share: the training pipeline and the model package group. */
  environment: string | null;
}

/** Folder of config.yml in its repository, with links resolved; `.` for the root, and outside of a checkout. */
export function projectFolder(configFile: string): string {
  const folder = dirname(realConfigFile(configFile));
  return relative(checkoutRoot(folder), folder).replaceAll('\\', '/') || '.';
}

/** Whose resources a run of a project may change. */
export function projectOwner(
  { project_folder, environment }: Pick<EnvironmentState, 'project_folder' | 'environment'>,
  repository?: string | null,
): Owner {
  return { repository: repository || null, folder: project_folder, environment: environment?.name ?? null };
}
