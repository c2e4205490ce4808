import type { Aws } from '../../ports/index.ts';
import type { Log } from '../../ports/log.ts';
import { stsIdentity } from './identity.ts';
import { cloudWatchJobLogs } from './job-logs.ts';
import { s3ObjectStore } from './object-store.ts';
import { sagemaker } from './sagemaker.ts';
import { applicationAutoScaling } from './scaling.ts';
import { secretsManager } from './secrets.ts';

/**
 * AWS in a region. Clients are loaded when they are first used: a run that touches S3 only does not pay for SageMaker.
 */
export function connectAws(region: string, log: Log): Aws {
  return {
    region,
    identity: stsIdentity(region),
    sagemaker: sagemaker(region),
    objects: s3ObjectStore(region),
    scaling: applicationAutoScaling(region),
    secrets: secretsManager(region, log),
    jobLogs: cloudWatchJobLogs(region),
  };
}
