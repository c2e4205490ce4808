import type { Config } from '../../config/index.ts';
import { floatParameter, integerParameter, type Parameter, stringParameter } from '../../pipeline/index.ts';
import { type PrestoParameters, prestoParameters } from '../presto-parameters.ts';

export type TrainingParameters = ReturnType<typeof ownParameters> & PrestoParameters;

/** The parameters of the training pipeline, each with its default from the configuration. */
export function trainingParameters(config: Config): TrainingParameters {
  return { ...ownParameters(config), ...prestoParameters(config) };
}

function ownParameters(config: Config) {
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
    /** Address of the artifact of the deployed model, which the candidate is compared with; `none` without one. */
    DeployedModel: stringParameter('DeployedModel', { default: 'none' }),
    /** Any text. A text that differs from that of the earlier runs reads the rows again although nothing else changed. */
    DataSnapshot: stringParameter('DataSnapshot', { default: 'any' }),
  } satisfies Record<string, Parameter<string> | Parameter<number>>;
}
