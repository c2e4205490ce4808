import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** macOS would add files of its own to an archive. */
const environment = { ...process.env, COPYFILE_DISABLE: '1' };

/** Packs what is in a folder into a tar.gz, names relative to the folder, as the service packs /opt/ml/model. False when there is nothing in it. */
export async function pack(folder: string, archive: string): Promise<boolean> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (names.length === 0) return false;
  await run('tar', ['-czf', archive, '-C', folder, '--', ...names], { env: environment });
  return true;
}

/** Unpacks a tar.gz into a folder. Files belong to whoever runs this. Throws an Error with tar's words. */
export async function unpack(archive: string, folder: string): Promise<void> {
  try {
    await run('tar', ['-xzof', archive, '-C', folder], { env: environment });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n')[0];
    throw new Error(said === undefined || said === '' ? String(error) : said);
  }
}
