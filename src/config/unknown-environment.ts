import { didYouMean } from './closest.ts';

/**
 * What is wrong with the name of an environment that the project does not have.
 * @param known names of the environments
 */
export function unknownEnvironmentProblem(
  name: string,
  known: readonly string[],
): { message: string; way_out: string } {
  const names = [...known].sort().join(', ');
  if (name === '') return { message: 'the name of the environment is empty', way_out: chooseFrom(names) };
  const shown = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
  const near = didYouMean(name, known) || (names === '' ? '; there are no environments' : `; there are ${names}`);
  return { message: `there is no environment ${shown}${near}`, way_out: chooseFrom(names) };
}

const chooseFrom = (names: string): string =>
  names === ''
    ? 'Name no environment, or add a folder to environments/ with an environment.yml.'
    : `Name a folder of environments/: ${names}.`;
