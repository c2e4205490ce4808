import type { Environment } from '../../config/index.ts';
import { sklearnImage } from '../../desired/index.ts';
import { endpointConfigRequest, endpointUpdateRequest, modelRequest } from '../../desired/serving-requests.ts';
import { desiredEndpoint, type ServedPackage } from '../../plan/desired-endpoint.ts';
import type { EnvironmentState } from '../../project/environment-state.ts';
import type { MemberSetting, SentRequest } from './sent-request.ts';

const NETWORK = 'aws.network_config';

/**
 * The requests that make the endpoint of an environment. The files do not say what the pinned package holds: an artifact and the
 * image of the configured version stand for it.
 * @throws Failure `config_invalid` when no image exists for the region
 */
export function servingRequests(state: EnvironmentState): SentRequest[] {
  const { environment, config } = state;
  if (environment === null) return [];
  const tags = Object.fromEntries(config.pipeline.tags.map(({ Key, Value }) => [Key, Value]));
  const desired = desiredEndpoint(config, environment, standIn(state, environment), tags);
  const sender = 'the endpoint';
  const tagSettings = config.pipeline.tags.map(
    (_, index): MemberSetting => [`Tags.${index}`, `pipeline.tags.${index}`],
  );
  const update: SentRequest[] =
    desired.rollout === null
      ? []
      : [
          {
            operation: 'UpdateEndpoint',
            request: endpointUpdateRequest({
              name: desired.name,
              configName: desired.config.name,
              retainInstanceCounts: false,
              rollout: desired.rollout,
            }),
            sender,
            settings: ROLLOUT_SETTINGS,
          },
        ];
  return [
    {
      operation: 'CreateModel',
      request: modelRequest(desired.model),
      sender,
      settings: [
        ['ExecutionRoleArn', 'aws.sagemaker_execution_role_arn'],
        ['VpcConfig.Subnets', `${NETWORK}.subnets`],
        ['VpcConfig.SecurityGroupIds', `${NETWORK}.security_group_ids`],
        ['EnableNetworkIsolation', `${NETWORK}.enable_network_isolation`],
        ...tagSettings,
        ['', 'environment.endpoint.endpoint_name'],
      ],
    },
    {
      operation: 'CreateEndpointConfig',
      request: endpointConfigRequest(desired.config),
      sender,
      settings: [
        ['ProductionVariants.0.InstanceType', 'environment.endpoint.instance_type'],
        ['ProductionVariants.0.InitialInstanceCount', 'environment.endpoint.min_instance_count'],
        ['ProductionVariants.0.ServerlessConfig', 'environment.endpoint.serverless.memory_in_mb'],
        ['DataCaptureConfig.KmsKeyId', 'aws.kms_key_id'],
        ['DataCaptureConfig', 'environment.endpoint.data_capture.percentage'],
        ['ProductionVariants', 'environment.endpoint.instance_type'],
        ['KmsKeyId', 'aws.kms_key_id'],
        ...tagSettings,
        ['', 'environment.endpoint.endpoint_name'],
      ],
    },
    ...update,
  ];
}

const BLUE_GREEN = 'DeploymentConfig.BlueGreenUpdatePolicy';
const ROLLOUT = 'environment.endpoint.rollout';
const ROLLOUT_SETTINGS: readonly MemberSetting[] = [
  [`${BLUE_GREEN}.TrafficRoutingConfiguration.Type`, `${ROLLOUT}.type`],
  [`${BLUE_GREEN}.TrafficRoutingConfiguration.WaitIntervalInSeconds`, `${ROLLOUT}.wait_in_seconds`],
  [`${BLUE_GREEN}.TrafficRoutingConfiguration`, `${ROLLOUT}.step_percent`],
  [`${BLUE_GREEN}.TerminationWaitInSeconds`, `${ROLLOUT}.termination_wait_in_seconds`],
  [`${BLUE_GREEN}.MaximumExecutionTimeoutInSeconds`, `${ROLLOUT}.maximum_execution_timeout_in_seconds`],
  ['DeploymentConfig.AutoRollbackConfiguration', `${ROLLOUT}.alarms`],
  ['', ROLLOUT],
];

function standIn({ config, region }: EnvironmentState, { endpoint }: Environment): ServedPackage {
  const pin = endpoint.model;
  const group = pin?.package_group ?? config.register_model_step.model_group;
  const version = pin?.version ?? 1;
  return {
    group,
    version,
    image: sklearnImage({ region, version: config.training_step.sklearn_framework_version, use: 'inference' }),
    model_data_uri: `s3://${config.aws.s3_bucket}/model.tar.gz`,
    environment: {},
    artifact_digest: pin?.artifact_digest ?? `sha256:${'0'.repeat(64)}`,
  };
}
