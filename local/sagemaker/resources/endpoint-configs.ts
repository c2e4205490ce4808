import type { Context, Operations, Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { enforce } from '../refusals/enforce.ts';
import { endpointConfigNameInUse } from '../refusals/names/endpoint-config-name-in-use.ts';
import { findRecord, validationError } from './records.ts';
import { deleteTags } from './tags.ts';

/** Gives an endpoint configuration by name. @throws ServiceError ValidationException when it does not exist */
export function requireEndpointConfig(name: string, context: Context): Shape {
  const config = findRecord('endpoint-config', name, context);
  if (!config)
    throw validationError(`Could not find endpoint configuration "${arnOf('endpoint-config', name, context)}".`);
  return config.record;
}

export const endpointConfigOperations: Operations = {
  async CreateEndpointConfig(input, context) {
    const EndpointConfigArn = arnOf('endpoint-config', input.EndpointConfigName, context);
    refuseUnsupported(input);
    const variants: Shape[] = input.ProductionVariants;
    for (const variant of variants) checkVariant(variant);
    enforce(endpointConfigNameInUse, input, context);
    const { Tags: _tags, ...request } = input;
    context.store.put('endpoint-config', input.EndpointConfigName, {
      ...request,
      ProductionVariants: variants.map((variant) => ({
        ...variant,
        InitialVariantWeight: variant.InitialVariantWeight ?? 1,
      })),
      EndpointConfigArn,
      EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
      CreationTime: context.now(),
    });
    return { EndpointConfigArn };
  },

  async DescribeEndpointConfig(input, context) {
    return visible(requireEndpointConfig(input.EndpointConfigName, context));
  },

  async ListEndpointConfigs(input, context) {
    const { records, ...rest } = pageOfRecords(context.store.list('endpoint-config'), input, {
      id: 'EndpointConfigArn',
      name: 'EndpointConfigName',
      sortBy: { Name: 'EndpointConfigName', CreationTime: 'CreationTime' },
      defaultOrder: 'Descending',
    });
    const members = ['EndpointConfigName', 'EndpointConfigArn', 'CreationTime'];
    return { EndpointConfigs: records.map((record) => pick(record, members)), ...rest };
  },

  /**
   * Deletes the configuration also when an endpoint uses it. The service does so too, and refuses the endpoint's next
   * update.
   */
  async DeleteEndpointConfig(input, context) {
    const record = requireEndpointConfig(input.EndpointConfigName, context);
    context.store.delete('endpoint-config', record.EndpointConfigName);
    deleteTags(record.EndpointConfigArn, context);
    return {};
  },
};

/** Checks what this local SageMaker needs to run a variant. */
function checkVariant(variant: Shape): void {
  const name: string = variant.VariantName;
  if (variant.ModelName === undefined) {
    throw validationError(
      `Variant ${name} has no ModelName: inference components are not served by this local SageMaker.`,
    );
  }
  if (variant.ServerlessConfig !== undefined) return;
  if (variant.InstanceType === undefined) {
    throw validationError(
      `Variant ${name} has no InstanceType: instance pools are not served by this local SageMaker.`,
    );
  }
  if ((variant.InitialInstanceCount ?? 0) < 1)
    throw validationError(`Variant ${name} needs an InitialInstanceCount of at least 1.`);
  const scaling: Shape | undefined = variant.ManagedInstanceScaling;
  if (scaling?.Status !== 'ENABLED') return;
  const { MinInstanceCount: min, MaxInstanceCount: max } = scaling;
  if (min !== undefined && max !== undefined && min > max) {
    throw validationError(`Variant ${name}: MinInstanceCount ${min} is greater than MaxInstanceCount ${max}.`);
  }
  if (
    (min !== undefined && variant.InitialInstanceCount < min) ||
    (max !== undefined && variant.InitialInstanceCount > max)
  ) {
    throw validationError(
      `Variant ${name}: InitialInstanceCount ${variant.InitialInstanceCount} is not between MinInstanceCount and MaxInstanceCount of ManagedInstanceScaling.`,
    );
  }
}

/** Refuses settings that are not implemented here: an accepted setting without effect would mislead. */
function refuseUnsupported(input: Shape): void {
  const unsupported = {
    AsyncInferenceConfig: input.AsyncInferenceConfig !== undefined,
    ExplainerConfig: input.ExplainerConfig !== undefined,
    ShadowProductionVariants: input.ShadowProductionVariants !== undefined,
  };
  for (const [setting, requested] of Object.entries(unsupported)) {
    if (requested) throw validationError(`${setting} is not served by this local SageMaker.`);
  }
}
