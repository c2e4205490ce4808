import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export interface User {
  id: number;
  login: string;
  type: 'User' | 'Bot';
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface IssueEvent {
  id: number;
  event: 'labeled' | 'unlabeled' | 'closed' | 'reopened' | 'merged';
  actor: string;
  at: string;
  label?: string;
  commit?: string;
}

export interface IssueComment {
  id: number;
  author: string;
  body: string;
  created: string;
  updated: string;
}

/** An issue, or with `pull` a pull request. GitHub numbers both in one sequence. */
export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  author: string;
  state: 'open' | 'closed';
  labels: string[];
  created: string;
  updated: string;
  closed: string | null;
  comments: IssueComment[];
  events: IssueEvent[];
  pull?: {
    head: { ref: string; sha: string; repository: string };
    base: { ref: string; sha: string };
    merged: string | null;
    mergedBy: string | null;
    mergeCommit: string | null;
    /** The commit at `refs/pull/<number>/merge`. */
    testMerge?: string;
    draft: boolean;
  };
}

/** An annotation of a check run, in the form that the API takes and returns. */
export interface CheckAnnotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number | null;
  end_column?: number | null;
  annotation_level: string;
  message: string;
  title?: string | null;
  raw_details?: string | null;
}

export interface CheckRun {
  id: number;
  name: string;
  head: string;
  /** Slug of the app that created the check run. Only that app may change it. */
  app: string;
  externalId: string;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  started: string;
  completed: string | null;
  output: { title: string | null; summary: string | null; text: string | null; annotations: CheckAnnotation[] };
}

export interface Repository {
  id: number;
  owner: string;
  name: string;
  defaultBranch: string;
  created: string;
  labels: Label[];
  permissions: Record<string, Permission>;
  issues: Issue[];
  checkRuns?: CheckRun[];
}

export interface GitHubState {
  nextId: number;
  users: User[];
  /**
   * Access tokens and the login that each belongs to. `app` marks the `GITHUB_TOKEN` of a workflow, which may not call
   * `GET /user`. `permissions` are those of the workflow's job. Only the start of a workflow reads them.
   */
  tokens: Record<string, { login: string; app: boolean; permissions?: Record<string, string> }>;
  repositories: Repository[];
}

/**
 * The state of the local GitHub: one JSON file. Each change replaces the whole file, so a server that was killed starts
 * again with every change that it had confirmed.
 */
export class StateFile {
  readonly file: string;
  readonly state: GitHubState;

  constructor(file: string) {
    this.file = file;
    this.state = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as GitHubState)
      : { nextId: 1, users: [], tokens: {}, repositories: [] };
  }

  save(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.tmp`, JSON.stringify(this.state));
    renameSync(`${this.file}.tmp`, this.file);
  }

  /** A new number, unique among all records. */
  id(): number {
    return this.state.nextId++;
  }

  /** The user with a login. A new user is created when there is none. */
  user(login: string): User {
    const existing = this.state.users.find((user) => user.login.toLowerCase() === login.toLowerCase());
    if (existing) return existing;
    const user: User = { id: this.id(), login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
    this.state.users.push(user);
    return user;
  }

  /** The repository with a name; GitHub ignores the letter case. */
  repository(owner: string, name: string): Repository | undefined {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    return this.state.repositories.find((repository) => same(repository.owner, owner) && same(repository.name, name));
  }
}
