import type { RefusalCase } from '../refusal-case.ts';

const POLICY = 'DeploymentConfig.BlueGreenUpdatePolicy';
const ROUTING = `${POLICY}.TrafficRoutingConfiguration`;
const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const rolling = (share: number) => ({
  DeploymentConfig: { RollingUpdatePolicy: { MaximumBatchSize: percent(share), WaitIntervalInSeconds: 60 } },
});

export const endpointCases: readonly RefusalCase[] = [
  {
    rule: 'update-policies',
    operation: 'UpdateEndpoint',
    refused: {
      'DeploymentConfig.RollingUpdatePolicy': { MaximumBatchSize: percent(50), WaitIntervalInSeconds: 60 },
    },
    at: 'DeploymentConfig.RollingUpdatePolicy',
    message: 'Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified.',
    taken: rolling(50),
  },
  {
    rule: 'canary-size',
    operation: 'UpdateEndpoint',
    refused: { [`${ROUTING}.CanarySize`]: percent(60) },
    at: `${ROUTING}.CanarySize.Value`,
    message: "CanarySize must be at most 50% of the variant's total instance count, and is 60%.",
    taken: { [`${ROUTING}.CanarySize`]: percent(50) },
  },
  {
    rule: 'linear-step-size',
    operation: 'UpdateEndpoint',
    refused: { [ROUTING]: { Type: 'LINEAR', WaitIntervalInSeconds: 60, LinearStepSize: percent(5) } },
    at: `${ROUTING}.LinearStepSize.Value`,
    message: "LinearStepSize must be between 10% and 50% of the variant's total instance count, and is 5%.",
    taken: { [ROUTING]: { Type: 'LINEAR', WaitIntervalInSeconds: 60, LinearStepSize: percent(10) } },
  },
  {
    rule: 'rolling-batch-size',
    operation: 'UpdateEndpoint',
    refused: rolling(60),
    at: 'DeploymentConfig.RollingUpdatePolicy.MaximumBatchSize.Value',
    message: "MaximumBatchSize must be between 5% and 50% of the variant's total instance count, and is 60%.",
    taken: rolling(5),
  },
  {
    rule: 'canary-size-missing',
    operation: 'UpdateEndpoint',
    refused: { [`${ROUTING}.CanarySize`]: null },
    at: `${ROUTING}.CanarySize`,
    message: 'CanarySize is required for traffic routing of type CANARY.',
    taken: { [ROUTING]: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60 } },
  },
  {
    rule: 'linear-step-size-missing',
    operation: 'UpdateEndpoint',
    refused: { [ROUTING]: { Type: 'LINEAR', WaitIntervalInSeconds: 60 } },
    at: `${ROUTING}.LinearStepSize`,
    message: 'LinearStepSize is required for traffic routing of type LINEAR.',
    taken: { [ROUTING]: { Type: 'LINEAR', WaitIntervalInSeconds: 60, LinearStepSize: percent(20) } },
  },
  {
    rule: 'deployment-timeout',
    operation: 'UpdateEndpoint',
    refused: { [`${POLICY}.MaximumExecutionTimeoutInSeconds`]: 600, [`${POLICY}.TerminationWaitInSeconds`]: 300 },
    at: `${POLICY}.MaximumExecutionTimeoutInSeconds`,
    message: 'MaximumExecutionTimeoutInSeconds 600 must be larger than the total waiting time of 600 seconds.',
    taken: { [`${POLICY}.MaximumExecutionTimeoutInSeconds`]: 601, [`${POLICY}.TerminationWaitInSeconds`]: 300 },
  },
  {
    rule: 'deployment-config-twice',
    operation: 'UpdateEndpoint',
    refused: { RetainDeploymentConfig: true },
    at: 'DeploymentConfig',
    message: 'DeploymentConfig cannot be specified when RetainDeploymentConfig is true.',
    taken: { RetainDeploymentConfig: true, DeploymentConfig: null },
  },
  {
    rule: 'desired-variant-twice',
    operation: 'UpdateEndpointWeightsAndCapacities',
    refused: {
      DesiredWeightsAndCapacities: [
        { VariantName: 'a', DesiredWeight: 1 },
        { VariantName: 'a', DesiredInstanceCount: 2 },
      ],
    },
    at: 'DesiredWeightsAndCapacities.1.VariantName',
    message: 'The variant name "a" was non-unique within the request.',
    taken: {
      DesiredWeightsAndCapacities: [
        { VariantName: 'a', DesiredWeight: 1 },
        { VariantName: 'b', DesiredInstanceCount: 2 },
      ],
    },
  },
];
