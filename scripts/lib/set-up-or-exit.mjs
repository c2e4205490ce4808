// @ts-check
import { setup } from '../setup.mjs';
import { SetupFailure } from './run.mjs';

/**
 * Sets up what a command needs. A failure that a person can mend is printed without a stack and ends the process.
 * @param {'start' | 'test'} what
 */
export async function setUpOrExit(what) {
  try {
    await setup({ what });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
}
