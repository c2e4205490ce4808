import type { Shape } from '../context.ts';
import type { ModelContainer } from '../model-hosting.ts';
import type { Rollout } from './rollout.ts';

/** One variant of an endpoint configuration, with its model's containers as they were when the deployment began. */
export interface DeployedVariant {
  readonly name: string;
  readonly containers: readonly ModelContainer[];
  readonly weight: number;
  readonly instanceCount: number;
  readonly startupTimeoutSeconds: number;
}

/**
 * Everything that a deployment needs. It is kept in the endpoint's record: after a restart the deployment continues,
 * also when its model or configuration was deleted in the meantime.
 */
export interface Deployment {
  readonly configName: string;
  readonly variants: readonly DeployedVariant[];
  /** The configuration's ProductionVariants, for the members that DescribeEndpoint repeats. */
  readonly configured: readonly Shape[];
  readonly rollout: Rollout;
  readonly startedAt: number;
}
