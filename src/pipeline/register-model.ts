import type { Get, Value } from './expression.ts';
import {
  nonEmpty,
  present,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
} from './step.ts';

export interface RegisterModelOptions extends StepOptions, RetriedOptions, TaggedOptions {
  modelGroup: Value<string>;
  approvalStatus: Value<string>;
  image: Value<string>;
  modelDataUrl: Value<string>;
  /** SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY here make the package deployable on its own. */
  environment: Readonly<Record<string, Value<string>>>;
  contentTypes: readonly string[];
  responseTypes: readonly string[];
  inferenceInstanceTypes: readonly string[];
  transformInstanceTypes: readonly string[];
  /** Address of the evaluation's JSON file. */
  modelQualityReport: Value<string>;
  /** At most 50 of 128 / 256 characters: letters, digits, blanks and `_ . : / = + - @`. */
  customerMetadata: Readonly<Record<string, Value<string>>>;
}

export interface RegisterModelStep extends Step {
  readonly modelPackageArn: Get<string>;
}

/**
 * A RegisterModel step (CreateModelPackage). Its tags go to the model package group when the step makes one: a package
 * in a group has no tags of its own. Its name gets `-RegisterModel`, as the SageMaker SDK does.
 */
export function registerModel(options: RegisterModelOptions): RegisterModelStep {
  const name = `${options.name}-RegisterModel`;
  return {
    definition: stepDefinition(
      'RegisterModel',
      { ...options, name },
      {
        ModelPackageGroupName: options.modelGroup,
        ModelApprovalStatus: options.approvalStatus,
        InferenceSpecification: {
          Containers: [
            {
              Image: options.image,
              ModelDataUrl: options.modelDataUrl,
              ...(Object.keys(options.environment).length > 0 ? { Environment: options.environment } : {}),
            },
          ],
          ...present({
            SupportedContentTypes: options.contentTypes,
            SupportedResponseMIMETypes: options.responseTypes,
            SupportedRealtimeInferenceInstanceTypes: nonEmpty(options.inferenceInstanceTypes),
            SupportedTransformInstanceTypes: nonEmpty(options.transformInstanceTypes),
          }),
        },
        ModelMetrics: {
          ModelQuality: {
            Statistics: { ContentType: 'application/json', S3Uri: options.modelQualityReport },
          },
          Bias: {},
          Explainability: {},
        },
        CustomerMetadataProperties:
          Object.keys(options.customerMetadata).length > 0 ? options.customerMetadata : undefined,
        SkipModelValidation: 'None',
        Tags: nonEmpty(options.tags),
      },
    ),
    modelPackageArn: { Get: `Steps.${name}.ModelPackageArn` },
  };
}
