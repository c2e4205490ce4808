import type { Config, Environment } from '../config/index.ts';
import { partitionOf } from '../config/partition.ts';
import {
  execution,
  frameworkProcessing,
  join,
  model,
  type Parameter,
  pipelineDefinition,
  type Step,
  stringParameter,
  transform,
  type Value,
} from '../pipeline/index.ts';
import { codeAsset, launcherAsset, queryAsset } from './assets.ts';
import { optionArguments } from './container-argument.ts';
import type { Asset, DesiredContext, DesiredPipeline } from './context.ts';
import { desiredPipeline } from './desired-pipeline.ts';
import {
  mergedTags,
  outputAddress,
  type PipelineSettings,
  pipelineSettings,
  processingOptions,
  volumeKmsKeyId,
} from './pipeline-settings.ts';
import { columnArguments, connectionArguments, type PrestoParameters, prestoParameters } from './presto-parameters.ts';
import { scriptPath } from './script-path.ts';
import { sklearnImage } from './sklearn-image.ts';
import { batchQuery, usesWindow } from './training-query.ts';

/** What an environment can set for its batch transform. Without an environment it is `transform_step` of config.yml. */
type BatchSettings = Pick<
  Environment['batch_transform'],
  'pipeline_name' | 'query' | 'instance_type' | 'instance_count' | 'output_prefix'
>;

/** What the steps of one batch pipeline are made from. */
interface BatchContext {
  settings: PipelineSettings;
  batch: BatchSettings;
  /** Address of the image of the Processing step. */
  image: string;
  parameters: BatchParameters;
  assets: { code: Asset; launcher: Asset; query: Asset };
}

interface BatchParameters {
  presto: PrestoParameters;
  processingInstanceType: Parameter<string>;
  start: Parameter<string>;
  end: Parameter<string>;
  outputPrefix: Parameter<string>;
}

/**
 * Builds the batch transform pipeline: Presto → Preprocess-Data → CreateModel → transform. The definition names a version
 * in the model registry, so a run cannot take another model. Without a pin the ARN of the model package is a parameter
 * that the start of an execution must give.
 *
 * No step is cached: a batch is read when it is asked for, and its predictions go to the address of this run.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out
 */
export function batchPipeline(
  unresolved: Config,
  environment: Environment | undefined,
  context: DesiredContext,
): DesiredPipeline {
  const settings = pipelineSettings(unresolved, context);
  const { config } = settings;
  const batch: BatchSettings = environment?.batch_transform ?? {
    ...config.transform_step,
    pipeline_name: config.pipeline.transform_pipeline_name,
  };
  const step: BatchContext = {
    settings,
    batch,
    image: sklearnImage({
      region: context.region,
      version: config.training_step.sklearn_framework_version,
      use: 'training',
    }),
    parameters: batchParameters(config, batch),
    assets: batchAssets(settings, batch, context),
  };
  const modelPackage = modelPackageOf(environment, context);
  const preprocess = preprocessStep(step);
  const createModel = modelStep(settings, modelPackage.arn);
  const predict = transformStep(step, createModel.modelName, preprocess.output('batch'));

  const { presto, processingInstanceType, start, end, outputPrefix } = step.parameters;
  const { features, ...connection } = presto;
  return desiredPipeline({
    kind: 'batch',
    name: batch.pipeline_name,
    definition: pipelineDefinition({
      parameters: [
        processingInstanceType,
        ...Object.values(connection),
        ...features,
        start,
        end,
        outputPrefix,
        ...modelPackage.parameters,
      ],
      steps: [preprocess, createModel, predict],
    }),
    assets: [step.assets.code, step.assets.launcher, step.assets.query],
    tags: mergedTags(settings),
  });
}

function batchParameters(config: Config, batch: BatchSettings): BatchParameters {
  // A query with a window gets its times at each start. A query without one does not read them.
  const time = usesWindow(batch.query) ? {} : { default: 'none' };
  return {
    presto: prestoParameters(config),
    processingInstanceType: stringParameter('ProcessingInstanceType', {
      default: config.data_processing_step.processing_instance_type,
    }),
    start: stringParameter('StartTimeUtc', time),
    end: stringParameter('EndTimeUtc', time),
    outputPrefix: stringParameter('OutputPrefix', { default: batch.output_prefix }),
  };
}

function batchAssets({ config, bucketUri }: PipelineSettings, batch: BatchSettings, { source }: DesiredContext) {
  const folder = `${bucketUri}/${batch.pipeline_name}`;
  const script = config.scripts.batch_transform_get_data;
  return {
    code: codeAsset(folder, source),
    launcher: launcherAsset(folder, scriptPath(source, 'scripts.batch_transform_get_data', script)),
    query: queryAsset(folder, batchQuery(batch.query)),
  };
}

function preprocessStep({ settings, image, parameters, assets }: BatchContext) {
  const { config } = settings;
  const { data_processing_step: step } = config;
  const { presto, start, end } = parameters;
  return frameworkProcessing({
    ...processingOptions(settings, step.processing_instance_type),
    name: step.step_name,
    image,
    sourceArchive: assets.code.uri,
    launcher: assets.launcher.uri,
    arguments: [
      ...connectionArguments(presto, config),
      ...columnArguments(presto, config.transform_step.key_column),
      ...optionArguments('start_time_utc', [start.value]),
      ...optionArguments('end_time_utc', [end.value]),
    ],
    instanceType: parameters.processingInstanceType.value,
    instanceCount: step.instance_count,
    inputs: [{ name: 'query', s3Uri: assets.query.uri, localPath: '/opt/ml/processing/input/query' }],
    outputs: { batch: { localPath: '/opt/ml/processing/batch', s3Uri: outputAddress(settings, 'batch') } },
    tags: mergedTags(settings, step.tags),
  });
}

function modelStep(settings: PipelineSettings, packageArn: Value<string>) {
  const { register_model_step: step } = settings.config;
  return model({
    name: step.model_name,
    role: settings.role,
    container: { packageArn },
    network: settings.network,
    tags: mergedTags(settings, step.tags),
    retries: settings.retries.call,
  });
}

function transformStep(
  { settings, batch, parameters }: BatchContext,
  modelName: Value<string>,
  inputUri: Value<string>,
): Step {
  const { transform_step: step } = settings.config;
  return transform({
    name: step.step_name,
    modelName,
    inputUri,
    contentType: 'text/csv',
    splitType: 'Line',
    outputPath: join('/', [settings.bucketUri, parameters.outputPrefix.value, execution.executionId]),
    accept: 'text/csv',
    assembleWith: 'Line',
    outputKmsKeyId: settings.kmsKeyId,
    instanceType: batch.instance_type,
    instanceCount: batch.instance_count,
    volumeKmsKeyId: volumeKmsKeyId(settings, batch.instance_type),
    strategy: step.strategy,
    maxPayloadInMb: step.max_payload_in_mb,
    maxConcurrentTransforms: step.max_concurrent_transforms,
    environment: { START_TIME_UTC: parameters.start.value, END_TIME_UTC: parameters.end.value },
    // The model gets the features without the key. The output has the key and the answers: `key,prediction,probability`.
    dataProcessing:
      step.key_column === undefined
        ? undefined
        : { inputFilter: '$[1:]', joinSource: 'Input', outputFilter: '$[0,-2,-1]' },
    tags: mergedTags(settings, step.tags),
    retries: settings.retries.job,
  });
}

/** The ARN of the model package, and the parameter that gives it when neither the caller nor a pin names a version. */
function modelPackageOf(
  environment: Environment | undefined,
  context: DesiredContext,
): { arn: Value<string>; parameters: readonly Parameter<string>[] } {
  if (context.model) return { arn: context.model.packageArn, parameters: [] };
  const pin = environment?.batch_transform.model;
  if (pin) {
    const partition = partitionOf(context.region);
    return {
      arn: `arn:${partition}:sagemaker:${context.region}:${context.account}:model-package/${pin.package_group}/${pin.version}`,
      parameters: [],
    };
  }
  const parameter = stringParameter('ModelPackageName');
  return { arn: parameter.value, parameters: [parameter] };
}
