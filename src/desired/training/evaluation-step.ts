import { frameworkProcessing, toText } from '../../pipeline/index.ts';
import { optionArguments } from '../container-argument.ts';
import { mergedTags, processingOptions } from '../pipeline-settings.ts';
import { columnArguments } from '../presto-parameters.ts';
import { processingOutput, type TrainingContext } from './context.ts';
import type { PreprocessStep } from './preprocess-step.ts';
import type { TuningStep } from './tuning-step.ts';

export type EvaluationStep = ReturnType<typeof evaluationStep>;

/** Builds the step that measures the best model on the test rows and decides its gates. */
export function evaluationStep(context: TrainingContext, preprocess: PreprocessStep, tune: TuningStep) {
  const { settings, image, parameters, assets } = context;
  const { evaluation_step: step } = settings.config;
  return frameworkProcessing({
    // It has no cache: a candidate is compared with what is deployed now, and its report lies at the address of this run.
    ...processingOptions(settings, step.instance_type),
    name: step.step_name,
    image,
    sourceArchive: assets.code.uri,
    launcher: assets.evaluateLauncher.uri,
    arguments: [
      ...columnArguments(parameters),
      ...optionArguments('threshold', [toText(parameters.AccuracyConditionThreshold.value)]),
      ...optionArguments('deployed_model', [parameters.DeployedModel.value]),
      ...optionArguments('evaluation_filename', [step.evaluation_filename]),
    ],
    instanceType: step.instance_type,
    instanceCount: step.instance_count,
    inputs: [
      { name: 'model.tar.gz', s3Uri: tune.topModel(settings.bucket), localPath: '/opt/ml/processing/model' },
      { name: 'test.csv', s3Uri: preprocess.output('test'), localPath: '/opt/ml/processing/test' },
      { name: 'profile', s3Uri: preprocess.output('profile'), localPath: '/opt/ml/processing/profile' },
    ],
    outputs: { evaluation: processingOutput(settings, 'evaluation') },
    propertyFiles: { EvaluationReport: { output: 'evaluation', path: step.evaluation_filename } },
    tags: mergedTags(settings),
  });
}
