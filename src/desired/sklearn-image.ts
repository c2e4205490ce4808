import { Failure } from '../failure.ts';
import { nearestNames } from '../pipeline/index.ts';
import { REGISTRY_DOMAINS, SKLEARN_REGISTRIES, SKLEARN_VERSIONS } from './sklearn-images.ts';

/**
 * Returns the address of SageMaker's scikit-learn image. Processing uses the training image, as in the SageMaker SDK.
 * The version is as in `training_step.sklearn_framework_version`: `1.2-1`.
 * @throws Failure `config_invalid` for a region or a version without an image
 */
export function sklearnImage(options: { region: string; version: string; use: 'training' | 'inference' }): string {
  const { region, version, use } = options;
  const account = SKLEARN_REGISTRIES[region];
  if (account === undefined) {
    throw new Failure('config_invalid', `aws.region: ${region} has no scikit-learn image of SageMaker`, {
      way_out: `Use a region that has one, for example ${nearestNames(region, Object.keys(SKLEARN_REGISTRIES)).join(', ')}.`,
    });
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
  const domain = REGISTRY_DOMAINS.find(([start]) => region.startsWith(start))?.[1];
  return `${account}.dkr.ecr.${region}.${domain}/sagemaker-scikit-learn:${version}-cpu-py3`;
}
