import { Failure } from '../../failure.ts';

/** The answer, or undefined when GitHub says that it is not there. */
export async function undefinedIfMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return await answer.catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'not_found') return undefined;
    throw error;
  });
}
