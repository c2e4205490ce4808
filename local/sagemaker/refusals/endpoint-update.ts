import { Member } from '../../../src/refusals/index.ts';
import type { Context, Shape } from '../context.ts';
import { findRecord } from '../resources/records.ts';

/** An endpoint configuration. */
interface Config extends Shape {
  readonly ProductionVariants: readonly (Shape & { readonly VariantName: string })[];
}

/** What an UpdateEndpoint request would change. Members are absent when their record is not there. */
export interface EndpointUpdate {
  readonly endpoint: Shape | undefined;
  /** The configuration that the endpoint has, and the new one. */
  readonly before: Config | undefined;
  readonly after: Config | undefined;
  /** DeploymentConfig of the request, or of the last update when the request retains it. */
  readonly policy: Shape | undefined;
  /** Instances of the smallest variant after the update. */
  readonly instances: number | undefined;
}

/** Reads what an UpdateEndpoint request would change. */
export function endpointUpdate(request: Member, context: Context): EndpointUpdate {
  const endpoint = findRecord('endpoint', request.at('EndpointName').text ?? '', context)?.record;
  const config = (name: string | undefined) =>
    findRecord('endpoint-config', name ?? '', context)?.record as Config | undefined;
  const after = config(request.at('EndpointConfigName').text);
  return {
    endpoint,
    before: config(endpoint?.EndpointConfigName),
    after,
    policy: request.at('RetainDeploymentConfig').isTrue
      ? endpoint?.LastDeploymentConfig
      : (request.at('DeploymentConfig').value as Shape | undefined),
    instances: after && Math.min(...after.ProductionVariants.map((variant) => instancesOf(variant, request, endpoint))),
  };
}

/** Whether a configuration runs without instances. */
export function isServerless(config: Config): boolean {
  return config.ProductionVariants.some((variant) => variant.ServerlessConfig !== undefined);
}

/** The configuration that a request for an endpoint names, as a member. */
export function configMember(request: Member, context: Context): Member {
  return new Member(findRecord('endpoint-config', request.at('EndpointConfigName').text ?? '', context)?.record);
}

/** With RetainAllVariantProperties, a variant keeps the count that it has now. */
function instancesOf(variant: Shape, request: Member, endpoint: Shape | undefined): number {
  const current = (endpoint?.ProductionVariants as Shape[] | undefined)?.find(
    (each) => each.VariantName === variant.VariantName,
  );
  const retained = request.at('RetainAllVariantProperties').isTrue ? current?.DesiredInstanceCount : undefined;
  return retained ?? variant.InitialInstanceCount ?? 1;
}
