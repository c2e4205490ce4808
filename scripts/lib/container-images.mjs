import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL, pythonOf } from './paths.mjs';

/**
 * The scikit-learn images of SageMaker: tag → the library inside.
 * Source: github.com/aws/sagemaker-scikit-learn-container, requirements.txt of each branch.
 */
export const IMAGES = {
  '0.20.0': { scikitLearn: '0.20.0' },
  '0.23-1': { scikitLearn: '0.23.2' },
  '1.0-1': { scikitLearn: '1.0.2' },
  '1.2-1': { scikitLearn: '1.2.1' },
  '1.4-2': { scikitLearn: '1.4.2' },
};

/** The oldest and newest scikit-learn that was published as a wheel for each Python. */
const WHEELS = {
  '3.10': { oldest: '1.0.2', newest: '1.7.2' },
  3.11: { oldest: '1.1.3' },
  3.12: { oldest: '1.3.1' },
  3.13: { oldest: '1.5.2' },
  3.14: { oldest: '1.7.2' },
};

/** Folder of the Python environments that play the container, one for each image. */
export const CONTAINERS = join(LOCAL, 'container');

/**
 * What plays an image on this machine.
 * @param {string} image tag of the scikit-learn image, as `sklearn_framework_version`
 * @param {string} python version of this machine's Python, such as `3.11`
 * @returns {{image: string, wanted: string, scikitLearn: string, exact: boolean, note?: string, packages: string[]}}
 */
export function chooseScikitLearn(image, python) {
  const wanted = IMAGES[image]?.scikitLearn ?? image.split('-')[0];
  const wheels = WHEELS[python] ?? (compare(python, '3.14') > 0 ? WHEELS['3.14'] : WHEELS['3.10']);
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

/** @param {string} image @param {string} [containers] */
export function containerEnvironment(image, containers = CONTAINERS) {
  return join(containers, image);
}

/**
 * The Python that plays an image: the environment made for it or, when there is none, the one with the nearest
 * scikit-learn among those that set-up made. `undefined` before set-up.
 * @param {string} image tag such as `1.2-1`
 * @returns {{python: string, image: string, scikitLearn: string, exact: boolean} | undefined}
 */
export function containerPython(image, containers = CONTAINERS) {
  const wanted = IMAGES[image]?.scikitLearn ?? image.split('-')[0];
  const found = [];
  for (const name of existsSync(containers) ? readdirSync(containers) : []) {
    try {
      const { scikitLearn } = JSON.parse(readFileSync(join(containers, name, 'image.json'), 'utf8'));
      found.push({ name, scikitLearn });
    } catch {} // An environment that set-up has not finished.
  }
  const near = found.sort(
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

function numbers(version) {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** Order of two versions of the form a.b.c. */
export function compare(a, b) {
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function distance(a, b) {
  const weigh = (version) => numbers(version).reduce((sum, part, i) => sum + part / 1000 ** i, 0);
  return Math.abs(weigh(a) - weigh(b));
}
