import type { getOctokit } from '@actions/github';

/** GitHub's own client, with its calls in `rest`. */
export type Octokit = ReturnType<typeof getOctokit>;

/** The repository as the parameters of a call name it. */
export interface RepositoryName {
  owner: string;
  repo: string;
}
