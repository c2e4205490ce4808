import { didYouMean } from '../config/closest.ts';
import { Failure } from '../failure.ts';

/** Makes the failure for an environment that the project does not have. */
export function unknownEnvironment(name: string, known: readonly string[]): Failure {
  const near = didYouMean(name, known);
  return new Failure('usage', `There is no environment ${name}${near || `; there are ${known.join(', ')}`}`, {
    way_out: `Name a folder of environments/: ${known.join(', ')}.`,
  });
}
