import type { DataCapture, EndpointConfigInput, ModelInput, Rollout, Tags } from '../ports/index.ts';

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
export function endpointConfigRequest({ name, variant, kmsKeyId, capture, tags }: EndpointConfigInput) {
  return {
    EndpointConfigName: name,
    ProductionVariants: [productionVariant(variant)],
    ...(capture === undefined ? {} : { DataCaptureConfig: captureConfig(capture) }),
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    Tags: tagList(tags),
  };
}

/** CSV and JSON stay text in the files; SageMaker writes other content types in base64. */
function captureConfig({ percentage, modes, destination, kmsKeyId }: DataCapture) {
  return {
    EnableCapture: true,
    InitialSamplingPercentage: percentage,
    DestinationS3Uri: destination,
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    CaptureOptions: modes.map((CaptureMode) => ({ CaptureMode })),
    CaptureContentTypeHeader: {
      CsvContentTypes: ['text/csv'],
      JsonContentTypes: ['application/json', 'application/jsonlines'],
    },
  };
}

function productionVariant(variant: EndpointConfigInput['variant']) {
  const common = { VariantName: variant.name, ModelName: variant.modelName, InitialVariantWeight: 1 };
  if (variant.serverless === undefined) {
    return { ...common, InstanceType: variant.instanceType, InitialInstanceCount: variant.initialInstanceCount };
  }
  const { memoryInMb, maxConcurrency, provisionedConcurrency } = variant.serverless;
  return {
    ...common,
    ServerlessConfig: {
      MemorySizeInMB: memoryInMb,
      MaxConcurrency: maxConcurrency,
      ...(provisionedConcurrency === undefined ? {} : { ProvisionedConcurrency: provisionedConcurrency }),
    },
  };
}

/**
 * Request of UpdateEndpoint. With `retainInstanceCounts` the number of instances that run now stays. The settings of the data
 * capture would stay too (API reference, VariantProperty), so they are taken from the new configuration.
 */
export function endpointUpdateRequest(update: {
  name: string;
  configName: string;
  retainInstanceCounts: boolean;
  rollout: Rollout | null;
}) {
  const { name, configName, retainInstanceCounts, rollout } = update;
  return {
    EndpointName: name,
    EndpointConfigName: configName,
    RetainAllVariantProperties: retainInstanceCounts,
    ...(retainInstanceCounts
      ? { ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' as const }] }
      : {}),
    ...(rollout === null ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
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
