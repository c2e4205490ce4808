import type { CommitRecord } from './git.ts';
import { REPOSITORY_LINKS } from './repository-links.ts';
import type { Issue, IssueComment, IssueEvent, Label, Repository, User } from './state.ts';

/** JSON that the API sends. Tests check it with GitHub's API description, so it has no type of its own. */
export type Json = Record<string, unknown>;

/** Turns stored records into the JSON of GitHub's REST API. */
export class Renderer {
  readonly api: string;
  readonly html: string;
  private readonly userOf: (login: string) => User;

  /** @param api base address of the API, for example `http://127.0.0.1:4010` */
  constructor(api: string, userOf: (login: string) => User) {
    this.api = api;
    this.html = `${api}/html`;
    this.userOf = userOf;
  }

  user(login: string): Json {
    const user = this.userOf(login);
    const url = `${this.api}/users/${encodeURIComponent(user.login)}`;
    return {
      login: user.login,
      id: user.id,
      node_id: nodeId('U', user.id),
      avatar_url: '',
      gravatar_id: '',
      url,
      html_url: `${this.html}/${user.login}`,
      followers_url: `${url}/followers`,
      following_url: `${url}/following{/other_user}`,
      gists_url: `${url}/gists{/gist_id}`,
      starred_url: `${url}/starred{/owner}{/repo}`,
      subscriptions_url: `${url}/subscriptions`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
      events_url: `${url}/events{/privacy}`,
      received_events_url: `${url}/received_events`,
      type: user.type,
      site_admin: false,
    };
  }

  repositoryUrl(repository: Repository): string {
    return `${this.api}/repos/${repository.owner}/${repository.name}`;
  }

  repository(repository: Repository): Json {
    const url = this.repositoryUrl(repository);
    const html = `${this.html}/${repository.owner}/${repository.name}`;
    const open = repository.issues.filter((issue) => issue.state === 'open').length;
    const links = Object.fromEntries(REPOSITORY_LINKS.map(([name, path]) => [name, `${url}${path}`]));
    return {
      id: repository.id,
      node_id: nodeId('R', repository.id),
      name: repository.name,
      full_name: `${repository.owner}/${repository.name}`,
      private: true,
      owner: this.user(repository.owner),
      html_url: html,
      description: null,
      fork: false,
      url,
      ...links,
      git_url: `${html}.git`,
      ssh_url: `${html}.git`,
      clone_url: `${html}.git`,
      svn_url: html,
      homepage: null,
      language: null,
      forks: 0,
      forks_count: 0,
      stargazers_count: 0,
      watchers: 0,
      watchers_count: 0,
      subscribers_count: 0,
      network_count: 0,
      size: 0,
      default_branch: repository.defaultBranch,
      open_issues: open,
      open_issues_count: open,
      has_issues: true,
      has_projects: false,
      has_wiki: false,
      has_pages: false,
      has_downloads: false,
      has_discussions: false,
      archived: false,
      disabled: false,
      mirror_url: null,
      license: null,
      pushed_at: repository.created,
      created_at: repository.created,
      updated_at: repository.created,
    };
  }

  label(repository: Repository, label: Label): Json {
    return {
      id: label.id,
      node_id: nodeId('LA', label.id),
      url: `${this.repositoryUrl(repository)}/labels/${encodeURIComponent(label.name)}`,
      name: label.name,
      description: label.description,
      color: label.color,
      default: false,
    };
  }

  labels(repository: Repository, names: string[]): Json[] {
    return names.flatMap((name) => {
      const label = repository.labels.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
      return label ? [this.label(repository, label)] : [];
    });
  }

  comment(repository: Repository, issue: Issue, comment: IssueComment): Json {
    const url = this.repositoryUrl(repository);
    return {
      id: comment.id,
      node_id: nodeId('IC', comment.id),
      url: `${url}/issues/comments/${comment.id}`,
      html_url: `${this.htmlUrl(repository, issue)}#issuecomment-${comment.id}`,
      body: comment.body,
      user: this.user(comment.author),
      created_at: comment.created,
      updated_at: comment.updated,
      issue_url: `${url}/issues/${issue.number}`,
      author_association: this.association(repository, comment.author),
    };
  }

  event(repository: Repository, issue: Issue, event: IssueEvent): Json {
    return {
      id: event.id,
      node_id: nodeId('EV', event.id),
      url: `${this.repositoryUrl(repository)}/issues/events/${event.id}`,
      actor: this.user(event.actor),
      event: event.event,
      commit_id: event.commit ?? null,
      commit_url: event.commit ? `${this.repositoryUrl(repository)}/commits/${event.commit}` : null,
      created_at: event.at,
      ...(event.label === undefined
        ? {}
        : {
            label: {
              name: event.label,
              color: repository.labels.find((label) => label.name === event.label)?.color ?? 'ededed',
            },
          }),
      issue: this.issue(repository, issue),
    };
  }

  issue(repository: Repository, issue: Issue): Json {
    const url = `${this.repositoryUrl(repository)}/issues/${issue.number}`;
    const pull = `${this.repositoryUrl(repository)}/pulls/${issue.number}`;
    return {
      id: issue.id,
      node_id: nodeId('I', issue.id),
      url,
      repository_url: this.repositoryUrl(repository),
      labels_url: `${url}/labels{/name}`,
      comments_url: `${url}/comments`,
      events_url: `${url}/events`,
      html_url: this.htmlUrl(repository, issue),
      number: issue.number,
      state: issue.state,
      state_reason: issue.state === 'closed' ? 'completed' : null,
      title: issue.title,
      body: issue.body,
      user: this.user(issue.author),
      labels: this.labels(repository, issue.labels),
      assignee: null,
      assignees: [],
      milestone: null,
      locked: false,
      comments: issue.comments.length,
      closed_at: issue.closed,
      created_at: issue.created,
      updated_at: issue.updated,
      author_association: this.association(repository, issue.author),
      ...(issue.pull
        ? {
            draft: issue.pull.draft,
            pull_request: {
              url: pull,
              html_url: this.htmlUrl(repository, issue),
              diff_url: `${this.htmlUrl(repository, issue)}.diff`,
              patch_url: `${this.htmlUrl(repository, issue)}.patch`,
              merged_at: issue.pull.merged,
            },
          }
        : {}),
    };
  }

  /** A commit as `/git/commits` returns it. */
  gitCommit(repository: Repository, commit: CommitRecord): Json {
    const url = `${this.repositoryUrl(repository)}/git`;
    const html = `${this.html}/${repository.owner}/${repository.name}/commit`;
    return {
      sha: commit.sha,
      node_id: nodeId('C', commit.sha),
      url: `${url}/commits/${commit.sha}`,
      html_url: `${html}/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
      message: commit.message,
      parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    };
  }

  /** A commit as `/commits` returns it. */
  commit(repository: Repository, commit: CommitRecord): Json {
    const url = `${this.repositoryUrl(repository)}/commits`;
    const html = `${this.html}/${repository.owner}/${repository.name}/commit`;
    const { author, committer, message } = commit;
    const tree = { sha: commit.tree, url: `${this.repositoryUrl(repository)}/git/trees/${commit.tree}` };
    return {
      sha: commit.sha,
      node_id: nodeId('C', commit.sha),
      url: `${url}/${commit.sha}`,
      html_url: `${html}/${commit.sha}`,
      comments_url: `${url}/${commit.sha}/comments`,
      commit: {
        url: `${this.repositoryUrl(repository)}/git/commits/${commit.sha}`,
        author,
        committer,
        message,
        tree,
        comment_count: 0,
        verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
      },
      author: null,
      committer: null,
      parents: commit.parents.map((sha) => ({ sha, url: `${url}/${sha}`, html_url: `${html}/${sha}` })),
    };
  }

  /** Address of the page of an issue or a pull request. */
  htmlUrl(repository: Repository, issue: Issue): string {
    return `${this.html}/${repository.owner}/${repository.name}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  }

  /** `author_association`: how a user is related to the repository. */
  association(repository: Repository, login: string): string {
    if (login === repository.owner) return 'OWNER';
    const permission = repository.permissions[login] ?? 'none';
    return permission === 'none' ? 'NONE' : permission === 'read' ? 'CONTRIBUTOR' : 'COLLABORATOR';
  }
}

/** An opaque id such as those of GitHub's GraphQL API. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
