import { editDistance } from '../config/closest.ts';
import { Failure } from '../failure.ts';
import { REGISTRY_DOMAINS, SKLEARN_REGISTRIES, SKLEARN_VERSIONS } from './sklearn-images.ts';

/**
 * Address of SageMaker's scikit-learn image. Processing uses the training image, as the SageMaker SDK does.
 * @param version as in `training_step.sklearn_framework_version`: `1.2-1`.
 * @throws Failure `config_invalid` for a region or a version without an image, with the nearest that have one.
 */
export function sklearnImage(options: { region: string; version: string; use: 'training' | 'inference' }): string {
  const { region, version, use } = options;
  const account = SKLEARN_REGISTRIES[region];
  if (account === undefined) {
    throw new Failure('config_invalid', `aws.region: ${region} has no scikit-learn image of SageMaker`, {
      wayOut: `Use a region that has one, for example ${near(region, Object.keys(SKLEARN_REGISTRIES)).join(', ')}.`,
    });
  }
  const versions = SKLEARN_VERSIONS[use];
  if (!versions.includes(version)) {
    const elsewhere = SKLEARN_VERSIONS.training.includes(version);
    throw new Failure(
      'config_invalid',
      `training_step.sklearn_framework_version: ${
        elsewhere
          ? `${version} has an image for training but none for ${use}`
          : `there is no scikit-learn image ${version}`
      }`,
      { wayOut: `Use one of ${SKLEARN_VERSIONS.inference.join(', ')}, which train and serve.` },
    );
  }
  const domain = REGISTRY_DOMAINS.find(([start]) => region.startsWith(start))?.[1];
  return `${account}.dkr.ecr.${region}.${domain}/sagemaker-scikit-learn:${version}-cpu-py3`;
}

function near(name: string, known: readonly string[]): string[] {
  return [...known].sort((a, b) => editDistance(name, a) - editDistance(name, b) || (a < b ? -1 : 1)).slice(0, 3);
}
