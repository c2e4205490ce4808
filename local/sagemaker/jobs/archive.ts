import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Without COPYFILE_DISABLE, tar on macOS adds its own files to an archive. */
const environment = { ...process.env, COPYFILE_DISABLE: '1' };

/**
 * Packs the content of a folder into a tar.gz, with names relative to the folder, as the service packs /opt/ml/model.
 * @returns false when the folder is empty
 */
export async function pack(folder: string, archive: string): Promise<boolean> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (names.length === 0) return false;
  await run('tar', ['-czf', archive, '-C', folder, '--', ...names], { env: environment });
  return true;
}

/** Unpacks a tar.gz into a folder. The files belong to the user of this process. @throws Error with tar's message */
export async function unpack(archive: string, folder: string): Promise<void> {
  try {
    await run('tar', ['-xzof', archive, '-C', folder], { env: environment });
  } catch (error) {
    const message = (error as { stderr?: string }).stderr?.trim().split('\n')[0];
    throw new Error(message === undefined || message === '' ? String(error) : message);
  }
}
