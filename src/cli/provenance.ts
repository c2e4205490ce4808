import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext, Options } from './command.ts';

/** Option that names the repository of a run. */
export function repositoryOption(command: Command): void {
  command.option(
    '--repository <owner/name>',
    'the repository that this belongs to (default: GITHUB_REPOSITORY, or origin)',
  );
}

/** `--adopt`. */
export const ADOPT_OPTION = [
  '--adopt',
  'take over what belongs to another repository, project folder or environment, or to nobody',
] as const;

/** Options that name the commit and the repository of a run. */
export function provenanceOptions(command: Command): void {
  command.option('--commit <sha>', 'the commit that this belongs to (default: GITHUB_SHA, or HEAD of the checkout)');
  repositoryOption(command);
}

/**
 * Commit and repository of a run: from the options, from the variables of GitHub Actions, or from the checkout that the
 * configuration is in. A part that none of them names is left out.
 */
export async function provenance(
  options: Options,
  { env, ports }: Pick<CommandContext, 'env' | 'ports'>,
): Promise<{ commit?: string; repository?: string }> {
  const folder = dirname(String(options.config));
  const repository = repositoryOf(options, { env, ports });
  const commit = options.commit ?? env.GITHUB_SHA ?? ports.git.commit(folder, 'HEAD');
  return { ...(commit === undefined ? {} : { commit: String(commit) }), ...repository };
}

/** Repository of a run, as `provenance` has it. */
export function repositoryOf(
  options: Options,
  { env, ports }: Pick<CommandContext, 'env' | 'ports'>,
): { repository?: string } {
  const folder = dirname(String(options.config));
  const repository = options.repository ?? env.GITHUB_REPOSITORY ?? ownerAndName(ports.git.originUrl(folder));
  return repository === undefined || repository === '' ? {} : { repository: String(repository) };
}

/** `owner/name` of a remote's address, which may be https, ssh or scp-like. */
function ownerAndName(address: string | undefined): string | undefined {
  return /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(address ?? '')?.[1];
}
