import type { Context, Operations, Shape } from '../context.ts';
import { page } from '../listing.ts';
import { arnOf, pick, visible } from '../members.ts';
import { parseS3Uri } from '../object-files.ts';
import { requirePackage } from './model-packages.ts';
import { find, invalid } from './records.ts';
import { forgetTags } from './tags.ts';

/** What one container of a model runs: its image, its artifact and its environment. */
export interface ModelContainer {
  readonly image: string;
  readonly modelDataUrl?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The model, or the service's error. */
export function requireModel(name: string, context: Context): Shape {
  const found = find('model', name, context);
  if (!found) throw invalid(`Could not find model "${arnOf('model', name, context)}".`);
  return found.record;
}

/**
 * The containers of a model in the order of the inference pipeline, with those that come from a model package resolved to its
 * inference specification; the model's own environment wins over the package's.
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
    if (find('model', input.ModelName, context)) {
      throw invalid(`Cannot create already existing model "${ModelArn}".`);
    }
    if (input.PrimaryContainer !== undefined && input.Containers !== undefined) {
      throw invalid('PrimaryContainer and Containers cannot both be specified.');
    }
    const containers: Shape[] = input.Containers ?? (input.PrimaryContainer ? [input.PrimaryContainer] : []);
    if (containers.length === 0) throw invalid('Either PrimaryContainer or Containers must be specified.');
    for (const container of containers) await checkContainer(container, context);
    if (find('model', input.ModelName, context)) {
      throw invalid(`Cannot create already existing model "${ModelArn}".`);
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
    const { records, ...rest } = page(context.store.list('model'), input, {
      id: 'ModelArn',
      name: 'ModelName',
      sortBy: { Name: 'ModelName', CreationTime: 'CreationTime' },
      defaultOrder: 'Descending',
    });
    return { Models: records.map((record) => pick(record, ['ModelName', 'ModelArn', 'CreationTime'])), ...rest };
  },

  /** Endpoints that serve it go on: the service deletes the entry only. */
  async DeleteModel(input, context) {
    const record = requireModel(input.ModelName, context);
    context.store.delete('model', record.ModelName);
    forgetTags(record.ModelArn, context);
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
      throw invalid('A container with ModelPackageName cannot have Image, ModelDataUrl or ModelDataSource.');
    }
    const record = requirePackage(container.ModelPackageName, context);
    if (record.ModelPackageStatus !== 'Completed') {
      throw invalid(`Model package ${record.ModelPackageArn} is in status ${record.ModelPackageStatus}.`);
    }
    specificationOf(container, record);
    return;
  }
  if (container.Image === undefined) throw invalid('A container needs an Image or a ModelPackageName.');
  const url = dataOf(container);
  if (url === undefined) return;
  // The service looks for the artifact when the model is created, not only when it is served.
  const prefix = container.ModelDataSource?.S3DataSource?.S3DataType === 'S3Prefix';
  if (!(await present(url, prefix, context))) throw invalid(`Could not find model data at ${url}.`);
}

async function present(url: string, prefix: boolean, context: Context): Promise<boolean> {
  try {
    parseS3Uri(url);
    return (await context.files.list(url)).some((object) => prefix || object.uri === url);
  } catch (error) {
    throw invalid(`Could not access model data at ${url}. ${(error as Error).message}`);
  }
}

function specificationOf(definition: Shape, record: Shape): Shape {
  const wanted: string | undefined = definition.InferenceSpecificationName;
  const specification: Shape | undefined =
    wanted === undefined
      ? record.InferenceSpecification
      : (record.AdditionalInferenceSpecifications as Shape[] | undefined)?.find((each) => each.Name === wanted);
  if (!specification) {
    throw invalid(
      `Model package ${record.ModelPackageArn} has no inference specification${wanted ? ` ${wanted}` : ''}.`,
    );
  }
  return specification;
}

function toContainer(container: Shape, environment: Record<string, string>): ModelContainer {
  const url = dataOf(container);
  return {
    image: container.Image,
    ...(url === undefined ? {} : { modelDataUrl: url }),
    environment: { ...container.Environment, ...environment },
  };
}

function dataOf(container: Shape): string | undefined {
  return container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;
}
