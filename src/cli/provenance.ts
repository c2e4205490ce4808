import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import type { CommandContext, Options } from './command.ts';

const run = promisify(execFile);

export function provenanceOptions(command: Command): void {
  command
    .option('--commit <sha>', 'the commit that this belongs to (default: GITHUB_SHA, or HEAD of the checkout)')
    .option('--repository <owner/name>', 'the repository that this belongs to (default: GITHUB_REPOSITORY, or origin)');
}

/** Commit and repository: as given, as GitHub Actions says, or as the checkout around the configuration says. */
export async function provenance(
  options: Options,
  { env }: Pick<CommandContext, 'env'>,
): Promise<{ commit?: string; repository?: string }> {
  const folder = dirname(String(options.config));
  const commit = options.commit ?? env.GITHUB_SHA ?? (await git(folder, 'rev-parse', 'HEAD'));
  const repository =
    options.repository ?? env.GITHUB_REPOSITORY ?? ownerAndName(await git(folder, 'remote', 'get-url', 'origin'));
  return {
    ...(commit === undefined ? {} : { commit: String(commit) }),
    ...(repository === undefined ? {} : { repository: String(repository) }),
  };
}

/** What git prints, undefined when there is no git or it refuses. */
async function git(folder: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { timeout: 10_000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** `owner/name` of a remote's address, which may be https, ssh or scp-like. */
function ownerAndName(address: string | undefined): string | undefined {
  return /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(address ?? '')?.[1];
}
