import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINERS } from '../../../scripts/lib/container-images.mjs';

/**
 * The version of scikit-learn in each tag of the sagemaker-scikit-learn image
 * (github.com/aws/sagemaker-scikit-learn-container).
 */
const SKLEARN_VERSIONS: Readonly<Record<string, string>> = {
  '0.20.0': '0.20.0',
  '0.23-1': '0.23.2',
  '1.0-1': '1.0.2',
  '1.2-1': '1.2.1',
  '1.4-2': '1.4.2',
  '1.9-0': '1.9.0',
};

/** A Python environment that stands for a container image. */
export interface ContainerImage {
  /** Folder of the virtual environment. */
  readonly venv: string;
  /** Version of scikit-learn in it. */
  readonly sklearn: string;
  /** Line for the job's log when the environment has another scikit-learn than the image. */
  readonly note: string | undefined;
}

/** An image that cannot run here; the message lists those that can. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * Finds the environment for an image such as
 * `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3`: the one with the image's
 * scikit-learn, else the nearest one, with a note.
 * @param folder folder of environments, or one environment; default: MLOPS_CONTAINER_DIR, else `.local/container`
 * @throws ImageError for another image, or when no environment is installed
 */
export function findContainerImage(uri: string, folder: string = containerFolder()): ContainerImage {
  const tag = /(?:^|\/)sagemaker-scikit-learn:(\d+\.\d+(?:-\d+|\.\d+))(?:-(?:cpu|py)[\w-]*)?$/.exec(uri)?.[1];
  const version = tag === undefined ? undefined : SKLEARN_VERSIONS[tag];
  if (version === undefined) {
    throw new ImageError(
      `The image ${uri} cannot be run on this machine. Supported is sagemaker-scikit-learn with the tags ` +
        `${Object.keys(SKLEARN_VERSIONS)
          .map((each) => `${each}-cpu-py3`)
          .join(', ')}.`,
    );
  }
  const environments = [folder, ...subfolders(folder)].flatMap((venv) => {
    const sklearn = sklearnVersion(venv);
    return sklearn === undefined ? [] : [{ venv, sklearn }];
  });
  const nearest = environments.sort((a, b) => distance(a.sklearn, version) - distance(b.sklearn, version))[0];
  if (!nearest) {
    throw new ImageError(
      `No Python environment with scikit-learn was found in ${folder} for the image ${uri}. Run npm run setup.`,
    );
  }
  return {
    ...nearest,
    note:
      nearest.sklearn === version
        ? undefined
        : `The image ${tag} has scikit-learn ${version}. This machine uses scikit-learn ${nearest.sklearn}, the nearest version that is installed.`,
  };
}

/** Gives the folder of the environments that stand for container images. */
export function containerFolder(): string {
  return process.env.MLOPS_CONTAINER_DIR ?? CONTAINERS;
}

/**
 * Finds the `site-packages` folder of a virtual environment, and its Python version from `lib/pythonX.Y/site-packages`.
 */
export function sitePackages(venv: string): { path: string; python: string } | undefined {
  const lib = join(venv, 'lib');
  if (!existsSync(join(venv, 'bin', 'python')) || !existsSync(lib)) return undefined;
  const python = readdirSync(lib).find((name) => /^python\d+\.\d+$/.test(name));
  return python === undefined ? undefined : { path: join(lib, python, 'site-packages'), python };
}

function sklearnVersion(venv: string): string | undefined {
  const packages = sitePackages(venv);
  if (!packages || !existsSync(packages.path)) return undefined;
  return readdirSync(packages.path)
    .map((name) => /^scikit_learn-(.+)\.dist-info$/.exec(name)?.[1])
    .find((version) => version !== undefined);
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => join(folder, entry.name));
}

/**
 * Measures how far apart two versions are: major, then minor, then patch. At the same distance, a later version is
 * nearer than an earlier one.
 */
function distance(version: string, target: string): number {
  const number = (text: string) => {
    const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
    return major * 1e6 + minor * 1e3 + patch;
  };
  const difference = number(version) - number(target);
  return Math.abs(difference) + (difference < 0 ? 0.5 : 0);
}
