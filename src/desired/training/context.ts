import { type Join, join } from '../../pipeline/index.ts';
import { codeAsset, launcherAsset, queryAsset } from '../assets.ts';
import type { Asset, DesiredContext } from '../context.ts';
import { outputAddress, type PipelineSettings } from '../pipeline-settings.ts';
import { scriptPath } from '../script-path.ts';
import { sklearnImage } from '../sklearn-image.ts';
import { type SourcePackage, withoutRequirements } from '../source-package.ts';
import { trainingQuery } from '../training-query.ts';
import { type TrainingParameters, trainingParameters } from './parameters.ts';

/** What the steps of one training pipeline are made from. */
export interface TrainingContext {
  settings: PipelineSettings;
  region: string;
  source: SourcePackage;
  /** Address of the image of every job. */
  image: string;
  parameters: TrainingParameters;
  assets: TrainingAssets;
}

export interface TrainingAssets {
  code: Asset;
  /**
   * The code for training jobs without a network; undefined when they have one. An isolated container cannot install
   * anything, and training needs nothing that the image does not have, so this code has no requirements.
   */
  isolatedCode: Asset | undefined;
  preprocessLauncher: Asset;
  evaluateLauncher: Asset;
  query: Asset;
}

/** @throws Failure `config_invalid` for an image or a script that does not exist */
export function trainingContext(settings: PipelineSettings, { region, source }: DesiredContext): TrainingContext {
  const { config } = settings;
  const version = config.training_step.sklearn_framework_version;
  const image = sklearnImage({ region, version, use: 'training' });
  const parameters = trainingParameters(config);
  return { settings, region, source, image, parameters, assets: trainingAssets(settings, source) };
}

function trainingAssets(settings: PipelineSettings, source: SourcePackage): TrainingAssets {
  const { config, bucketUri } = settings;
  const folder = `${bucketUri}/${config.pipeline.training_pipeline_name}`;
  return {
    code: codeAsset(folder, source),
    isolatedCode: settings.isolated ? codeAsset(folder, withoutRequirements(source)) : undefined,
    preprocessLauncher: launcherAsset(folder, trainingScript(settings, source, 'preprocess_data')),
    evaluateLauncher: launcherAsset(folder, trainingScript(settings, source, 'evaluation')),
    query: queryAsset(folder, trainingQuery(config)),
  };
}

/**
 * Path in the source package of a script that `scripts` in config.yml names.
 * @throws Failure `config_invalid` when the package does not have it
 */
export function trainingScript(
  { config: { scripts } }: PipelineSettings,
  source: SourcePackage,
  key: keyof PipelineSettings['config']['scripts'],
): string {
  return scriptPath(source, `scripts.${key}`, scripts[key]);
}

/** A processing output: the folder in the container, and its address in S3. */
export function processingOutput(settings: PipelineSettings, folder: string) {
  return { localPath: `/opt/ml/processing/${folder}`, s3Uri: outputAddress(settings, folder) };
}

/** S3 address of evaluation.json of the running execution. */
export function evaluationAddress(settings: PipelineSettings): Join {
  const { evaluation_filename } = settings.config.evaluation_step;
  return join('/', [outputAddress(settings, 'evaluation'), evaluation_filename]);
}
