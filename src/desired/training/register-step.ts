import { execution, registerModel, type Step } from '../../pipeline/index.ts';
import { mergedTags } from '../pipeline-settings.ts';
import { sklearnImage } from '../sklearn-image.ts';
import { evaluationAddress, type TrainingContext, trainingScript } from './context.ts';
import type { TuningStep } from './tuning-step.ts';

/** What the inference script reads and writes. */
const CONTENT_TYPES = ['text/csv', 'application/json', 'application/jsonlines'];

/** Builds the step that registers the best model as a new version of the model package group. */
export function registerStep(context: TrainingContext, tune: TuningStep): Step {
  const { settings, region, source, parameters, assets } = context;
  const { training_step, register_model_step: step } = settings.config;
  return registerModel({
    name: step.step_name,
    modelGroup: parameters.ModelGroup.value,
    approvalStatus: parameters.ModelApprovalStatus.value,
    image: sklearnImage({ region, version: training_step.sklearn_framework_version, use: 'inference' }),
    modelDataUrl: tune.topModel(settings.bucket),
    environment: {
      SAGEMAKER_PROGRAM: trainingScript(settings, source, 'batch_inference'),
      SAGEMAKER_SUBMIT_DIRECTORY: assets.code.uri,
      SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
      SAGEMAKER_REGION: region,
    },
    contentTypes: CONTENT_TYPES,
    responseTypes: CONTENT_TYPES,
    inferenceInstanceTypes: step.inference_instance_types,
    transformInstanceTypes: step.transform_instance_types,
    modelQualityReport: evaluationAddress(settings),
    customerMetadata: {
      execution_arn: execution.executionArn,
      query_sha256: assets.query.sha256,
      source_sha256: source.sha256,
    },
    tags: mergedTags(settings, step.tags),
    retries: settings.retries.call,
  });
}
