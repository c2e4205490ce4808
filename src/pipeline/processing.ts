import type { PropertyFileDefinition } from './definition.ts';
import type { Get, PropertyFile, Value } from './expression.ts';
import {
  type CachedOptions,
  type NetworkOptions,
  type RetriedOptions,
  type Step,
  type StepOptions,
  stepDefinition,
  type TaggedOptions,
  undefinedIfEmpty,
  withoutUndefined,
} from './step.ts';

export interface ProcessingInput {
  name: string;
  /** Address of an object, or a prefix: every object below it is copied. */
  s3Uri: Value<string>;
  /** Absolute path of a folder in the container, below /opt/ml/processing. */
  localPath: string;
  /** With `ShardedByS3Key` each instance gets its share of the objects. */
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
  /** At most 100, each of at most 256 characters. */
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
  /** JSON files in an output, which conditions can read. */
  propertyFiles?: Readonly<Record<File, { output: NoInfer<Output>; path: string }>>;
  network?: NetworkOptions | undefined;
}

export interface ProcessingStep<Output extends string, File extends string> extends Step {
  /** S3 address of the output. When the step comes from the cache, it is the address of the earlier execution. */
  output(name: Output): Get<string>;
  /** Reference to a property file, for `jsonGet`. */
  propertyFile(name: File): Get<PropertyFile>;
}

/**
 * Builds a Processing step (CreateProcessingJob). A reference to an output or a property file that the step does not have
 * does not compile.
 */
export function processing<const Output extends string, const File extends string = never>(
  options: ProcessingOptions<Output, File>,
): ProcessingStep<Output, File> {
  const { name } = options;
  const args = {
    ProcessingResources: {
      ClusterConfig: withoutUndefined({
        InstanceType: options.instanceType,
        InstanceCount: options.instanceCount,
        VolumeSizeInGB: options.volumeSizeInGb,
        VolumeKmsKeyId: options.volumeKmsKeyId,
      }),
    },
    AppSpecification: withoutUndefined({
      ImageUri: options.image,
      ContainerEntrypoint: undefinedIfEmpty(options.entrypoint),
      ContainerArguments: undefinedIfEmpty(options.arguments),
    }),
    RoleArn: options.role,
    Environment: undefinedIfEmpty(options.environment),
    ProcessingInputs: undefinedIfEmpty(options.inputs.map(processingInput)),
    ProcessingOutputConfig: outputConfig(options.outputs, options.outputKmsKeyId),
    StoppingCondition:
      options.maxRuntimeInSeconds === undefined ? undefined : { MaxRuntimeInSeconds: options.maxRuntimeInSeconds },
    NetworkConfig: networkConfig(options.network),
    Tags: undefinedIfEmpty(options.tags),
  };
  return {
    definition: stepDefinition('Processing', options, args, propertyFiles(options.propertyFiles ?? {})),
    output: (output) => ({ Get: `Steps.${name}.ProcessingOutputConfig.Outputs['${output}'].S3Output.S3Uri` }),
    propertyFile: (file) => ({ Get: `Steps.${name}.PropertyFiles.${file}` }),
  };
}

function processingInput(input: ProcessingInput) {
  return {
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
  };
}

function outputConfig(outputs: Readonly<Record<string, ProcessingOutput>>, kmsKeyId: string | undefined) {
  const list = Object.entries(outputs).map(([name, output]) => ({
    OutputName: name,
    AppManaged: false,
    S3Output: { S3Uri: output.s3Uri, LocalPath: output.localPath, S3UploadMode: 'EndOfJob' },
  }));
  return list.length === 0 ? undefined : withoutUndefined({ Outputs: list, KmsKeyId: kmsKeyId });
}

function networkConfig(network: NetworkOptions | undefined) {
  if (network === undefined) return undefined;
  return withoutUndefined({
    EnableNetworkIsolation: network.isolated ?? false,
    EnableInterContainerTrafficEncryption: network.encryptBetweenInstances,
    VpcConfig: network.vpc,
  });
}

function propertyFiles(files: Readonly<Record<string, { output: string; path: string }>>): PropertyFileDefinition[] {
  return Object.entries(files).map(([name, file]) => ({
    PropertyFileName: name,
    OutputName: file.output,
    FilePath: file.path,
  }));
}
