import type { Value } from './expression.ts';
import {
  type CachedOptions,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
  withoutUndefined,
} from './step.ts';

export interface TransformOptions extends StepOptions, RetriedOptions, CachedOptions, TaggedOptions {
  modelName: Value<string>;
  inputUri: Value<string>;
  contentType: string;
  splitType: 'None' | 'Line' | 'RecordIO' | 'TFRecord';
  outputPath: Value<string>;
  accept: string;
  assembleWith: 'None' | 'Line';
  outputKmsKeyId?: string | undefined;
  instanceType: Value<string>;
  instanceCount: Value<number>;
  volumeKmsKeyId?: string | undefined;
  strategy: 'MultiRecord' | 'SingleRecord';
  /** Maximum size of a request to the model, 0 to 100. */
  maxPayloadInMb?: number | undefined;
  maxConcurrentTransforms?: number | undefined;
  environment?: Readonly<Record<string, Value<string>>> | undefined;
  /** JSONPath filters of at most 63 characters. `joinSource: 'Input'` puts the input before the prediction. */
  dataProcessing?: { inputFilter?: string; outputFilter?: string; joinSource?: 'Input' | 'None' } | undefined;
}

/** Builds a Transform step (CreateTransformJob). */
export function transform(options: TransformOptions): Step {
  const { dataProcessing } = options;
  return {
    definition: stepDefinition('Transform', options, {
      ModelName: options.modelName,
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: options.inputUri } },
        ContentType: options.contentType,
        SplitType: options.splitType,
      },
      TransformOutput: withoutUndefined({
        S3OutputPath: options.outputPath,
        AssembleWith: options.assembleWith,
        Accept: options.accept,
        KmsKeyId: options.outputKmsKeyId,
      }),
      TransformResources: withoutUndefined({
        InstanceCount: options.instanceCount,
        InstanceType: options.instanceType,
        VolumeKmsKeyId: options.volumeKmsKeyId,
      }),
      BatchStrategy: options.strategy,
      MaxPayloadInMB: options.maxPayloadInMb,
      MaxConcurrentTransforms: options.maxConcurrentTransforms,
      Environment: undefinedIfEmpty(options.environment),
      DataProcessing:
        dataProcessing &&
        withoutUndefined({
          InputFilter: dataProcessing.inputFilter,
          OutputFilter: dataProcessing.outputFilter,
          JoinSource: dataProcessing.joinSource,
        }),
      Tags: undefinedIfEmpty(options.tags),
    }),
  };
}
