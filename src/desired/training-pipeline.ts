import type { Config } from '../config/index.ts';
import {
  asText,
  atLeast,
  condition,
  execution,
  fail,
  floatParameter,
  frameworkProcessing,
  integerParameter,
  join,
  jsonGet,
  type Parameter,
  pipelineDefinition,
  registerModel,
  stringParameter,
  tuning,
  type Value,
} from '../pipeline/index.ts';
import { option } from './container-argument.ts';
import type { DesiredContext, DesiredPipeline } from './context.ts';
import { desiredPipeline } from './desired-pipeline.ts';
import { launcher } from './launcher.ts';
import { columnArguments, connectionArguments, type PrestoParameters, prestoParameters } from './presto-parameters.ts';
import { scriptPath } from './script-path.ts';
import { settings } from './settings.ts';
import { sklearnImage } from './sklearn-image.ts';
import { withoutRequirements } from './source-package.ts';
import { trainingQuery } from './training-query.ts';

/** Disk of a processing instance, the default of the SageMaker SDK. */
const PROCESSING_VOLUME_GB = 30;

/**
 * The training pipeline: Presto → Preprocess-Data → Train-And-Tune-Model → Evaluate-Model → Accuracy-Condition →
 * Register-Model, or AccuracyThresholdFailed.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out.
 */
export function trainingPipeline(unresolved: Config, context: DesiredContext): DesiredPipeline {
  const common = settings(unresolved, context);
  const { config, bucket, bucketUri, role, kmsKeyId, network } = common;
  const { training_step, tuning_step, evaluation_step, data_processing_step, register_model_step, scripts } = config;
  const name = config.pipeline.training_pipeline_name;
  const { region, source } = context;
  const version = training_step.sklearn_framework_version;
  const trainingImage = sklearnImage({ region, version, use: 'training' });

  const parameters = { ...trainingParameters(config), ...prestoParameters(config) };
  const { features, ...scalars } = parameters;

  const program = (key: keyof typeof scripts) => scriptPath(source, `scripts.${key}`, scripts[key]);
  const codeAsset = common.asset(name, 'code', 'sourcedir.tar.gz', source.bytes, 'application/gzip');
  const launcherAsset = (script: string) =>
    common.asset(name, 'code', 'runproc.sh', launcher(script), 'text/x-shellscript');
  const queryAsset = common.queryAsset(name, trainingQuery(config));
  const preprocessLauncher = launcherAsset(program('preprocess_data'));
  const evaluateLauncher = launcherAsset(program('evaluation'));

  const outputAddress = (folder: string) => join('/', [bucketUri, common.prefix, execution.executionId, folder]);
  const output = (folder: string) => ({ localPath: `/opt/ml/processing/${folder}`, s3Uri: outputAddress(folder) });

  const preprocess = frameworkProcessing({
    name: data_processing_step.step_name,
    role,
    image: trainingImage,
    sourceArchive: codeAsset.uri,
    launcher: preprocessLauncher.uri,
    arguments: [
      ...connectionArguments(parameters, config),
      ...option('train_split', [asText(parameters.TrainSplit.value)]),
      ...option('test_split', [asText(parameters.TestSplit.value)]),
      ...columnArguments(parameters, training_step.key_column),
    ],
    // Part of the cache's key and of nothing else: another value reads the rows anew.
    environment: { DATA_SNAPSHOT: parameters.DataSnapshot.value },
    instanceType: parameters.ProcessingInstanceType.value,
    instanceCount: data_processing_step.instance_count,
    volumeSizeInGb: PROCESSING_VOLUME_GB,
    volumeKmsKeyId: common.volumeKmsKeyId(data_processing_step.processing_instance_type),
    outputKmsKeyId: kmsKeyId,
    inputs: [{ name: 'query', s3Uri: queryAsset.uri, localPath: '/opt/ml/processing/input/query' }],
    outputs: {
      train: output('train'),
      validation: output('validation'),
      test: output('test'),
      profile: output('profile'),
    },
    network,
    tags: common.tags(data_processing_step.tags),
    cache: common.cache,
    retries: common.retries.job,
  });

  // An isolated container cannot fetch its code: it comes as a channel, as the SageMaker SDK does it. Nor can it install
  // anything, and training needs nothing that the image does not have.
  const isolatedCode = common.isolated
    ? common.asset(name, 'code', 'sourcedir.tar.gz', withoutRequirements(source).bytes, 'application/gzip')
    : undefined;
  const train = tuning({
    name: tuning_step.step_name,
    role,
    image: trainingImage,
    strategy: tuning_step.strategy,
    randomSeed: tuning_step.random_seed,
    earlyStopping: tuning_step.early_stopping,
    objective: { type: tuning_step.objective_type, metric: tuning_step.objective_metric_name },
    maximumJobs: parameters.MaximumTrainingJobs.value,
    maximumParallelJobs: parameters.MaximumParallelTrainingJobs.value,
    metricDefinitions: tuning_step.metric_definitions,
    ranges: tuning_step.hyperparam_ranges,
    staticHyperparameters: {
      ...modelHyperparameters(config, parameters),
      sagemaker_program: JSON.stringify(program('training_script')),
      sagemaker_submit_directory: JSON.stringify(
        isolatedCode ? '/opt/ml/input/data/code/sourcedir.tar.gz' : codeAsset.uri,
      ),
      sagemaker_container_log_level: '20',
      sagemaker_job_name: JSON.stringify(training_step.base_job_name),
      sagemaker_region: JSON.stringify(region),
      sagemaker_estimator_class_name: '"SKLearn"',
      sagemaker_estimator_module: '"sagemaker.sklearn.estimator"',
    },
    channels: [
      { name: 'train', s3Uri: preprocess.output('train'), contentType: 'text/csv' },
      { name: 'validation', s3Uri: preprocess.output('validation'), contentType: 'text/csv' },
      ...(isolatedCode ? [{ name: 'code', s3Uri: isolatedCode.uri }] : []),
    ],
    outputPath: `${bucketUri}/`,
    outputKmsKeyId: kmsKeyId,
    instanceType: parameters.TrainingInstanceType.value,
    instanceCount: training_step.instance_count,
    volumeSizeInGb: training_step.volume_size_in_gb,
    volumeKmsKeyId: common.volumeKmsKeyId(training_step.instance_type),
    maxRuntimeInSeconds: training_step.max_runtime_in_seconds,
    maximumRetryAttempts: config.pipeline.retries.max_attempts,
    network: { ...network, ...(common.isolated ? { isolated: true } : {}) },
    tags: common.tags(training_step.tags),
    cache: common.cache,
    retries: common.retries.tuning,
  });

  const evaluate = frameworkProcessing({
    name: evaluation_step.step_name,
    role,
    image: trainingImage,
    sourceArchive: codeAsset.uri,
    launcher: evaluateLauncher.uri,
    arguments: [
      ...columnArguments(parameters),
      ...option('threshold', [asText(parameters.AccuracyConditionThreshold.value)]),
      ...option('deployed_model', [parameters.DeployedModel.value]),
      ...option('evaluation_filename', [evaluation_step.evaluation_filename]),
    ],
    instanceType: evaluation_step.instance_type,
    instanceCount: evaluation_step.instance_count,
    volumeSizeInGb: PROCESSING_VOLUME_GB,
    volumeKmsKeyId: common.volumeKmsKeyId(evaluation_step.instance_type),
    outputKmsKeyId: kmsKeyId,
    inputs: [
      { name: 'model.tar.gz', s3Uri: train.topModel(bucket), localPath: '/opt/ml/processing/model' },
      { name: 'test.csv', s3Uri: preprocess.output('test'), localPath: '/opt/ml/processing/test' },
      { name: 'profile', s3Uri: preprocess.output('profile'), localPath: '/opt/ml/processing/profile' },
    ],
    outputs: { evaluation: output('evaluation') },
    propertyFiles: { EvaluationReport: { output: 'evaluation', path: evaluation_step.evaluation_filename } },
    network,
    tags: common.tags(),
    // Not cached: a candidate is compared with what is deployed now, and its report lies at this run's address.
    retries: common.retries.job,
  });

  const report = join('/', [outputAddress('evaluation'), evaluation_step.evaluation_filename]);

  const register = registerModel({
    name: register_model_step.step_name,
    modelGroup: parameters.ModelGroup.value,
    approvalStatus: parameters.ModelApprovalStatus.value,
    image: sklearnImage({ region, version, use: 'inference' }),
    modelDataUrl: train.topModel(bucket),
    environment: {
      SAGEMAKER_PROGRAM: program('batch_inference'),
      SAGEMAKER_SUBMIT_DIRECTORY: codeAsset.uri,
      SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
      SAGEMAKER_REGION: region,
    },
    contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    responseTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    inferenceInstanceTypes: register_model_step.inference_instance_types,
    transformInstanceTypes: register_model_step.transform_instance_types,
    modelQualityReport: report,
    customerMetadata: {
      execution_arn: execution.executionArn,
      query_sha256: queryAsset.sha256,
      source_sha256: source.sha256,
    },
    tags: common.tags(register_model_step.tags),
    retries: common.retries.call,
  });

  const metric = (path: string) => jsonGet(evaluate.propertyFile('EvaluationReport'), path);
  const gates = [
    ...(evaluation_step.gates.beat_baseline ? ['beats_baseline'] : []),
    ...(evaluation_step.gates.not_worse_than_deployed ? ['not_worse_than_deployed'] : []),
  ];
  const decide = condition({
    name: config.condition_step.step_name,
    conditions: [
      atLeast(metric('binary_classification_metrics.accuracy.value'), parameters.AccuracyConditionThreshold.value),
      ...gates.map((gate) => atLeast(metric(`gates.${gate}.value`), 1)),
    ],
    ifTrue: [register],
    ifFalse: [
      fail({
        name: config.fail_step.step_name,
        message: join(' ', [
          'Execution failed due to Accuracy <',
          parameters.AccuracyConditionThreshold.value,
          ...gates.map((gate) => `or gate ${gate} not passed`),
          '- see',
          report,
        ]),
      }),
    ],
  });

  return desiredPipeline({
    name,
    definition: pipelineDefinition({
      parameters: [...Object.values(scalars), ...features],
      steps: [preprocess, train, evaluate, decide],
    }),
    assets: [codeAsset, ...(isolatedCode ? [isolatedCode] : []), preprocessLauncher, evaluateLauncher, queryAsset],
    tags: common.tags(),
  });
}

function trainingParameters(config: Config) {
  const { training_step, tuning_step, evaluation_step, data_processing_step, register_model_step } = config;
  return {
    ProcessingInstanceType: stringParameter('ProcessingInstanceType', {
      default: data_processing_step.processing_instance_type,
    }),
    TrainingInstanceType: stringParameter('TrainingInstanceType', { default: training_step.instance_type }),
    AccuracyConditionThreshold: floatParameter('AccuracyConditionThreshold', {
      default: evaluation_step.accuracy_condition_threshold,
    }),
    ModelGroup: stringParameter('ModelGroup', { default: register_model_step.model_group }),
    MaximumParallelTrainingJobs: integerParameter('MaximumParallelTrainingJobs', {
      default: tuning_step.maximum_parallel_training_jobs,
    }),
    MaximumTrainingJobs: integerParameter('MaximumTrainingJobs', { default: tuning_step.maximum_training_jobs }),
    ModelApprovalStatus: stringParameter('ModelApprovalStatus', {
      default: register_model_step.approval_status,
    }),
    TrainSplit: floatParameter('TrainSplit', { default: training_step.train_split }),
    TestSplit: floatParameter('TestSplit', { default: training_step.test_split }),
    /** Address of the deployed model's artifact, which the candidate is compared with. */
    DeployedModel: stringParameter('DeployedModel', { default: 'none' }),
    /** Any text; another one than at an earlier run reads the rows anew although nothing else changed. */
    DataSnapshot: stringParameter('DataSnapshot', { default: 'any' }),
  } satisfies Record<string, Parameter<string> | Parameter<number>>;
}

/** Hyperparameters of the model, JSON-encoded as the training toolkit decodes them. */
function modelHyperparameters(config: Config, parameters: PrestoParameters): Record<string, Value<string>> {
  const { training_step: step } = config;
  const [first, ...more] = parameters.features;
  return {
    // The parameter holds JSON already.
    features:
      first && more.length === 0
        ? first.value
        : join(
            '',
            parameters.features.map(({ value }) => value),
          ),
    // JSON by putting quotes around it works for every name without a quote or a backslash in it.
    target: /["\\]/.test(step.training_target)
      ? JSON.stringify(step.training_target)
      : join('', ['"', parameters.Target.value, '"']),
    n_estimators: JSON.stringify(step.n_estimators),
    max_depth: JSON.stringify(step.max_depth),
    min_samples_split: JSON.stringify(step.min_samples_split),
    max_features: JSON.stringify(step.max_features),
    random_state: JSON.stringify(step.random_state),
  };
}
