import type { Context, Operations, Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import type { ModelContainer } from '../model-hosting.ts';
import { enforce } from '../refusals/enforce.ts';
import { modelNameInUse } from '../refusals/names/model-name-in-use.ts';
import { specificationOf } from '../refusals/packages.ts';
import { requirePackage } from './model-packages.ts';
import { findRecord, validationError } from './records.ts';
import { deleteTags } from './tags.ts';

/** Gives a model by name. @throws ServiceError ValidationException when it does not exist */
export function requireModel(name: string, context: Context): Shape {
  const model = findRecord('model', name, context);
  if (!model) throw validationError(`Could not find model "${arnOf('model', name, context)}".`);
  return model.record;
}

/**
 * Lists the containers of a model in the order of the inference pipeline. A container from a model package becomes the
 * containers of the package's inference specification. The model's environment overrides the package's.
 */
export function containersOf(model: Shape, context: Context): ModelContainer[] {
  const definitions: Shape[] = model.Containers ?? [model.PrimaryContainer];
  return definitions.flatMap((definition) => {
    if (definition.ModelPackageName === undefined) return [toContainer(definition, {})];
    const record = requirePackage(definition.ModelPackageName, context);
    const containers: readonly Shape[] =
      specificationOf(record, definition.InferenceSpecificationName)?.Containers ?? [];
    return containers.map((container) => toContainer(container, definition.Environment ?? {}));
  });
}

export const modelOperations: Operations = {
  async CreateModel(input, context) {
    const ModelArn = arnOf('model', input.ModelName, context);
    enforce(modelNameInUse, input, context);
    context.store.put('model', input.ModelName, {
      ...pick(input, [
        'ModelName',
        'PrimaryContainer',
        'Containers',
        'InferenceExecutionConfig',
        'ExecutionRoleArn',
        'VpcConfig',
      ]),
      ModelArn,
      CreationTime: context.now(),
      EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    });
    return { ModelArn };
  },

  async DescribeModel(input, context) {
    return visible(requireModel(input.ModelName, context));
  },

  async ListModels(input, context) {
    const { records, ...rest } = pageOfRecords(context.store.list('model'), input, {
      id: 'ModelArn',
      name: 'ModelName',
      sortBy: { Name: 'ModelName', CreationTime: 'CreationTime' },
      defaultOrder: 'Descending',
    });
    return { Models: records.map((record) => pick(record, ['ModelName', 'ModelArn', 'CreationTime'])), ...rest };
  },

  /** Deletes the record only, as the service does: endpoints that serve the model continue. */
  async DeleteModel(input, context) {
    const record = requireModel(input.ModelName, context);
    context.store.delete('model', record.ModelName);
    deleteTags(record.ModelArn, context);
    return {};
  },
};

function toContainer(container: Shape, environment: Record<string, string>): ModelContainer {
  const url = artifactOf(container);
  return {
    image: container.Image,
    ...(url === undefined ? {} : { modelDataUrl: url }),
    environment: { ...container.Environment, ...environment },
  };
}

/** Gives the address of a container's artifact. */
function artifactOf(container: Shape): string | undefined {
  return container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;
}
