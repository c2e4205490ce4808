import { Failure } from '../../failure.ts';
import type { GitHub } from '../../ports/github.ts';
import { checkRunCalls } from './check-runs.ts';
import { commentCalls, issueCalls, labelCalls } from './issues.ts';
import { pullRequestCalls } from './pull-requests.ts';
import { fileCalls, repositoryCalls } from './repository.ts';
import { withRetries } from './with-retries.ts';

export interface GitHubOptions {
  token: string | undefined;
  /** `owner/name`. */
  repository: string | undefined;
  /** Base address; default https://api.github.com. GitHub Enterprise and the local GitHub server have their own. */
  apiUrl: string | undefined;
}

/**
 * GitHub's REST API as the verbs need it. The client is loaded here, not at start.
 * @throws Failure `credentials_missing` without a token, `usage` for what is not a repository
 */
export async function connectGitHub(options: GitHubOptions): Promise<GitHub> {
  if (options.token === undefined || options.token === '') {
    throw new Failure('credentials_missing', 'There is no GitHub token', {
      way_out: 'Set GITHUB_TOKEN, or the input `github-token` of the action.',
    });
  }
  const [owner, repo, ...more] = (options.repository ?? '').split('/');
  if (!owner || !repo || more.length > 0) {
    throw new Failure('usage', `${JSON.stringify(options.repository ?? '')} does not name a repository`, {
      way_out: 'Set GITHUB_REPOSITORY to owner/name.',
    });
  }
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(options.token, options.apiUrl === undefined ? {} : { baseUrl: options.apiUrl });
  octokit.hook.wrap('request', withRetries);
  const repository = { owner, repo };
  return {
    repository: { owner, name: repo },
    ...repositoryCalls(octokit, repository),
    ...fileCalls(octokit, repository),
    ...pullRequestCalls(octokit, repository),
    ...commentCalls(octokit, repository),
    ...labelCalls(octokit, repository),
    ...issueCalls(octokit, repository),
    ...checkRunCalls(octokit, repository),
  };
}
