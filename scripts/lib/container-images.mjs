// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL, pythonOf } from './paths.mjs';

/**
 * A virtual environment that stands in for a scikit-learn image, as its file image.json describes it.
 * @typedef {object} ScikitLearnChoice
 * @property {string} image tag of the image
 * @property {string} wanted version of scikit-learn in the image
 * @property {string} scikitLearn version of scikit-learn in the environment
 * @property {boolean} exact whether the two are the same
 * @property {string} [note] says that they differ, and why
 * @property {string[]} packages what to install, as arguments of pip
 */

/**
 * The scikit-learn images of SageMaker: tag → the library inside.
 * Source: github.com/aws/sagemaker-scikit-learn-container, requirements.txt of each branch.
 * @type {Readonly<Record<string, {scikitLearn: string}>>}
 */
const IMAGES = {
  '0.20.0': { scikitLearn: '0.20.0' },
  '0.23-1': { scikitLearn: '0.23.2' },
  '1.0-1': { scikitLearn: '1.0.2' },
  '1.2-1': { scikitLearn: '1.2.1' },
  '1.4-2': { scikitLearn: '1.4.2' },
};

/** @typedef {{oldest: string, newest?: string}} Wheels */

/** Of the newest Python that is known here, for a newer one. @type {Wheels} */
const NEWEST_PYTHON = { oldest: '1.7.2' };

/** @type {Wheels} */
const OLDEST_PYTHON = { oldest: '1.0.2', newest: '1.7.2' };

/**
 * The oldest and newest scikit-learn that was published as a wheel for each Python.
 * @type {Readonly<Record<string, Wheels>>}
 */
const WHEELS = {
  '3.10': OLDEST_PYTHON,
  3.11: { oldest: '1.1.3' },
  3.12: { oldest: '1.3.1' },
  3.13: { oldest: '1.5.2' },
  3.14: NEWEST_PYTHON,
};

/** Folder of the Python environments that stand in for the container, one for each image. */
export const CONTAINERS = join(LOCAL, 'container');

/**
 * Chooses the packages that stand in for an image on this machine.
 * @param {string} image tag of the scikit-learn image, as `sklearn_framework_version`
 * @param {string} python version of this machine's Python, such as `3.11`
 * @returns {ScikitLearnChoice}
 */
export function chooseScikitLearn(image, python) {
  const wanted = versionOf(image);
  const wheels = WHEELS[python] ?? (compare(python, '3.14') > 0 ? NEWEST_PYTHON : OLDEST_PYTHON);
  let scikitLearn = wanted;
  if (compare(wanted, wheels.oldest) < 0) scikitLearn = wheels.oldest;
  else if (wheels.newest && compare(wanted, wheels.newest) > 0) scikitLearn = wheels.newest;
  const exact = scikitLearn === wanted;
  // scikit-learn before 1.4.2 was built against numpy 1 and reads neither numpy 2 nor pandas 3.
  const old = compare(scikitLearn, '1.4.2') < 0;
  return {
    image,
    wanted,
    scikitLearn,
    exact,
    ...(exact
      ? {}
      : {
          note: `image ${image} has scikit-learn ${wanted}, which has no wheel for Python ${python}: the local container has ${scikitLearn}, the nearest that has one`,
        }),
    packages: [
      `scikit-learn==${scikitLearn}`,
      ...(old ? ['numpy<2', 'pandas<2.2', 'scipy<1.12'] : ['numpy<3', 'pandas<3']),
    ],
  };
}

/** The version of scikit-learn in an image. @param {string} image tag */
function versionOf(image) {
  return IMAGES[image]?.scikitLearn ?? image.replace(/-.*/, '');
}

/** The folder of the environment for an image. @param {string} image @param {string} [containers] */
export function containerEnvironment(image, containers = CONTAINERS) {
  return join(containers, image);
}

/**
 * Finds the Python that stands in for an image: of the environment that was made for it, or else of the one with the
 * nearest scikit-learn. `undefined` before set-up.
 * @param {string} image tag such as `1.2-1`
 * @returns {{python: string, image: string, scikitLearn: string, exact: boolean} | undefined}
 */
export function containerPython(image, containers = CONTAINERS) {
  const wanted = versionOf(image);
  /** @type {Array<{name: string, scikitLearn: string}>} */
  const environments = [];
  for (const name of existsSync(containers) ? readdirSync(containers) : []) {
    try {
      const { scikitLearn } = JSON.parse(readFileSync(join(containers, name, 'image.json'), 'utf8'));
      environments.push({ name, scikitLearn });
    } catch {} // An environment that set-up has not finished.
  }
  const near = environments.sort(
    (a, b) =>
      Number(b.name === image) - Number(a.name === image) ||
      distance(a.scikitLearn, wanted) - distance(b.scikitLearn, wanted),
  )[0];
  if (near === undefined) return undefined;
  return {
    python: pythonOf(join(containers, near.name)),
    image: near.name,
    scikitLearn: near.scikitLearn,
    exact: near.scikitLearn === wanted,
  };
}

/** @param {string} version */
function numbers(version) {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** The order of two versions of the form a.b.c: below 0, 0 or above 0. @param {string} a @param {string} b */
function compare(a, b) {
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How far two versions are from each other: the first number weighs most. @param {string} a @param {string} b */
function distance(a, b) {
  /** @param {string} version */
  const weigh = (version) => numbers(version).reduce((sum, part, i) => sum + part / 1000 ** i, 0);
  return Math.abs(weigh(a) - weigh(b));
}
