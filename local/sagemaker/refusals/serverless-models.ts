import type { Member } from '../../../src/refusals/index.ts';
import { serverlessVariants } from '../../../src/refusals/variants.ts';
import type { Context, Shape } from '../context.ts';
import { findRecord } from '../resources/records.ts';
import { packageArn, specificationOf } from './packages.ts';

/** The containers of a model. A container from a model package stands for those of the package. */
export function containersOfModel(model: Shape, context: Context): readonly Shape[] {
  const containers: readonly Shape[] = model.Containers ?? [model.PrimaryContainer];
  return containers.flatMap((container) => {
    if (container.ModelPackageName === undefined) return [container];
    const record = context.store.get('model-package', packageArn(container.ModelPackageName, context));
    if (record === undefined) return [];
    return specificationOf(record, container.InferenceSpecificationName)?.Containers ?? [];
  });
}

/** The models of the serverless variants of a CreateEndpointConfig request. */
export function serverlessModels(
  request: Member,
  context: Context,
): readonly { readonly member: Member; readonly model: Shape; readonly containers: readonly Shape[] }[] {
  return serverlessVariants(request).flatMap((variant) => {
    const member = variant.at('ModelName');
    const model = member.text === undefined ? undefined : findRecord('model', member.text, context)?.record;
    return model === undefined ? [] : [{ member, model, containers: containersOfModel(model, context) }];
  });
}
