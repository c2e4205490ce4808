import type { Config } from '../config/index.ts';
import { pipelineDefinition } from '../pipeline/index.ts';
import type { DesiredContext, DesiredPipeline } from './context.ts';
import { desiredPipeline } from './desired-pipeline.ts';
import { mergedTags, pipelineSettings } from './pipeline-settings.ts';
import { conditionStep } from './training/condition-step.ts';
import { trainingContext } from './training/context.ts';
import { evaluationStep } from './training/evaluation-step.ts';
import { preprocessStep } from './training/preprocess-step.ts';
import { registerStep } from './training/register-step.ts';
import { tuningStep } from './training/tuning-step.ts';

/**
 * Builds the training pipeline: Presto → Preprocess-Data → Train-And-Tune-Model → Evaluate-Model → Accuracy-Condition →
 * Register-Model, or AccuracyThresholdFailed.
 * @throws Failure `config_invalid` or `definition_invalid`, each with the place and the way out
 */
export function trainingPipeline(unresolved: Config, context: DesiredContext): DesiredPipeline {
  const settings = pipelineSettings(unresolved, context);
  const training = trainingContext(settings, context);
  const preprocess = preprocessStep(training);
  const tune = tuningStep(training, preprocess);
  const evaluate = evaluationStep(training, preprocess, tune);
  const register = registerStep(training, tune);
  const decide = conditionStep(training, evaluate, register);

  const { features, ...scalars } = training.parameters;
  const { code, isolatedCode, preprocessLauncher, evaluateLauncher, query } = training.assets;
  return desiredPipeline({
    kind: 'training',
    name: settings.config.pipeline.training_pipeline_name,
    definition: pipelineDefinition({
      parameters: [...Object.values(scalars), ...features],
      steps: [preprocess, tune, evaluate, decide],
    }),
    assets: [code, ...(isolatedCode ? [isolatedCode] : []), preprocessLauncher, evaluateLauncher, query],
    tags: mergedTags(settings),
  });
}
