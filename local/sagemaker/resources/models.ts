import type { Context, Operations, Shape } from '../context.ts';
import { pageOfRecords } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import type { ModelContainer } from '../model-hosting.ts';
import { parseS3Uri } from '../object-files.ts';
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
    const specification = specificationOf(definition, requirePackage(definition.ModelPackageName, context));
    return (specification.Containers as Shape[]).map((container) =>
      toContainer(container, definition.Environment ?? {}),
    );
  });
}

export const modelOperations: Operations = {
  async CreateModel(input, context) {
    const ModelArn = arnOf('model', input.ModelName, context);
    if (findRecord('model', input.ModelName, context)) {
      throw validationError(`Cannot create already existing model "${ModelArn}".`);
    }
    if (input.PrimaryContainer !== undefined && input.Containers !== undefined) {
      throw validationError('PrimaryContainer and Containers cannot both be specified.');
    }
    const containers: Shape[] = input.Containers ?? (input.PrimaryContainer ? [input.PrimaryContainer] : []);
    if (containers.length === 0) throw validationError('Either PrimaryContainer or Containers must be specified.');
    for (const container of containers) await checkContainer(container, context);
    if (findRecord('model', input.ModelName, context)) {
      throw validationError(`Cannot create already existing model "${ModelArn}".`);
    }
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

async function checkContainer(container: Shape, context: Context): Promise<void> {
  if (container.ModelPackageName !== undefined) {
    if (
      container.Image !== undefined ||
      container.ModelDataUrl !== undefined ||
      container.ModelDataSource !== undefined
    ) {
      throw validationError('A container with ModelPackageName cannot have Image, ModelDataUrl or ModelDataSource.');
    }
    const record = requirePackage(container.ModelPackageName, context);
    if (record.ModelPackageStatus !== 'Completed') {
      throw validationError(`Model package ${record.ModelPackageArn} is in status ${record.ModelPackageStatus}.`);
    }
    specificationOf(container, record);
    return;
  }
  if (container.Image === undefined) throw validationError('A container needs an Image or a ModelPackageName.');
  const url = artifactOf(container);
  if (url === undefined) return;
  // The service checks the artifact when the model is created, not only when it is served.
  const isPrefix = container.ModelDataSource?.S3DataSource?.S3DataType === 'S3Prefix';
  if (!(await artifactExists(url, isPrefix, context))) throw validationError(`Could not find model data at ${url}.`);
}

async function artifactExists(url: string, isPrefix: boolean, context: Context): Promise<boolean> {
  try {
    parseS3Uri(url);
    return (await context.files.list(url)).some((object) => isPrefix || object.uri === url);
  } catch (error) {
    throw validationError(`Could not access model data at ${url}. ${(error as Error).message}`);
  }
}

/** Gives the inference specification that a container names. @throws ServiceError ValidationException */
function specificationOf(definition: Shape, record: Shape): Shape {
  const name: string | undefined = definition.InferenceSpecificationName;
  const specification: Shape | undefined =
    name === undefined
      ? record.InferenceSpecification
      : (record.AdditionalInferenceSpecifications as Shape[] | undefined)?.find((each) => each.Name === name);
  if (!specification) {
    throw validationError(
      `Model package ${record.ModelPackageArn} has no inference specification${name ? ` ${name}` : ''}.`,
    );
  }
  return specification;
}

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
