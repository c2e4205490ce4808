import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BareRepository } from './git.ts';
import { Renderer } from './render.ts';
import { type Issue, type IssueEvent, type Permission, type Repository, StateFile } from './state.ts';

/** An answer other than success, in the form of GitHub's API. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: unknown[] | undefined;
  constructor(status: number, message: string, errors?: unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Something that GitHub would send as a webhook: its name, its payload, and the number that orders it. */
export interface Delivery {
  id: number;
  event: 'push' | 'pull_request' | 'issues' | 'issue_comment' | 'workflow_dispatch';
  payload: Record<string, unknown>;
}

/** The forge behind the API: repositories on disk, who may do what, issues and pull requests, and what happened. */
export class Forge {
  readonly dir: string;
  readonly stateFile: StateFile;
  readonly renderer: Renderer;
  readonly deliveries: Delivery[] = [];
  private readonly now: () => Date;

  constructor(dir: string, api: string, now: () => Date = () => new Date()) {
    this.dir = dir;
    this.now = now;
    this.stateFile = new StateFile(join(dir, 'state.json'));
    this.renderer = new Renderer(api, (login) => this.stateFile.user(login));
  }

  /** Time as the API writes it: seconds, UTC. */
  time(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  git(repository: Repository): BareRepository {
    return new BareRepository(join(this.dir, 'repositories', repository.owner, `${repository.name}.git`));
  }

  /** Creates an empty bare repository, or returns the one of that name. */
  async createRepository(owner: string, name: string, permissions: Record<string, Permission>): Promise<Repository> {
    const known = this.stateFile.repository(owner, name);
    if (known) return known;
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

  permission(repository: Repository, login: string): Permission {
    // A workflow's own token acts on the repository it runs in with the permissions its workflow asks for; those are
    // GitHub's to enforce, so here the bot may write.
    if (login === 'github-actions[bot]') return 'write';
    return repository.permissions[login] ?? 'none';
  }

  issue(repository: Repository, number: number): Issue {
    const issue = repository.issues.find((candidate) => candidate.number === number);
    if (!issue) throw new ApiError(404, 'Not Found');
    return issue;
  }

  createIssue(
    repository: Repository,
    input: { title: string; body: string | null; author: string; pull?: Issue['pull'] },
  ): Issue {
    const at = this.time();
    const issue: Issue = {
      id: this.stateFile.id(),
      number: repository.issues.length + 1,
      title: input.title,
      body: input.body,
      author: input.author,
      state: 'open',
      labels: [],
      created: at,
      updated: at,
      closed: null,
      comments: [],
      events: [],
      ...(input.pull ? { pull: input.pull } : {}),
    };
    repository.issues.push(issue);
    return issue;
  }

  record(issue: Issue, event: Omit<IssueEvent, 'id' | 'at'>): void {
    issue.events.push({ id: this.stateFile.id(), at: this.time(), ...event });
    issue.updated = this.time();
  }

  /** Creates the label in the repository when it is new there, as GitHub does when an issue gets an unknown label. */
  ensureLabel(repository: Repository, name: string): string {
    const known = repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
    if (known) return known.name;
    repository.labels.push({ id: this.stateFile.id(), name, color: 'ededed', description: null });
    return name;
  }

  deliver(event: Delivery['event'], payload: Record<string, unknown>): void {
    this.deliveries.push({ id: this.deliveries.length + 1, event, payload });
  }

  /** Tells of a branch that moved: the push event, and each open pull request from that branch that now shows another commit. */
  async pushed(
    repository: Repository,
    branch: string,
    before: string | undefined,
    after: string,
    actor: string,
  ): Promise<void> {
    const git = this.git(repository);
    const zero = '0'.repeat(40);
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
    this.deliver('push', {
      ref: `refs/heads/${branch}`,
      before: before ?? zero,
      after,
      created: before === undefined,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `${this.renderer.repositoryUrl(repository)}/compare/${before ?? zero}...${after}`,
      commits: commit ? [commit] : [],
      head_commit: commit ?? null,
      pusher: { name: actor },
      repository: this.renderer.repository(repository),
      sender: this.renderer.user(actor),
    });
    for (const issue of repository.issues) {
      const pull = issue.pull;
      if (!pull || issue.state !== 'open' || pull.head.ref !== branch || pull.head.sha === after) continue;
      pull.head.sha = after;
      await this.testMerge(repository, issue);
      this.deliverPull(repository, issue, 'synchronize', actor, { before: before ?? zero, after });
    }
  }

  /**
   * Keeps `refs/pull/<number>/merge`: what merging now would give, which is what workflows of `pull_request` check out.
   * In a conflict it stays what it was, and those workflows do not start.
   * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
   */
  async testMerge(repository: Repository, issue: Issue): Promise<void> {
    const pull = issue.pull;
    if (!pull) return;
    const git = this.git(repository);
    const onto = await git.resolve(pull.base.ref);
    const tree = onto === undefined ? undefined : await git.mergedTree(onto, pull.head.sha);
    if (onto === undefined || tree === undefined) return;
    const sha = await git.writeCommit({
      tree,
      parents: [onto, pull.head.sha],
      message: `Merge ${pull.head.sha} into ${onto}`,
      author: { name: 'GitHub', email: 'noreply@github.com' },
    });
    await git.run(['update-ref', `refs/pull/${issue.number}/head`, pull.head.sha]);
    await git.run(['update-ref', `refs/pull/${issue.number}/merge`, sha]);
    pull.testMerge = sha;
  }

  deliverPull(
    repository: Repository,
    issue: Issue,
    action: string,
    actor: string,
    extra: Record<string, unknown> = {},
  ): void {
    this.deliver('pull_request', {
      action,
      number: issue.number,
      pull_request: { ...this.renderer.pull(repository, issue), merged: issue.pull?.merged != null },
      repository: this.renderer.repository(repository),
      sender: this.renderer.user(actor),
      ...extra,
    });
  }
}
