import type { EndpointConfigInput, ModelInput, Rollout, Tags } from '../ports/index.ts';

/**
 * The requests that make a model and its endpoint, as SageMaker takes them. The adapter sends them, and the check compares them
 * with what SageMaker refuses.
 */

/** Tags as the AWS services take them. */
export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Request of CreateModel. */
export function modelRequest(input: ModelInput) {
  return {
    ModelName: input.name,
    ExecutionRoleArn: input.roleArn,
    PrimaryContainer: { Image: input.image, ModelDataUrl: input.modelDataUri, Environment: input.environment },
    EnableNetworkIsolation: input.networkIsolation,
    ...(input.vpc === undefined
      ? {}
      : { VpcConfig: { Subnets: input.vpc.subnets, SecurityGroupIds: input.vpc.securityGroupIds } }),
    Tags: tagList(input.tags),
  };
}

/** Request of CreateEndpointConfig. */
export function endpointConfigRequest({ name, variant, kmsKeyId, tags }: EndpointConfigInput) {
  return {
    EndpointConfigName: name,
    ProductionVariants: [productionVariant(variant)],
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    Tags: tagList(tags),
  };
}

function productionVariant(variant: EndpointConfigInput['variant']) {
  return {
    VariantName: variant.name,
    ModelName: variant.modelName,
    InstanceType: variant.instanceType,
    InitialInstanceCount: variant.initialInstanceCount,
    InitialVariantWeight: 1,
    ...(variant.managedScaling === undefined
      ? {}
      : {
          ManagedInstanceScaling: {
            Status: 'ENABLED',
            MinInstanceCount: variant.managedScaling.min,
            MaxInstanceCount: variant.managedScaling.max,
          },
        }),
  };
}

/** The blue/green policy of an update (API reference, DeploymentConfig). */
export function deploymentConfig(rollout: Rollout) {
  const size = { Type: 'CAPACITY_PERCENT', Value: rollout.stepPercent ?? 10 } as const;
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: rollout.type,
        WaitIntervalInSeconds: rollout.waitSeconds,
        ...(rollout.type === 'CANARY' ? { CanarySize: size } : {}),
        ...(rollout.type === 'LINEAR' ? { LinearStepSize: size } : {}),
      },
      ...(rollout.terminationWaitSeconds === undefined
        ? {}
        : { TerminationWaitInSeconds: rollout.terminationWaitSeconds }),
      ...(rollout.timeoutSeconds === undefined ? {} : { MaximumExecutionTimeoutInSeconds: rollout.timeoutSeconds }),
    },
    ...(rollout.alarms.length === 0
      ? {}
      : { AutoRollbackConfiguration: { Alarms: rollout.alarms.map((AlarmName) => ({ AlarmName })) } }),
  };
}
