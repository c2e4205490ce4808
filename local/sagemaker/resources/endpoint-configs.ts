import type { Context, Operations, Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { requireModel } from './models.ts';
import { find, invalid } from './records.ts';
import { forgetTags } from './tags.ts';

/** The configuration, or the service's error. */
export function requireEndpointConfig(name: string, context: Context): Shape {
  const found = find('endpoint-config', name, context);
  if (!found) throw invalid(`Could not find endpoint configuration "${arnOf('endpoint-config', name, context)}".`);
  return found.record;
}

export const endpointConfigOperations: Operations = {
  async CreateEndpointConfig(input, context) {
    const EndpointConfigArn = arnOf('endpoint-config', input.EndpointConfigName, context);
    if (find('endpoint-config', input.EndpointConfigName, context)) {
      throw invalid(`Cannot create already existing endpoint configuration "${EndpointConfigArn}".`);
    }
    refuseWhatIsNotServedHere(input);
    const variants: Shape[] = input.ProductionVariants;
    const names = new Set(variants.map((variant) => variant.VariantName));
    if (names.size !== variants.length) throw invalid('Variant names must be unique within an endpoint configuration.');
    for (const variant of variants) checkVariant(variant, context);
    const { Tags: _tags, ...given } = input;
    context.store.put('endpoint-config', input.EndpointConfigName, {
      ...given,
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
    const { records, ...rest } = page(context.store.list('endpoint-config'), input, {
      id: 'EndpointConfigArn',
      name: 'EndpointConfigName',
      sortBy: { Name: 'EndpointConfigName', CreationTime: 'CreationTime' },
      defaultOrder: 'Descending',
    });
    const members = ['EndpointConfigName', 'EndpointConfigArn', 'CreationTime'];
    return { EndpointConfigs: records.map((record) => pick(record, members)), ...rest };
  },

  /** Also when an endpoint uses it: the service lets that happen, and refuses the endpoint's next update. */
  async DeleteEndpointConfig(input, context) {
    const record = requireEndpointConfig(input.EndpointConfigName, context);
    context.store.delete('endpoint-config', record.EndpointConfigName);
    forgetTags(record.EndpointConfigArn, context);
    return {};
  },
};

function checkVariant(variant: Shape, context: Context): void {
  const name: string = variant.VariantName;
  if (variant.ModelName === undefined) {
    throw invalid(`Variant ${name} has no ModelName: inference components are not served by this local SageMaker.`);
  }
  requireModel(variant.ModelName, context);
  if (variant.ServerlessConfig !== undefined) {
    if (variant.InstanceType !== undefined || variant.InitialInstanceCount !== undefined) {
      throw invalid(`Variant ${name} cannot have both ServerlessConfig and InstanceType or InitialInstanceCount.`);
    }
    return;
  }
  if (variant.InstanceType === undefined) throw invalid(`Variant ${name} needs an InstanceType.`);
  if ((variant.InitialInstanceCount ?? 0) < 1)
    throw invalid(`Variant ${name} needs an InitialInstanceCount of at least 1.`);
  const scaling: Shape | undefined = variant.ManagedInstanceScaling;
  if (scaling?.Status !== 'ENABLED') return;
  const { MinInstanceCount: least, MaxInstanceCount: most } = scaling;
  if (least !== undefined && most !== undefined && least > most) {
    throw invalid(`Variant ${name}: MinInstanceCount ${least} is greater than MaxInstanceCount ${most}.`);
  }
  if (
    (least !== undefined && variant.InitialInstanceCount < least) ||
    (most !== undefined && variant.InitialInstanceCount > most)
  ) {
    throw invalid(
      `Variant ${name}: InitialInstanceCount ${variant.InitialInstanceCount} is not between MinInstanceCount and MaxInstanceCount of ManagedInstanceScaling.`,
    );
  }
}

/** Better refused than accepted and not done. */
function refuseWhatIsNotServedHere(input: Shape): void {
  const unserved = {
    AsyncInferenceConfig: input.AsyncInferenceConfig !== undefined,
    ExplainerConfig: input.ExplainerConfig !== undefined,
    ShadowProductionVariants: input.ShadowProductionVariants !== undefined,
    'DataCaptureConfig with EnableCapture': input.DataCaptureConfig?.EnableCapture === true,
  };
  for (const [what, asked] of Object.entries(unserved)) {
    if (asked) throw invalid(`${what} is not served by this local SageMaker.`);
  }
}
