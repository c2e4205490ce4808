import type { Context, Shape } from '../context.ts';
import type { EndpointRuntime } from '../runtime/endpoint-runtime.ts';
import { withCurrentCounts } from './deployments.ts';
import { validationError } from './records.ts';

/**
 * Handles UpdateEndpointWeightsAndCapacities.
 * @param endpoint the record of an endpoint that can be updated now
 * @throws ServiceError ValidationException for a count of 0, which this local SageMaker does not serve
 */
export function updateWeightsAndCapacities(
  endpoint: Shape,
  input: Shape,
  context: Context,
  runtime: EndpointRuntime,
): Shape {
  const desired = readDesired(input);
  const variants: Shape[] = endpoint.ProductionVariants;
  context.store.put('endpoint', endpoint.EndpointName, {
    ...endpoint,
    EndpointStatus: 'Updating',
    ProductionVariants: variants.map((variant) => ({ ...variant, ...desired.get(variant.VariantName) })),
    LastModifiedTime: context.now(),
  });
  const settled = variants.map((variant) => settle(variant, desired.get(variant.VariantName)));
  // One process runs for all instances, so no server has to start: the change is complete at the next turn of the event
  // loop.
  setImmediate(() => completeUpdate(endpoint.EndpointName, settled, context, runtime));
  return { EndpointArn: endpoint.EndpointArn };
}

/** The members that a request wants to change. */
interface DesiredProperties {
  readonly DesiredWeight?: number;
  readonly DesiredInstanceCount?: number;
}

function readDesired(input: Shape): Map<string, DesiredProperties> {
  const desired = new Map<string, DesiredProperties>();
  for (const { VariantName, DesiredWeight, DesiredInstanceCount } of input.DesiredWeightsAndCapacities as Shape[]) {
    if (DesiredInstanceCount === 0)
      throw validationError(`Variant ${VariantName}: DesiredInstanceCount must be at least 1.`);
    desired.set(VariantName, {
      ...(DesiredWeight === undefined ? {} : { DesiredWeight }),
      ...(DesiredInstanceCount === undefined ? {} : { DesiredInstanceCount }),
    });
  }
  return desired;
}

/** Makes the desired properties the current ones. */
function settle(variant: Shape, desired: DesiredProperties = {}): Shape {
  const { DesiredWeight, DesiredInstanceCount } = desired;
  return {
    ...variant,
    ...(DesiredWeight === undefined ? {} : { DesiredWeight, CurrentWeight: DesiredWeight }),
    ...(DesiredInstanceCount === undefined ? {} : { DesiredInstanceCount, CurrentInstanceCount: DesiredInstanceCount }),
  };
}

function completeUpdate(name: string, settled: readonly Shape[], context: Context, runtime: EndpointRuntime): void {
  const record = context.store.get('endpoint', name);
  if (record?.EndpointStatus !== 'Updating') return;
  runtime.setWeights(name, new Map(settled.map((each) => [each.VariantName, each.CurrentWeight])));
  context.store.put('endpoint', name, {
    ...record,
    EndpointStatus: 'InService',
    ProductionVariants: settled,
    LastModifiedTime: context.now(),
    _deployed: withCurrentCounts(record._deployed, settled),
  });
}
