import type { GitHub, PullRequest } from '../../ports/github.ts';
import type { Octokit, RepositoryName } from './octokit.ts';
import { undefinedIfMissing } from './undefined-if-missing.ts';

type PullRequestCalls = Pick<
  GitHub,
  'pullRequest' | 'pullRequestsForCommit' | 'pullRequests' | 'openPullRequest' | 'updatePullRequest'
>;

/** The calls for pull requests. */
export function pullRequestCalls({ rest, paginate }: Octokit, repository: RepositoryName): PullRequestCalls {
  const page = { ...repository, per_page: 100 };
  return {
    pullRequest: async (number) =>
      undefinedIfMissing(
        rest.pulls.get({ ...repository, pull_number: number }).then(({ data }) => pullRequestFrom(data)),
      ),
    async pullRequestsForCommit(sha) {
      const pulls = await paginate(rest.repos.listPullRequestsAssociatedWithCommit, { ...page, commit_sha: sha });
      return pulls.map(pullRequestFrom);
    },
    async pullRequests({ state, head, base }) {
      const filter = {
        ...(head === undefined ? {} : { head: `${repository.owner}:${head}` }),
        ...(base === undefined ? {} : { base }),
      };
      return (await paginate(rest.pulls.list, { ...page, state, ...filter })).map(pullRequestFrom);
    },
    async openPullRequest({ title, body, head, base, labels }) {
      const { data } = await rest.pulls.create({ ...repository, title, body, head, base });
      if (labels && labels.length > 0)
        await rest.issues.addLabels({ ...repository, issue_number: data.number, labels });
      return pullRequestFrom(data);
    },
    async updatePullRequest(number, change) {
      const { data } = await rest.pulls.update({ ...repository, pull_number: number, ...change });
      return pullRequestFrom(data);
    },
  };
}

/** What the list and the single answer have in common; `merged` is only in the single one, `merged_at` in both. */
interface ApiPullRequest {
  number: number;
  title: string;
  body?: string | null;
  state: string;
  merged_at: string | null;
  merge_commit_sha: string | null;
  head: { ref: string; sha: string; repo: { full_name: string } | null };
  base: { ref: string; sha: string; repo: { full_name: string } };
  user: { login: string } | null;
  html_url: string;
  labels: Array<{ name: string }>;
}

function pullRequestFrom(data: ApiPullRequest): PullRequest {
  const merged = data.merged_at !== null;
  return {
    number: data.number,
    title: data.title,
    body: data.body ?? '',
    state: data.state === 'open' ? 'open' : 'closed',
    merged,
    // Before the merge this field is a test merge, which no model was trained on.
    mergeCommit: merged ? (data.merge_commit_sha ?? undefined) : undefined,
    head: { ref: data.head.ref, sha: data.head.sha, fork: data.head.repo?.full_name !== data.base.repo.full_name },
    base: { ref: data.base.ref, sha: data.base.sha },
    author: data.user?.login ?? '',
    url: data.html_url,
    labels: data.labels.map((label) => label.name),
  };
}
