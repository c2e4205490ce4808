import { join, tuning, type Value } from '../../pipeline/index.ts';
import { mergedTags, volumeKmsKeyId } from '../pipeline-settings.ts';
import { type TrainingContext, trainingScript } from './context.ts';
import type { PreprocessStep } from './preprocess-step.ts';

export type TuningStep = ReturnType<typeof tuningStep>;

/** Builds the step that trains one model for each trial and measures it on the validation rows. */
export function tuningStep(context: TrainingContext, preprocess: PreprocessStep) {
  const { settings, image, parameters, assets } = context;
  const { training_step, tuning_step, pipeline } = settings.config;
  return tuning({
    name: tuning_step.step_name,
    role: settings.role,
    image,
    strategy: tuning_step.strategy,
    randomSeed: tuning_step.random_seed,
    earlyStopping: tuning_step.early_stopping,
    objective: { type: tuning_step.objective_type, metric: tuning_step.objective_metric_name },
    maximumJobs: parameters.MaximumTrainingJobs.value,
    maximumParallelJobs: parameters.MaximumParallelTrainingJobs.value,
    metricDefinitions: tuning_step.metric_definitions,
    ranges: tuning_step.hyperparam_ranges,
    staticHyperparameters: { ...modelHyperparameters(context), ...toolkitHyperparameters(context) },
    channels: [
      { name: 'train', s3Uri: preprocess.output('train'), contentType: 'text/csv' },
      { name: 'validation', s3Uri: preprocess.output('validation'), contentType: 'text/csv' },
      // An isolated container cannot fetch its code. The code comes as a channel, as in the SageMaker SDK.
      ...(assets.isolatedCode ? [{ name: 'code', s3Uri: assets.isolatedCode.uri }] : []),
    ],
    outputPath: `${settings.bucketUri}/`,
    outputKmsKeyId: settings.kmsKeyId,
    instanceType: parameters.TrainingInstanceType.value,
    instanceCount: training_step.instance_count,
    volumeSizeInGb: training_step.volume_size_in_gb,
    volumeKmsKeyId: volumeKmsKeyId(settings, training_step.instance_type),
    maxRuntimeInSeconds: training_step.max_runtime_in_seconds,
    maximumRetryAttempts: pipeline.retries.max_attempts,
    network: { ...settings.network, ...(settings.isolated ? { isolated: true } : {}) },
    tags: mergedTags(settings, training_step.tags),
    cache: settings.cache,
    retries: settings.retries.tuning,
  });
}

/** Hyperparameters of the model, each as JSON: the training toolkit decodes them. */
function modelHyperparameters({ settings, parameters }: TrainingContext): Record<string, Value<string>> {
  const { training_step: step } = settings.config;
  const [first, ...more] = parameters.features;
  return {
    // The parameter is a JSON list already.
    features:
      first && more.length === 0
        ? first.value
        : join(
            '',
            parameters.features.map(({ value }) => value),
          ),
    // Quotes around a name make it JSON only when the name has no quote and no backslash.
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

/** Hyperparameters by which SageMaker's training toolkit finds the script and runs it. */
function toolkitHyperparameters({ settings, region, source, assets }: TrainingContext): Record<string, Value<string>> {
  return {
    sagemaker_program: JSON.stringify(trainingScript(settings, source, 'training_script')),
    sagemaker_submit_directory: JSON.stringify(
      assets.isolatedCode ? '/opt/ml/input/data/code/sourcedir.tar.gz' : assets.code.uri,
    ),
    sagemaker_container_log_level: '20',
    sagemaker_job_name: JSON.stringify(settings.config.training_step.base_job_name),
    sagemaker_region: JSON.stringify(region),
    sagemaker_estimator_class_name: '"SKLearn"',
    sagemaker_estimator_module: '"sagemaker.sklearn.estimator"',
  };
}
