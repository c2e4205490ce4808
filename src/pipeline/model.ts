import type { Get, Value } from './expression.ts';
import {
  type NetworkOptions,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
} from './step.ts';

/** What a model is made of: a version in the model registry, or an image and its artifact. */
export type ModelContainer =
  | { packageArn: Value<string> }
  | { image: Value<string>; modelDataUrl: Value<string>; environment: Readonly<Record<string, Value<string>>> };

export interface ModelOptions extends StepOptions, RetriedOptions, TaggedOptions {
  role: Value<string>;
  container: ModelContainer;
  network?: NetworkOptions | undefined;
}

export interface ModelStep extends Step {
  readonly modelName: Get<string>;
}

/** Builds a Model step (CreateModel). `-CreateModel` is added to its name, as in the SageMaker SDK. */
export function model(options: ModelOptions): ModelStep {
  const name = `${options.name}-CreateModel`;
  const { container } = options;
  return {
    definition: stepDefinition(
      'Model',
      { ...options, name },
      {
        ExecutionRoleArn: options.role,
        PrimaryContainer:
          'packageArn' in container
            ? { ModelPackageName: container.packageArn }
            : { Image: container.image, ModelDataUrl: container.modelDataUrl, Environment: container.environment },
        VpcConfig: options.network?.vpc,
        EnableNetworkIsolation: options.network?.isolated,
        Tags: undefinedIfEmpty(options.tags),
      },
    ),
    modelName: { Get: `Steps.${name}.ModelName` },
  };
}
