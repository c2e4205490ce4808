import type { Command } from 'commander';
import type { GitHub } from '../ports/github.ts';
import type { CommandContext, Options } from './command.ts';

/** Options of the verbs that speak to GitHub. */
export function gitHubOptions(command: Command): void {
  command.option('--repository <owner/name>', 'the GitHub repository; default: GITHUB_REPOSITORY');
}

/** GitHub as the environment says: GITHUB_TOKEN, GITHUB_REPOSITORY, and GITHUB_API_URL for another server than github.com. */
export async function gitHubFrom(options: Options, context: CommandContext): Promise<GitHub> {
  const { connectGitHub } = await import('../adapters/github/index.ts');
  const token = context.env.GITHUB_TOKEN;
  if (token !== undefined) context.log.secret(token);
  return await connectGitHub({
    token,
    repository: options.repository === undefined ? context.env.GITHUB_REPOSITORY : String(options.repository),
    apiUrl: context.env.GITHUB_API_URL,
  });
}

/** Options that name the two labels. */
export function labelOptions(command: Command): void {
  command
    .option('--approve-label <name>', 'label that approves a model', 'approve-model')
    .option('--reject-label <name>', 'label that rejects a model', 'reject-model');
}
