import type { PropertyFileDefinition } from './definition.ts';
import type { Get, PropertyFile, Value } from './expression.ts';
import {
  type CachedOptions,
  type NetworkOptions,
  nonEmpty,
  present,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
} from './step.ts';

export interface ProcessingInput {
  name: string;
  /** An object, or a prefix below which every object is copied. */
  s3Uri: Value<string>;
  /** Absolute folder in the container, below /opt/ml/processing. */
  localPath: string;
  /** `ShardedByS3Key`: each instance gets its share of the objects. */
  distribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

export interface ProcessingOutput {
  localPath: string;
  s3Uri: Value<string>;
}

export interface ProcessingOptions<Output extends string, File extends string>
  extends StepOptions,
    RetriedOptions,
    CachedOptions,
    TaggedOptions {
  role: Value<string>;
  image: Value<string>;
  entrypoint: readonly string[];
  /** At most 100 of at most 256 characters each. */
  arguments?: readonly Value<string>[];
  environment?: Readonly<Record<string, Value<string>>> | undefined;
  instanceType: Value<string>;
  instanceCount: Value<number>;
  volumeSizeInGb: Value<number>;
  volumeKmsKeyId?: string | undefined;
  outputKmsKeyId?: string | undefined;
  maxRuntimeInSeconds?: Value<number> | undefined;
  inputs: readonly ProcessingInput[];
  outputs: Readonly<Record<Output, ProcessingOutput>>;
  /** JSON files in an output that conditions read from. */
  propertyFiles?: Readonly<Record<File, { output: NoInfer<Output>; path: string }>>;
  network?: NetworkOptions | undefined;
}

export interface ProcessingStep<Output extends string, File extends string> extends Step {
  /** Address of the output: that of an earlier run when the step came from the cache. */
  output(name: Output): Get<string>;
  propertyFile(name: File): Get<PropertyFile>;
}

/** A Processing step (CreateProcessingJob). Outputs and property files it does not have cannot be referred to. */
export function processing<const Output extends string, const File extends string = never>(
  options: ProcessingOptions<Output, File>,
): ProcessingStep<Output, File> {
  const { name, network } = options;
  const outputs = Object.entries<ProcessingOutput>(options.outputs);
  const files = Object.entries<{ output: string; path: string }>(options.propertyFiles ?? {});
  const args = {
    ProcessingResources: {
      ClusterConfig: present({
        InstanceType: options.instanceType,
        InstanceCount: options.instanceCount,
        VolumeSizeInGB: options.volumeSizeInGb,
        VolumeKmsKeyId: options.volumeKmsKeyId,
      }),
    },
    AppSpecification: present({
      ImageUri: options.image,
      ContainerEntrypoint: nonEmpty(options.entrypoint),
      ContainerArguments: nonEmpty(options.arguments),
    }),
    RoleArn: options.role,
    Environment: options.environment && Object.keys(options.environment).length > 0 ? options.environment : undefined,
    ProcessingInputs: nonEmpty(
      options.inputs.map((input) => ({
        InputName: input.name,
        AppManaged: false,
        S3Input: {
          S3Uri: input.s3Uri,
          LocalPath: input.localPath,
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
          S3DataDistributionType: input.distribution ?? 'FullyReplicated',
          S3CompressionType: 'None',
        },
      })),
    ),
    ProcessingOutputConfig:
      outputs.length === 0
        ? undefined
        : present({
            Outputs: outputs.map(([outputName, output]) => ({
              OutputName: outputName,
              AppManaged: false,
              S3Output: { S3Uri: output.s3Uri, LocalPath: output.localPath, S3UploadMode: 'EndOfJob' },
            })),
            KmsKeyId: options.outputKmsKeyId,
          }),
    StoppingCondition:
      options.maxRuntimeInSeconds === undefined ? undefined : { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
    NetworkConfig:
      network === undefined
        ? undefined
        : present({
            EnableNetworkIsolation: network.isolated ?? false,
            EnableInterContainerTrafficEncryption: network.encryptBetweenInstances,
            VpcConfig: network.vpc,
          }),
    Tags: nonEmpty(options.tags),
  };
  const propertyFiles: PropertyFileDefinition[] = files.map(([fileName, file]) => ({
    PropertyFileName: fileName,
    OutputName: file.output,
    FilePath: file.path,
  }));
  return {
    definition: stepDefinition('Processing', options, args, { PropertyFiles: propertyFiles }),
    output: (output) => ({ Get: `Steps.${name}.ProcessingOutputConfig.Outputs['${output}'].S3Output.S3Uri` }),
    propertyFile: (file) => ({ Get: `Steps.${name}.PropertyFiles.${file}` }),
  };
}
