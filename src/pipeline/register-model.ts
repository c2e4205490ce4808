import type { Get, Value } from './expression.ts';
import {
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
  withoutUndefined,
} from './step.ts';

export interface RegisterModelOptions extends StepOptions, RetriedOptions, TaggedOptions {
  modelGroup: Value<string>;
  approvalStatus: Value<string>;
  image: Value<string>;
  modelDataUrl: Value<string>;
  /** With SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY the package can be deployed without anything else. */
  environment: Readonly<Record<string, Value<string>>>;
  contentTypes: readonly string[];
  responseTypes: readonly string[];
  inferenceInstanceTypes: readonly string[];
  transformInstanceTypes: readonly string[];
  /** S3 address of evaluation.json. */
  modelQualityReport: Value<string>;
  /** At most 50 entries. Keys have at most 128, values at most 256 letters, digits, blanks and `_ . : / = + - @`. */
  customerMetadata: Readonly<Record<string, Value<string>>>;
}

export interface RegisterModelStep extends Step {
  readonly modelPackageArn: Get<string>;
}

/**
 * Builds a RegisterModel step (CreateModelPackage). Its tags go to the model package group if the step creates one,
 * because a package in a group has no tags. `-RegisterModel` is added to its name, as in the SageMaker SDK.
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
            withoutUndefined({
              Image: options.image,
              ModelDataUrl: options.modelDataUrl,
              Environment: undefinedIfEmpty(options.environment),
            }),
          ],
          ...withoutUndefined({
            SupportedContentTypes: options.contentTypes,
            SupportedResponseMIMETypes: options.responseTypes,
            SupportedRealtimeInferenceInstanceTypes: undefinedIfEmpty(options.inferenceInstanceTypes),
            SupportedTransformInstanceTypes: undefinedIfEmpty(options.transformInstanceTypes),
          }),
        },
        ModelMetrics: {
          ModelQuality: {
            Statistics: { ContentType: 'application/json', S3Uri: options.modelQualityReport },
          },
          Bias: {},
          Explainability: {},
        },
        CustomerMetadataProperties: undefinedIfEmpty(options.customerMetadata),
        SkipModelValidation: 'None',
        Tags: undefinedIfEmpty(options.tags),
      },
    ),
    modelPackageArn: { Get: `Steps.${name}.ModelPackageArn` },
  };
}
