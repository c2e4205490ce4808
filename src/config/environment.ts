import type { BatchTransformFile, EndpointFile, EnvironmentFile } from './environment-schema.ts';
import type { InheritedValues } from './inheritance.ts';

/** endpoint.yml, with the values of config.yml for what it leaves out. */
export type EndpointSpec = Pick<EndpointFile, 'model' | 'keep' | 'rollout'> & InheritedValues<'endpoint'>;

/** batch-transform.yml, with the values of config.yml for what it leaves out. */
export type BatchTransformSpec = Pick<BatchTransformFile, 'model'> & InheritedValues<'batch_transform'>;

/** One folder of `environments/`, with the values of config.yml for what its files leave out. */
export interface Environment extends Omit<EnvironmentFile, 'config' | 'region' | 'role' | 'role_arn' | 'bucket'> {
  /** Name of the folder. */
  name: string;
  region: string;
  endpoint: EndpointSpec;
  batch_transform: BatchTransformSpec;
}
