import type { Config, Environment } from '../config/index.ts';
import { partitionOf } from '../config/partition.ts';
import {
  execution,
  frameworkProcessing,
  join,
  model,
  type Parameter,
  pipelineDefinition,
  stringParameter,
  transform,
  type Value,
} from '../pipeline/index.ts';
import { option } from './container-argument.ts';
import type { DesiredContext, DesiredPipeline } from './context.ts';
import { desiredPipeline } from './desired-pipeline.ts';
import { launcher } from './launcher.ts';
import { columnArguments, connectionArguments, prestoParameters } from './presto-parameters.ts';
import { scriptPath } from './script-path.ts';
import { settings } from './settings.ts';
import { sklearnImage } from './sklearn-image.ts';
import { batchQuery, usesWindow } from './training-query.ts';

/** Disk of a processing instance, the default of the SageMaker SDK. */
const PROCESSING_VOLUME_GB = 30;

/**
 * The batch transform pipeline: Presto → Preprocess-Data → CreateModel → transform. The model is a version in the model
 * registry, named in the definition: a run cannot pick another one. Without a pin its ARN is a parameter that whoever
 * starts the pipeline has to give.
 *
 * No step is cached: a batch is read at the time that it is asked for, and its predictions go where this run says.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out.
 */
export function batchPipeline(
  unresolved: Config,
  environment: Environment | undefined,
  context: DesiredContext,
): DesiredPipeline {
  const common = settings(unresolved, context);
  const { config, bucketUri, role, kmsKeyId, network } = common;
  const { transform_step: step, data_processing_step, register_model_step, scripts } = config;
  const spec = environment?.batch_transform ?? { ...step, pipeline_name: config.pipeline.transform_pipeline_name };
  const name = spec.pipeline_name;
  const { region, source } = context;
  const image = sklearnImage({ region, version: config.training_step.sklearn_framework_version, use: 'training' });

  const { features, ...connection } = prestoParameters(config);
  const window = windowParameters(spec.query);
  const outputPrefix = stringParameter('OutputPrefix', { default: spec.output_prefix });
  const modelPackage = modelPackageOf(environment, context);

  const program = scriptPath(source, 'scripts.batch_transform_get_data', scripts.batch_transform_get_data);
  const codeAsset = common.asset(name, 'code', 'sourcedir.tar.gz', source.bytes, 'application/gzip');
  const launcherAsset = common.asset(name, 'code', 'runproc.sh', launcher(program), 'text/x-shellscript');
  const queryAsset = common.queryAsset(name, batchQuery(spec.query));
  const processingInstanceType = stringParameter('ProcessingInstanceType', {
    default: data_processing_step.processing_instance_type,
  });

  const preprocess = frameworkProcessing({
    name: data_processing_step.step_name,
    role,
    image,
    sourceArchive: codeAsset.uri,
    launcher: launcherAsset.uri,
    arguments: [
      ...connectionArguments({ ...connection, features }, config),
      ...columnArguments({ ...connection, features }, step.key_column),
      ...option('start_time_utc', [window.start.value]),
      ...option('end_time_utc', [window.end.value]),
    ],
    instanceType: processingInstanceType.value,
    instanceCount: data_processing_step.instance_count,
    volumeSizeInGb: PROCESSING_VOLUME_GB,
    volumeKmsKeyId: common.volumeKmsKeyId(data_processing_step.processing_instance_type),
    outputKmsKeyId: kmsKeyId,
    inputs: [{ name: 'query', s3Uri: queryAsset.uri, localPath: '/opt/ml/processing/input/query' }],
    outputs: {
      batch: {
        localPath: '/opt/ml/processing/batch',
        s3Uri: join('/', [bucketUri, common.prefix, execution.executionId, 'batch']),
      },
    },
    network,
    tags: common.tags(data_processing_step.tags),
    retries: common.retries.job,
  });

  const createModel = model({
    name: register_model_step.model_name,
    role,
    container: { packageArn: modelPackage.arn },
    network,
    tags: common.tags(register_model_step.tags),
    retries: common.retries.call,
  });

  const predict = transform({
    name: step.step_name,
    modelName: createModel.modelName,
    inputUri: preprocess.output('batch'),
    contentType: 'text/csv',
    splitType: 'Line',
    outputPath: join('/', [bucketUri, outputPrefix.value, execution.executionId]),
    accept: 'text/csv',
    assembleWith: 'Line',
    outputKmsKeyId: kmsKeyId,
    instanceType: spec.instance_type,
    instanceCount: spec.instance_count,
    volumeKmsKeyId: common.volumeKmsKeyId(spec.instance_type),
    strategy: step.strategy,
    maxPayloadInMb: step.max_payload_in_mb,
    maxConcurrentTransforms: step.max_concurrent_transforms,
    environment: { START_TIME_UTC: window.start.value, END_TIME_UTC: window.end.value },
    // The model sees the features alone; the output is the key and what the model said: `key,prediction,probability`.
    dataProcessing:
      step.key_column === undefined
        ? undefined
        : { inputFilter: '$[1:]', joinSource: 'Input', outputFilter: '$[0,-2,-1]' },
    tags: common.tags(step.tags),
    retries: common.retries.job,
  });

  return desiredPipeline({
    name,
    definition: pipelineDefinition({
      parameters: [
        processingInstanceType,
        ...Object.values(connection),
        ...features,
        window.start,
        window.end,
        outputPrefix,
        ...modelPackage.parameters,
      ],
      steps: [preprocess, createModel, predict],
    }),
    assets: [codeAsset, launcherAsset, queryAsset],
    tags: common.tags(),
  });
}

/** A query that asks for a window gets one at each start; the others need none. */
function windowParameters(query: string): { start: Parameter<string>; end: Parameter<string> } {
  const options = usesWindow(query) ? {} : { default: 'none' };
  return { start: stringParameter('StartTimeUtc', options), end: stringParameter('EndTimeUtc', options) };
}

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
