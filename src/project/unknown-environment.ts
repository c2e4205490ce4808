import { unknownEnvironmentProblem } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { EnvironmentState } from './environment-state.ts';

/** Makes the failure for an environment that the project does not have. */
export function unknownEnvironment(name: string, known: readonly string[]): Failure {
  const { message, way_out } = unknownEnvironmentProblem(name, known);
  return new Failure('usage', `${message.charAt(0).toUpperCase()}${message.slice(1)}`, { way_out });
}

/** Names of the environments that have a folder. */
export const folderNames = (environments: readonly EnvironmentState[]): string[] =>
  environments.filter(({ environment }) => environment !== null).map(({ name }) => name);
