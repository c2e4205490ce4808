import { dnsSuffixOf } from '../config/partition.ts';
import { missingImage } from '../config/regions.ts';
import { SKLEARN_REGISTRIES, SKLEARN_VERSIONS } from '../config/sklearn-images.ts';
import { Failure } from '../failure.ts';

/**
 * Returns the address of SageMaker's scikit-learn image. Processing uses the training image, as in the SageMaker SDK.
 * The version is as in `training_step.sklearn_framework_version`: `1.2-1`.
 * @throws Failure `config_invalid` for a region or a version without an image
 */
export function sklearnImage(options: { region: string; version: string; use: 'training' | 'inference' }): string {
  const { region, version, use } = options;
  const account = SKLEARN_REGISTRIES[region];
  if (account === undefined) {
    // `mlops check` finds it first, on its line. The region of a call may be another one.
    const { message, way_out } = missingImage(region);
    throw new Failure('config_invalid', `aws.region: ${message}`, { way_out });
  }
  const versions = SKLEARN_VERSIONS[use];
  if (!versions.includes(version)) {
    const problem = SKLEARN_VERSIONS.training.includes(version)
      ? `${version} has an image for training but none for ${use}`
      : `there is no scikit-learn image ${version}`;
    throw new Failure('config_invalid', `training_step.sklearn_framework_version: ${problem}`, {
      way_out: `Use one of ${SKLEARN_VERSIONS.inference.join(', ')}: they can train and serve.`,
    });
  }
  return `${account}.dkr.ecr.${region}.${dnsSuffixOf(region)}/sagemaker-scikit-learn:${version}-cpu-py3`;
}
