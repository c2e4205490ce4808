import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINERS } from '../../../scripts/lib/container-images.mjs';

/** The scikit-learn that each tag of the sagemaker-scikit-learn image holds (github.com/aws/sagemaker-scikit-learn-container). */
const SKLEARN_OF_TAG: Readonly<Record<string, string>> = {
  '0.20.0': '0.20.0',
  '0.23-1': '0.23.2',
  '1.0-1': '1.0.2',
  '1.2-1': '1.2.1',
  '1.4-2': '1.4.2',
  '1.9-0': '1.9.0',
};

/** A Python environment that plays a container image. */
export interface ContainerImage {
  /** Folder of the virtual environment. */
  readonly venv: string;
  /** Version of scikit-learn in it. */
  readonly sklearn: string;
  /** Said in the job's log when the environment is not exactly what the image holds. */
  readonly note: string | undefined;
}

/** An image that cannot be played here; the message says which can. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * The environment that plays an image such as
 * `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3`: the one with the image's
 * scikit-learn, else the nearest one, with a note. Throws ImageError for another image or where nothing is installed.
 * @param folder Folder of environments, or one environment; MLOPS_CONTAINER_DIR, else `.local/container`.
 */
export function containerImage(uri: string, folder: string = containerFolder()): ContainerImage {
  const tag = /(?:^|\/)sagemaker-scikit-learn:(\d+\.\d+(?:-\d+|\.\d+))(?:-(?:cpu|py)[\w-]*)?$/.exec(uri)?.[1];
  const wanted = tag === undefined ? undefined : SKLEARN_OF_TAG[tag];
  if (wanted === undefined) {
    throw new ImageError(
      `The image ${uri} cannot be run on this machine. Supported is sagemaker-scikit-learn with the tags ` +
        `${Object.keys(SKLEARN_OF_TAG)
          .map((each) => `${each}-cpu-py3`)
          .join(', ')}.`,
    );
  }
  const environments = [folder, ...subfolders(folder)].flatMap((venv) => {
    const sklearn = sklearnVersion(venv);
    return sklearn === undefined ? [] : [{ venv, sklearn }];
  });
  const nearest = environments.sort((a, b) => distance(a.sklearn, wanted) - distance(b.sklearn, wanted))[0];
  if (!nearest) {
    throw new ImageError(
      `No Python environment with scikit-learn was found in ${folder} to play the image ${uri}. Run npm run setup.`,
    );
  }
  return {
    ...nearest,
    note:
      nearest.sklearn === wanted
        ? undefined
        : `The image ${tag} holds scikit-learn ${wanted}; on this machine it is played by scikit-learn ${nearest.sklearn}, the nearest that is installed.`,
  };
}

/** Where the environments are that play container images. */
export function containerFolder(): string {
  return process.env.MLOPS_CONTAINER_DIR ?? CONTAINERS;
}

/** The `site-packages` folder of a virtual environment and its Python's version, as `lib/pythonX.Y/site-packages` says it. */
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

/** Ordered by major, minor, patch; a later version is preferred over an earlier one at the same distance. */
function distance(version: string, wanted: string): number {
  const number = (text: string) => {
    const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
    return major * 1e6 + minor * 1e3 + patch;
  };
  const difference = number(version) - number(wanted);
  return Math.abs(difference) + (difference < 0 ? 0.5 : 0);
}
