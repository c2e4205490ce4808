import type { BareRepository } from './git.ts';
import { type Json, nodeId, type Renderer } from './render.ts';
import type { Issue, Repository } from './state.ts';

/** The fields that a pull request has in lists. `renderPullDetails` has more. */
export function renderPull(render: Renderer, repository: Repository, issue: Issue): Json {
  if (!issue.pull) throw new Error(`issue ${issue.number} is not a pull request`);
  const { merged, mergeCommit, testMerge, draft } = issue.pull;
  const links = pullLinks(render, repository, issue);
  const html = links.html;
  return {
    id: issue.id,
    node_id: nodeId('PR', issue.id),
    url: links.self,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    body: issue.body,
    user: render.user(issue.author),
    labels: render.labels(repository, issue.labels),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    created_at: issue.created,
    updated_at: issue.updated,
    closed_at: issue.closed,
    merged_at: merged,
    merge_commit_sha: mergeCommit ?? testMerge ?? null,
    draft,
    auto_merge: null,
    ...renderBranches(render, repository, issue.pull),
    author_association: render.association(repository, issue.author),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

/** The fields of one pull request: those of `renderPull`, its merge and its size. */
export async function renderPullDetails(
  render: Renderer,
  repository: Repository,
  issue: Issue,
  git: BareRepository,
): Promise<Json> {
  const pull = issue.pull;
  if (!pull) throw new Error(`issue ${issue.number} is not a pull request`);
  const files = await git.changes(pull.base.sha, pull.head.sha).catch(() => []);
  const commits = await git.text(['rev-list', '--count', `${pull.base.sha}..${pull.head.sha}`]).catch(() => '0');
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  return {
    ...renderPull(render, repository, issue),
    merged: pull.merged !== null,
    merged_by: pull.mergedBy === null ? null : render.user(pull.mergedBy),
    mergeable: pull.merged === null ? true : null,
    mergeable_state: pull.merged === null ? 'clean' : 'unknown',
    rebaseable: null,
    maintainer_can_modify: false,
    comments: issue.comments.length,
    review_comments: 0,
    commits: Number(commits),
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

/** The links of `_links`, by their name there. */
function pullLinks(render: Renderer, repository: Repository, issue: Issue) {
  const url = `${render.repositoryUrl(repository)}/pulls/${issue.number}`;
  const issueUrl = `${render.repositoryUrl(repository)}/issues/${issue.number}`;
  return {
    self: url,
    html: render.htmlUrl(repository, issue),
    issue: issueUrl,
    comments: `${issueUrl}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${url}/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${render.repositoryUrl(repository)}/statuses/${issue.pull?.head.sha}`,
  };
}

function renderBranches(
  render: Renderer,
  repository: Repository,
  { head, base }: NonNullable<Issue['pull']>,
): { head: Json; base: Json } {
  const branch = (owner: string, { ref, sha }: { ref: string; sha: string }, repo: Json) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: render.user(owner),
    repo,
  });
  const [headOwner = repository.owner] = head.repository.split('/');
  const isFork = head.repository !== `${repository.owner}/${repository.name}`;
  const headRepository = isFork
    ? { ...render.repository({ ...repository, owner: headOwner }), fork: true }
    : render.repository(repository);
  return {
    head: branch(headOwner, head, headRepository),
    base: branch(repository.owner, base, render.repository(repository)),
  };
}
