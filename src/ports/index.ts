import type { Clock } from './clock.ts';
import type { Git } from './git.ts';
import type { Identity } from './identity.ts';
import type { JobLogs } from './job-logs.ts';
import type { Log } from './log.ts';
import type { ObjectStore } from './object-store.ts';
import type { Presto, PrestoConnection } from './presto.ts';
import type { SageMaker } from './sagemaker.ts';
import type { Scaling } from './scaling.ts';
import type { Secrets } from './secrets.ts';

export type * from './clock.ts';
export type * from './git.ts';
export type * from './github.ts';
export type * from './identity.ts';
export type * from './job-logs.ts';
export type * from './log.ts';
export type * from './object-store.ts';
export type * from './presto.ts';
export type * from './sagemaker.ts';
export type * from './scaling.ts';
export type * from './secrets.ts';

/** AWS in one region, as one caller. */
export interface Aws {
  readonly region: string;
  readonly identity: Identity;
  readonly sagemaker: SageMaker;
  readonly objects: ObjectStore;
  readonly scaling: Scaling;
  readonly secrets: Secrets;
  readonly jobLogs: JobLogs;
}

/**
 * Everything outside that a verb talks to. The region is known only after the configuration is read, so AWS is made for
 * a region.
 */
export interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly git: Git;
  aws(region: string): Aws;
  /** A connection that opens with the first statement. */
  presto(connection: PrestoConnection): Presto;
}
