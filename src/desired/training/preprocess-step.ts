import { frameworkProcessing, toText } from '../../pipeline/index.ts';
import { optionArguments } from '../container-argument.ts';
import { mergedTags, processingOptions } from '../pipeline-settings.ts';
import { columnArguments, connectionArguments } from '../presto-parameters.ts';
import { processingOutput, type TrainingContext } from './context.ts';

export type PreprocessStep = ReturnType<typeof preprocessStep>;

/** Builds the step that reads the rows from Presto and splits them into training, validation and test rows. */
export function preprocessStep({ settings, image, parameters, assets }: TrainingContext) {
  const { config } = settings;
  const { data_processing_step: step } = config;
  return frameworkProcessing({
    ...processingOptions(settings, step.processing_instance_type),
    name: step.step_name,
    image,
    sourceArchive: assets.code.uri,
    launcher: assets.preprocessLauncher.uri,
    arguments: [
      ...connectionArguments(parameters, config),
      ...optionArguments('train_split', [toText(parameters.TrainSplit.value)]),
      ...optionArguments('test_split', [toText(parameters.TestSplit.value)]),
      ...columnArguments(parameters, config.training_step.key_column),
    ],
    // The script does not read this variable. It is part of the cache key: another value reads the rows again.
    environment: { DATA_SNAPSHOT: parameters.DataSnapshot.value },
    instanceType: parameters.ProcessingInstanceType.value,
    instanceCount: step.instance_count,
    inputs: [{ name: 'query', s3Uri: assets.query.uri, localPath: '/opt/ml/processing/input/query' }],
    outputs: {
      train: processingOutput(settings, 'train'),
      validation: processingOutput(settings, 'validation'),
      test: processingOutput(settings, 'test'),
      profile: processingOutput(settings, 'profile'),
    },
    tags: mergedTags(settings, step.tags),
    cache: settings.cache,
  });
}
