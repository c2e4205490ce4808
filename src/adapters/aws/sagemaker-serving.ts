import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { Rollout, SageMaker } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso, type RuntimeClient, tagList } from './client.ts';
import { attempt, create, find, remove } from './errors.ts';

type Serving = Pick<
  SageMaker,
  | 'model'
  | 'models'
  | 'createModel'
  | 'deleteModel'
  | 'endpointConfig'
  | 'endpointConfigs'
  | 'createEndpointConfig'
  | 'deleteEndpointConfig'
  | 'endpoint'
  | 'createEndpoint'
  | 'updateEndpoint'
  | 'deleteEndpoint'
  | 'tags'
  | 'addTags'
  | 'invokeEndpoint'
>;

/** Models, endpoint configurations, endpoints, their tags, and a call to an endpoint. */
export function serving(client: Client, runtime: RuntimeClient): Serving {
  return {
    async model(name) {
      const found = await find(`read the model ${name}`, async () =>
        (await client()).describeModel({ ModelName: name }),
      );
      if (found === undefined) return undefined;
      const container = found.PrimaryContainer ?? found.Containers?.[0];
      return {
        name,
        arn: found.ModelArn ?? '',
        createdAt: iso(found.CreationTime),
        image: container?.Image,
        modelDataUri: container?.ModelDataUrl,
      };
    },
    async models(nameContains) {
      const models = await attempt('list the models', async () =>
        allPages(
          async (token) =>
            (await client()).listModels({
              NameContains: nameContains,
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.Models,
          (page) => page.NextToken,
        ),
      );
      return models.map((model) => ({
        name: model.ModelName ?? '',
        arn: model.ModelArn ?? '',
        createdAt: iso(model.CreationTime),
      }));
    },
    async createModel(input) {
      return create(`create the model ${input.name}`, async () =>
        (await client()).createModel({
          ModelName: input.name,
          ExecutionRoleArn: input.roleArn,
          PrimaryContainer: { Image: input.image, ModelDataUrl: input.modelDataUri, Environment: input.environment },
          EnableNetworkIsolation: input.networkIsolation,
          ...(input.vpc === undefined
            ? {}
            : { VpcConfig: { Subnets: input.vpc.subnets, SecurityGroupIds: input.vpc.securityGroupIds } }),
          Tags: tagList(input.tags),
        }),
      );
    },
    async deleteModel(name) {
      return remove(`delete the model ${name}`, async () => (await client()).deleteModel({ ModelName: name }));
    },
    async endpointConfig(name) {
      const found = await find(`read the endpoint configuration ${name}`, async () =>
        (await client()).describeEndpointConfig({ EndpointConfigName: name }),
      );
      if (found === undefined) return undefined;
      return {
        name,
        arn: found.EndpointConfigArn ?? '',
        createdAt: iso(found.CreationTime),
        variants: (found.ProductionVariants ?? []).map((variant) => ({
          name: variant.VariantName ?? '',
          modelName: variant.ModelName,
          instanceType: variant.InstanceType,
        })),
      };
    },
    async endpointConfigs(nameContains) {
      const configs = await attempt('list the endpoint configurations', async () =>
        allPages(
          async (token) =>
            (await client()).listEndpointConfigs({
              NameContains: nameContains,
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          (page) => page.EndpointConfigs,
          (page) => page.NextToken,
        ),
      );
      return configs.map((config) => ({
        name: config.EndpointConfigName ?? '',
        arn: config.EndpointConfigArn ?? '',
        createdAt: iso(config.CreationTime),
      }));
    },
    async createEndpointConfig({ name, variant, kmsKeyId, tags }) {
      return create(`create the endpoint configuration ${name}`, async () =>
        (await client()).createEndpointConfig({
          EndpointConfigName: name,
          ProductionVariants: [
            {
              VariantName: variant.name,
              ModelName: variant.modelName,
              InstanceType: variant.instanceType as never,
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
            },
          ],
          ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
          Tags: tagList(tags),
        }),
      );
    },
    async deleteEndpointConfig(name) {
      return remove(`delete the endpoint configuration ${name}`, async () =>
        (await client()).deleteEndpointConfig({ EndpointConfigName: name }),
      );
    },
    async endpoint(name) {
      const found = await find(`read the endpoint ${name}`, async () =>
        (await client()).describeEndpoint({ EndpointName: name }),
      );
      if (found === undefined) return undefined;
      return {
        name,
        arn: found.EndpointArn ?? '',
        status: found.EndpointStatus ?? 'OutOfService',
        configName: found.EndpointConfigName,
        failureReason: found.FailureReason,
        variants: (found.ProductionVariants ?? []).map((variant) => ({
          name: variant.VariantName ?? '',
          currentInstanceCount: variant.CurrentInstanceCount,
          desiredInstanceCount: variant.DesiredInstanceCount,
        })),
      };
    },
    async createEndpoint({ name, configName, rollout, tags }) {
      return create(`create the endpoint ${name}`, async () =>
        (await client()).createEndpoint({
          EndpointName: name,
          EndpointConfigName: configName,
          ...(rollout === undefined ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
          Tags: tagList(tags),
        }),
      );
    },
    async updateEndpoint({ name, configName, retainInstanceCounts, rollout }) {
      await attempt(`update the endpoint ${name}`, async () =>
        (await client()).updateEndpoint({
          EndpointName: name,
          EndpointConfigName: configName,
          RetainAllVariantProperties: retainInstanceCounts,
          ...(rollout === undefined ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
        }),
      );
    },
    async deleteEndpoint(name) {
      return remove(`delete the endpoint ${name}`, async () => (await client()).deleteEndpoint({ EndpointName: name }));
    },
    async tags(arn) {
      const tags = await find(`read the tags of ${arn}`, async () =>
        allPages(
          async (token) =>
            (await client()).listTags({ ResourceArn: arn, ...(token === undefined ? {} : { NextToken: token }) }),
          (page) => page.Tags,
          (page) => page.NextToken,
        ),
      );
      return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(arn, tags) {
      await attempt(`tag ${arn}`, async () => (await client()).addTags({ ResourceArn: arn, Tags: tagList(tags) }));
    },
    async invokeEndpoint({ endpointName, body, contentType, accept }) {
      const answer = await attempt(`call the endpoint ${endpointName}`, async () =>
        (await runtime()).invokeEndpoint({
          EndpointName: endpointName,
          Body: body,
          ContentType: contentType,
          ...(accept === undefined ? {} : { Accept: accept }),
        }),
      );
      return {
        body: answer.Body ?? new Uint8Array(),
        contentType: answer.ContentType ?? '',
        variant: answer.InvokedProductionVariant,
      };
    },
  };
}

/** SageMaker's blue/green policy (API reference, DeploymentConfig). */
function deploymentConfig(rollout: Rollout): DeploymentConfig {
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
