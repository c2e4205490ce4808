import { Failure } from '../../failure.ts';
import { type Comment, type GitHub, type PullRequest, WORKFLOW_LOGIN } from '../../ports/github.ts';
import { checkRunCalls } from './check-runs.ts';
import { found } from './found.ts';
import { resilient } from './resilient.ts';

export interface GitHubOptions {
  token: string | undefined;
  /** `owner/name`. */
  repository: string | undefined;
  /** Base address; default https://api.github.com. GitHub Enterprise and the local forge have their own. */
  apiUrl: string | undefined;
}

/** GitHub's REST API as the verbs need it. The client is loaded here, not at start. */
export async function connectGitHub(options: GitHubOptions): Promise<GitHub> {
  if (options.token === undefined || options.token === '') {
    throw new Failure('credentials_missing', 'There is no GitHub token', {
      wayOut: 'Set GITHUB_TOKEN, or the input `github-token` of the action.',
    });
  }
  const [owner, repo, ...more] = (options.repository ?? '').split('/');
  if (!owner || !repo || more.length > 0) {
    throw new Failure('usage', `${JSON.stringify(options.repository ?? '')} does not name a repository`, {
      wayOut: 'Set GITHUB_REPOSITORY to owner/name.',
    });
  }
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(options.token, options.apiUrl === undefined ? {} : { baseUrl: options.apiUrl });
  octokit.hook.wrap('request', resilient);
  const { rest, paginate } = octokit;
  const here = { owner, repo };
  const page = { ...here, per_page: 100 };
  let login: Promise<string> | undefined;

  return {
    repository: { owner, name: repo },
    viewer() {
      login ??= rest.users.getAuthenticated().then(
        ({ data }) => data.login,
        (error: unknown) => {
          // It may not ask who it is: `GET /user` is for people.
          if (error instanceof Failure && error.code === 'access_denied') return WORKFLOW_LOGIN;
          throw error;
        },
      );
      return login;
    },
    pullRequest: async (number) =>
      found(rest.pulls.get({ ...here, pull_number: number }).then(({ data }) => pullRequest(data))),
    async pullRequestsForCommit(sha) {
      const pulls = await paginate(rest.repos.listPullRequestsAssociatedWithCommit, { ...page, commit_sha: sha });
      return pulls.map(pullRequest);
    },
    async pullRequests({ state, head, base }) {
      const filter = {
        ...(head === undefined ? {} : { head: `${owner}:${head}` }),
        ...(base === undefined ? {} : { base }),
      };
      return (await paginate(rest.pulls.list, { ...page, state, ...filter })).map(pullRequest);
    },
    async openPullRequest({ title, body, head, base, labels }) {
      const { data } = await rest.pulls.create({ ...here, title, body, head, base });
      if (labels && labels.length > 0) await rest.issues.addLabels({ ...here, issue_number: data.number, labels });
      return pullRequest(data);
    },
    async updatePullRequest(number, change) {
      const { data } = await rest.pulls.update({ ...here, pull_number: number, ...change });
      return pullRequest(data);
    },
    async comments(issue) {
      return (await paginate(rest.issues.listComments, { ...page, issue_number: issue })).map(comment);
    },
    createComment: async (issue, body) =>
      comment((await rest.issues.createComment({ ...here, issue_number: issue, body })).data),
    updateComment: async (id, body) =>
      comment((await rest.issues.updateComment({ ...here, comment_id: id, body })).data),
    deleteComment: async (id) =>
      (await found(rest.issues.deleteComment({ ...here, comment_id: id }).then(() => true))) ?? false,
    ...checkRunCalls(octokit, here),
    async labels(issue) {
      return (await paginate(rest.issues.listLabelsOnIssue, { ...page, issue_number: issue })).map(
        (label) => label.name,
      );
    },
    async addLabels(issue, labels) {
      await rest.issues.addLabels({ ...here, issue_number: issue, labels });
    },
    async removeLabel(issue, label) {
      await found(rest.issues.removeLabel({ ...here, issue_number: issue, name: label }));
    },
    async labelEvent(issue, label) {
      const events = await paginate(rest.issues.listEvents, { ...page, issue_number: issue });
      const last = events
        .filter(
          (event) =>
            event.event === 'labeled' && 'label' in event && event.label.name?.toLowerCase() === label.toLowerCase(),
        )
        .at(-1);
      return last?.actor ? { actor: last.actor.login, at: last.created_at } : undefined;
    },
    async permission(name) {
      const answer = await found(rest.repos.getCollaboratorPermissionLevel({ ...here, username: name }));
      // `permission` knows four words; the finer role is in `role_name`, which may also be a custom role's name.
      const role = answer?.data.role_name;
      if (role === 'maintain' || role === 'triage') return role;
      const level = answer?.data.permission;
      return level === 'admin' || level === 'write' || level === 'read' ? level : 'none';
    },
    async openIssue({ title, body, labels }) {
      const { data } = await rest.issues.create({ ...here, title, body, ...(labels ? { labels } : {}) });
      return { number: data.number, url: data.html_url };
    },
    async issues({ state, labels }) {
      const issues = await paginate(rest.issues.listForRepo, {
        ...page,
        state,
        ...(labels ? { labels: labels.join(',') } : {}),
      });
      return issues
        .filter((issue) => issue.pull_request === undefined)
        .map((issue) => ({
          number: issue.number,
          title: issue.title,
          body: issue.body ?? '',
          author: issue.user?.login ?? '',
          url: issue.html_url,
        }));
    },
    defaultBranch: async () => (await rest.repos.get(here)).data.default_branch,
    branchHead: async (branch) =>
      found(rest.git.getRef({ ...here, ref: `heads/${branch}` }).then(({ data }) => data.object.sha)),
    async startWorkflow(file, branch, inputs) {
      await rest.actions.createWorkflowDispatch({ ...here, workflow_id: file, ref: branch, inputs });
    },
    async fileAt(path, ref) {
      const answer = await found(rest.repos.getContent({ ...here, path, ref }));
      if (answer === undefined || Array.isArray(answer.data) || answer.data.type !== 'file') return undefined;
      return Buffer.from(answer.data.content, 'base64').toString('utf8');
    },
    async lastChange(path, ref) {
      const { data } = await rest.repos.listCommits({ ...here, sha: ref, path, per_page: 1 });
      const commit = data[0];
      return commit === undefined ? undefined : { sha: commit.sha, at: commit.commit.committer?.date ?? '' };
    },
    async commitFiles({ branch, base, message, files }) {
      const parent = (await rest.git.getRef({ ...here, ref: `heads/${base}` })).data.object.sha;
      const tree = await rest.git.createTree({
        ...here,
        base_tree: parent,
        tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
      });
      const ref = `heads/${branch}`;
      const current = await found(rest.git.getRef({ ...here, ref }));
      if (current !== undefined) {
        const head = (await rest.git.getCommit({ ...here, commit_sha: current.data.object.sha })).data;
        // The branch already is what this would write: a second run leaves it alone.
        if (head.tree.sha === tree.data.sha && head.parents[0]?.sha === parent) return head.sha;
      }
      const commit = await rest.git.createCommit({ ...here, message, tree: tree.data.sha, parents: [parent] });
      if (current === undefined) await rest.git.createRef({ ...here, ref: `refs/${ref}`, sha: commit.data.sha });
      else await rest.git.updateRef({ ...here, ref, sha: commit.data.sha, force: true });
      return commit.data.sha;
    },
  };
}

/** What the list and the single answer have in common; `merged` is only in the single one, `merged_at` in both. */
interface ApiPull {
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

function pullRequest(data: ApiPull): PullRequest {
  const merged = data.merged_at !== null;
  return {
    number: data.number,
    title: data.title,
    body: data.body ?? '',
    state: data.state === 'open' ? 'open' : 'closed',
    merged,
    // Before the merge this field is a test merge, which nothing was ever trained on.
    mergeCommit: merged ? (data.merge_commit_sha ?? undefined) : undefined,
    head: { ref: data.head.ref, sha: data.head.sha, fork: data.head.repo?.full_name !== data.base.repo.full_name },
    base: { ref: data.base.ref, sha: data.base.sha },
    author: data.user?.login ?? '',
    url: data.html_url,
    labels: data.labels.map((label) => label.name),
  };
}

function comment(data: {
  id: number;
  body?: string | null;
  user: { login: string } | null;
  html_url: string;
}): Comment {
  return { id: data.id, author: data.user?.login ?? '', body: data.body ?? '', url: data.html_url };
}
