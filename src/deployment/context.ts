import type { Environment } from '../config/index.ts';
import type { Owner } from '../observed/ownership.ts';
import type { PinnedPackages } from '../observed/pinned-package.ts';
import type { Ports } from '../ports/index.ts';
import type { Project } from '../project/open-project.ts';

/** What every part of a deployment needs. */
export interface DeploymentContext {
  project: Project;
  environment: Environment;
  /** Whose resources this deployment may change. */
  owner: Owner;
  packages: PinnedPackages;
  ports: Ports;
  /** Longest wait for the endpoint, and for the batch transform, in milliseconds. */
  timeout: number;
}
