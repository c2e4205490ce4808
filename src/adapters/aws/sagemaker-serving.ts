import type { CreateEndpointConfigCommandInput } from '@aws-sdk/client-sagemaker';
import {
  deploymentConfig,
  endpointConfigRequest,
  endpointUpdateRequest,
  modelRequest,
  tagList,
} from '../../desired/serving-requests.ts';
import type { SageMaker } from '../../ports/sagemaker.ts';
import { allPages, type Client, iso, type RuntimeClient } from './client.ts';
import { callAws, createIfAbsent, deleteIfExists, describeIfExists } from './errors.ts';

type ModelCalls = Pick<SageMaker, 'model' | 'models' | 'createModel' | 'deleteModel'>;
type EndpointConfigCalls = Pick<
  SageMaker,
  'endpointConfig' | 'endpointConfigs' | 'createEndpointConfig' | 'deleteEndpointConfig'
>;
type EndpointCalls = Pick<SageMaker, 'endpoint' | 'createEndpoint' | 'updateEndpoint' | 'deleteEndpoint'>;
type TagCalls = Pick<SageMaker, 'tags' | 'addTags'>;

/** The calls for models. */
export function modelCalls(client: Client): ModelCalls {
  return {
    async model(name) {
      const answer = await describeIfExists(`read the model ${name}`, async () =>
        (await client()).describeModel({ ModelName: name }),
      );
      if (answer === undefined) return undefined;
      const container = answer.PrimaryContainer ?? answer.Containers?.[0];
      return {
        name,
        arn: answer.ModelArn ?? '',
        createdAt: iso(answer.CreationTime),
        image: container?.Image,
        modelDataUri: container?.ModelDataUrl,
      };
    },
    async models(nameContains) {
      const models = await callAws('list the models', async () =>
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
      return createIfAbsent(`create the model ${input.name}`, async () =>
        (await client()).createModel(modelRequest(input)),
      );
    },
    async deleteModel(name) {
      return deleteIfExists(`delete the model ${name}`, async () => (await client()).deleteModel({ ModelName: name }));
    },
  };
}

/** The calls for endpoint configurations. */
export function endpointConfigCalls(client: Client): EndpointConfigCalls {
  return {
    async endpointConfig(name) {
      const answer = await describeIfExists(`read the endpoint configuration ${name}`, async () =>
        (await client()).describeEndpointConfig({ EndpointConfigName: name }),
      );
      if (answer === undefined) return undefined;
      return {
        name,
        arn: answer.EndpointConfigArn ?? '',
        createdAt: iso(answer.CreationTime),
        variants: (answer.ProductionVariants ?? []).map((variant) => ({
          name: variant.VariantName ?? '',
          modelName: variant.ModelName,
          instanceType: variant.InstanceType,
          serverless: variant.ServerlessConfig !== undefined,
        })),
      };
    },
    async endpointConfigs(nameContains) {
      const configs = await callAws('list the endpoint configurations', async () =>
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
    async createEndpointConfig(input) {
      // The instance type is a text in the configuration and an enumeration in the client.
      const request = endpointConfigRequest(input) as CreateEndpointConfigCommandInput;
      return createIfAbsent(`create the endpoint configuration ${input.name}`, async () =>
        (await client()).createEndpointConfig(request),
      );
    },
    async deleteEndpointConfig(name) {
      return deleteIfExists(`delete the endpoint configuration ${name}`, async () =>
        (await client()).deleteEndpointConfig({ EndpointConfigName: name }),
      );
    },
  };
}

/** The calls for endpoints. */
export function endpointCalls(client: Client): EndpointCalls {
  return {
    async endpoint(name) {
      const answer = await describeIfExists(`read the endpoint ${name}`, async () =>
        (await client()).describeEndpoint({ EndpointName: name }),
      );
      if (answer === undefined) return undefined;
      return {
        name,
        arn: answer.EndpointArn ?? '',
        status: answer.EndpointStatus ?? 'OutOfService',
        configName: answer.EndpointConfigName,
        failureReason: answer.FailureReason,
        variants: (answer.ProductionVariants ?? []).map((variant) => ({
          name: variant.VariantName ?? '',
          currentInstanceCount: variant.CurrentInstanceCount,
          desiredInstanceCount: variant.DesiredInstanceCount,
        })),
      };
    },
    async createEndpoint({ name, configName, rollout, tags }) {
      return createIfAbsent(`create the endpoint ${name}`, async () =>
        (await client()).createEndpoint({
          EndpointName: name,
          EndpointConfigName: configName,
          ...(rollout === undefined ? {} : { DeploymentConfig: deploymentConfig(rollout) }),
          Tags: tagList(tags),
        }),
      );
    },
    async updateEndpoint({ name, configName, retainInstanceCounts, rollout }) {
      await callAws(`update the endpoint ${name}`, async () =>
        (await client()).updateEndpoint(
          endpointUpdateRequest({ name, configName, retainInstanceCounts, rollout: rollout ?? null }),
        ),
      );
    },
    async deleteEndpoint(name) {
      return deleteIfExists(`delete the endpoint ${name}`, async () =>
        (await client()).deleteEndpoint({ EndpointName: name }),
      );
    },
  };
}

/** Tags of any resource of SageMaker. */
export function tagCalls(client: Client): TagCalls {
  return {
    async tags(arn) {
      const tags = await describeIfExists(`read the tags of ${arn}`, async () =>
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
      await callAws(`tag ${arn}`, async () => (await client()).addTags({ ResourceArn: arn, Tags: tagList(tags) }));
    },
  };
}

/** Predictions by an endpoint. */
export function invocationCalls(runtime: RuntimeClient): Pick<SageMaker, 'invokeEndpoint'> {
  return {
    async invokeEndpoint({ endpointName, body, contentType, accept }) {
      const answer = await callAws(`call the endpoint ${endpointName}`, async () =>
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
