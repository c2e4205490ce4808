import type { BatchTransformFile, EndpointFile, EnvironmentFile } from './environment-schema.ts';
import type { InheritedValues } from './inheritance.ts';
import type { ScalingSpec, ServerlessSpec } from './serving-schema.ts';

/** An endpoint on instances. When both counts are equal, their number is fixed, and `scaling` has no effect. */
export interface OnInstances {
  instance_type: string;
  min_instance_count: number;
  max_instance_count: number;
  scaling: ScalingSpec;
  serverless?: never;
}

/** An endpoint without instances. */
export interface OnServerless {
  serverless: ServerlessSpec;
  instance_type?: never;
  min_instance_count?: never;
  max_instance_count?: never;
  scaling?: never;
}

/** endpoint.yml, with the values of config.yml for what it leaves out. */
export type EndpointSpec = Pick<EndpointFile, 'model' | 'keep' | 'rollout' | 'data_capture'> &
  Pick<InheritedValues<'endpoint'>, 'endpoint_name' | 'endpoint_config_name'> &
  (OnInstances | OnServerless);

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
