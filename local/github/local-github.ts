import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from './api-error.ts';
import { BareRepository } from './git.ts';
import { Renderer } from './render.ts';
import { renderPull } from './render-pull.ts';
import { type Issue, type IssueEvent, type Permission, type Repository, StateFile } from './state.ts';

/** A webhook that GitHub would send: its number, the name of its event, and its payload. Numbers follow the order of events. */
export interface Delivery {
  id: number;
  event: 'push' | 'pull_request' | 'issues' | 'issue_comment' | 'workflow_dispatch';
  payload: Record<string, unknown>;
}

/** A branch that moved from one commit to another. */
export interface Push {
  branch: string;
  /** Undefined when the push created the branch. */
  before: string | undefined;
  after: string;
  /** Login of the user who pushed. */
  actor: string;
}

const NO_COMMIT = '0'.repeat(40);

/** The local GitHub behind its API: repositories on disk, permissions, issues, pull requests, and the webhooks so far. */
export class LocalGitHub {
  readonly dir: string;
  readonly stateFile: StateFile;
  readonly renderer: Renderer;
  readonly deliveries: Delivery[] = [];
  private readonly now: () => Date;

  /** @param api base address of the API, for example `http://127.0.0.1:4010` */
  constructor(dir: string, api: string, now: () => Date = () => new Date()) {
    this.dir = dir;
    this.now = now;
    this.stateFile = new StateFile(join(dir, 'state.json'));
    this.renderer = new Renderer(api, (login) => this.stateFile.user(login));
  }

  /** The present time as the API writes it: seconds, UTC. */
  time(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  git(repository: Repository): BareRepository {
    return new BareRepository(join(this.dir, 'repositories', repository.owner, `${repository.name}.git`));
  }

  /** Creates an empty bare repository. Returns the existing one when there is one with that name. */
  async createRepository(owner: string, name: string, permissions: Record<string, Permission>): Promise<Repository> {
    const existing = this.stateFile.repository(owner, name);
    if (existing) return existing;
    const repository: Repository = {
      id: this.stateFile.id(),
      owner,
      name,
      defaultBranch: 'main',
      created: this.time(),
      labels: [],
      permissions: { [owner]: 'admin', ...permissions },
      issues: [],
    };
    const git = this.git(repository);
    if (!existsSync(join(git.dir, 'HEAD'))) {
      mkdirSync(git.dir, { recursive: true });
      await git.run(['init', '--quiet', '--bare', '--initial-branch=main', '.']);
    }
    this.stateFile.state.repositories.push(repository);
    this.stateFile.save();
    return repository;
  }

  addToken(token: string, login: string, app: boolean, permissions?: Record<string, string>): void {
    this.stateFile.user(login);
    this.stateFile.state.tokens[token] = { login, app, ...(permissions === undefined ? {} : { permissions }) };
    this.stateFile.save();
  }

  /** The permission of a user in a repository. */
  permission(repository: Repository, login: string): Permission {
    // The token of a workflow has the permissions that its workflow asks for. GitHub enforces them; here the bot may write.
    if (login === 'github-actions[bot]') return 'write';
    return repository.permissions[login] ?? 'none';
  }

  /** @throws ApiError 404 when the repository has no issue with that number */
  issue(repository: Repository, number: number): Issue {
    const issue = repository.issues.find((candidate) => candidate.number === number);
    if (!issue) throw new ApiError(404, 'Not Found');
    return issue;
  }

  createIssue(
    repository: Repository,
    input: { title: string; body: string | null; author: string; pull?: Issue['pull'] },
  ): Issue {
    const time = this.time();
    const issue: Issue = {
      id: this.stateFile.id(),
      number: repository.issues.length + 1,
      title: input.title,
      body: input.body,
      author: input.author,
      state: 'open',
      labels: [],
      created: time,
      updated: time,
      closed: null,
      comments: [],
      events: [],
      ...(input.pull ? { pull: input.pull } : {}),
    };
    repository.issues.push(issue);
    return issue;
  }

  /** Adds an event to the history of an issue. */
  record(issue: Issue, event: Omit<IssueEvent, 'id' | 'at'>): void {
    issue.events.push({ id: this.stateFile.id(), at: this.time(), ...event });
    issue.updated = this.time();
  }

  /** Creates a label when the repository has none with that name. GitHub does so when an issue gets an unknown label. */
  ensureLabel(repository: Repository, name: string): string {
    const existing = repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
    if (existing) return existing.name;
    repository.labels.push({ id: this.stateFile.id(), name, color: 'ededed', description: null });
    return name;
  }

  /** Adds a webhook to the list of deliveries. */
  deliver(event: Delivery['event'], payload: Record<string, unknown>): void {
    this.deliveries.push({ id: this.deliveries.length + 1, event, payload });
  }

  /**
   * Delivers the webhooks of a branch that moved: `push`, and `pull_request.synchronize` for each open pull request of
   * that branch that has a new head.
   */
  async recordPush(repository: Repository, push: Push): Promise<void> {
    this.deliver('push', await this.pushPayload(repository, push));
    const { branch, before, after, actor } = push;
    for (const issue of repository.issues) {
      const pull = issue.pull;
      if (!pull || issue.state !== 'open' || pull.head.ref !== branch || pull.head.sha === after) continue;
      pull.head.sha = after;
      await this.updateTestMerge(repository, issue);
      this.deliverPull(repository, issue, {
        action: 'synchronize',
        actor,
        extra: { before: before ?? NO_COMMIT, after },
      });
    }
  }

  private async pushPayload(repository: Repository, push: Push): Promise<Record<string, unknown>> {
    const { branch, before, after, actor } = push;
    const git = this.git(repository);
    const head = await git.commit(after);
    const files = before === undefined ? [] : await git.changes(before, after).catch(() => []);
    const paths = (status: string) => files.filter((file) => file.status === status).map((file) => file.path);
    const commit = head && {
      id: head.sha,
      tree_id: head.tree,
      message: head.message,
      timestamp: head.committer.date,
      author: { name: head.author.name, email: head.author.email },
      committer: { name: head.committer.name, email: head.committer.email },
      added: paths('added'),
      removed: paths('removed'),
      modified: [...paths('modified'), ...paths('renamed')],
      distinct: true,
      url: `${this.renderer.repositoryUrl(repository)}/commits/${head.sha}`,
    };
    return {
      ref: `refs/heads/${branch}`,
      before: before ?? NO_COMMIT,
      after,
      created: before === undefined,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `${this.renderer.repositoryUrl(repository)}/compare/${before ?? NO_COMMIT}...${after}`,
      commits: commit ? [commit] : [],
      head_commit: commit ?? null,
      pusher: { name: actor },
      repository: this.renderer.repository(repository),
      sender: this.renderer.user(actor),
    };
  }

  /**
   * Writes `refs/pull/<number>/merge`: the commit that merging now would give. Workflows of `pull_request` check it out.
   * With a conflict the ref keeps its commit, and those workflows do not start.
   * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
   */
  async updateTestMerge(repository: Repository, issue: Issue): Promise<void> {
    const pull = issue.pull;
    if (!pull) return;
    const git = this.git(repository);
    const base = await git.resolve(pull.base.ref);
    const tree = base === undefined ? undefined : await git.mergedTree(base, pull.head.sha);
    if (base === undefined || tree === undefined) return;
    const sha = await git.writeCommit({
      tree,
      parents: [base, pull.head.sha],
      message: `Merge ${pull.head.sha} into ${base}`,
      author: { name: 'GitHub', email: 'noreply@github.com' },
    });
    await git.run(['update-ref', `refs/pull/${issue.number}/head`, pull.head.sha]);
    await git.run(['update-ref', `refs/pull/${issue.number}/merge`, sha]);
    pull.testMerge = sha;
  }

  /** Delivers the webhook `pull_request` with an action, for example `opened`. */
  deliverPull(
    repository: Repository,
    issue: Issue,
    event: { action: string; actor: string; extra?: Record<string, unknown> },
  ): void {
    this.deliver('pull_request', {
      action: event.action,
      number: issue.number,
      pull_request: { ...renderPull(this.renderer, repository, issue), merged: issue.pull?.merged != null },
      repository: this.renderer.repository(repository),
      sender: this.renderer.user(event.actor),
      ...event.extra,
    });
  }
}
