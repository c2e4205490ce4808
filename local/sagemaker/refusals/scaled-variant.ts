import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context, Shape } from '../context.ts';
import { findRecord } from '../resources/records.ts';

/** The variant that a request of Application Auto Scaling is about. */
export interface ScaledVariant {
  readonly endpointName: string;
  readonly variantName: string;
  readonly endpoint: Shape | undefined;
  /** The variant as DescribeEndpoint shows it. */
  readonly variant: Shape | undefined;
  /** The variant as its configuration has it. */
  readonly configured: Shape | undefined;
}

/**
 * Finds the variant of a request. Application Auto Scaling takes the letter case of an endpoint's name as it is.
 * @returns undefined for a resource that is no variant of SageMaker
 */
export function scaledVariant(request: Member, context: Context): ScaledVariant | undefined {
  if (request.at('ServiceNamespace').text !== 'sagemaker') return undefined;
  const match = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(request.at('ResourceId').text ?? '');
  const [, endpointName, variantName] = match ?? [];
  if (endpointName === undefined || variantName === undefined) return undefined;
  const endpoint = findRecord('endpoint', endpointName, context)?.record;
  const named = (variants: readonly Shape[] | undefined) =>
    variants?.find((variant) => variant.VariantName === variantName);
  return {
    endpointName,
    variantName,
    endpoint,
    variant: named(endpoint?.ProductionVariants),
    configured: named(endpoint?._deployed?.configured),
  };
}

/** Whether the resource and dimension of a request are a scalable target. */
export async function isRegistered(request: Member, context: Context): Promise<boolean> {
  const targets = await context.aws.scalableTargets(request.at('ResourceId').text ?? '');
  return targets.some(({ dimension }) => dimension === request.at('ScalableDimension').text);
}

/**
 * Makes the check that a request is about a registered scalable target.
 * @param word what the message of the operation says of the target
 */
export function notRegistered(
  word: 'registered' | 'found',
): (request: Member, context: Context) => Promise<readonly Violation[]> {
  return async (request, context) => {
    if (scaledVariant(request, context) === undefined || (await isRegistered(request, context))) return [];
    const [namespace, id, dimension] = ['ServiceNamespace', 'ResourceId', 'ScalableDimension'].map(
      (name) => request.at(name).text,
    );
    return [
      request
        .at('ResourceId')
        .refuse(
          `No scalable target ${word} for service namespace: ${namespace}, resource ID: ${id}, scalable dimension: ${dimension}`,
        ),
    ];
  };
}
