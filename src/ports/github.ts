/**
 * Login of a workflow's own token. What it does starts no workflow, except by `startWorkflow`, or one that waits until
 * a person approves it:
 * https://docs.github.com/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs
 */
export const WORKFLOW_LOGIN = 'github-actions[bot]';

/**
 * What the verbs need of GitHub. The adapter (src/adapters/github) uses its REST API; every list below is read over all
 * its pages.
 */
export interface GitHub {
  readonly repository: { owner: string; name: string };
  /** Login that the token acts as; a sticky comment counts as ours only when this login wrote it. */
  viewer(): Promise<string>;
  pullRequest(number: number): Promise<PullRequest | undefined>;
  /** Pull requests whose merge or head commit is `sha` (`GET /commits/{sha}/pulls`). */
  pullRequestsForCommit(sha: string): Promise<PullRequest[]>;
  pullRequests(filter: { state: 'open' | 'closed' | 'all'; head?: string; base?: string }): Promise<PullRequest[]>;
  openPullRequest(input: {
    title: string;
    body: string;
    head: string;
    base: string;
    labels?: string[];
  }): Promise<PullRequest>;
  updatePullRequest(
    number: number,
    change: { title?: string; body?: string; state?: 'open' | 'closed' },
  ): Promise<PullRequest>;
  comments(issue: number): Promise<Comment[]>;
  createComment(issue: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  /** True when the comment existed. */
  deleteComment(id: number): Promise<boolean>;
  /** Check runs of a commit, of every app, the newest first; also those that a newer one of the same name hides. */
  checkRuns(ref: string): Promise<CheckRun[]>;
  /**
   * Takes any number of annotations and sends them 50 at a time. A run whose creation was accepted is never made twice.
   */
  createCheckRun(head: string, check: CheckRunContent): Promise<CheckRun>;
  /**
   * GitHub can only add annotations to a run: those of `check` that the run has are not sent again, and others stay.
   */
  updateCheckRun(id: number, check: CheckRunContent): Promise<CheckRun>;
  checkAnnotations(id: number): Promise<CheckAnnotation[]>;
  labels(issue: number): Promise<string[]>;
  removeLabel(issue: number, label: string): Promise<void>;
  /** The newest `labeled` event of that label on the issue: who added it, and when. */
  labelEvent(issue: number, label: string): Promise<{ actor: string; at: string } | undefined>;
  /** Highest permission of a login on the repository; `none` when it has none. */
  permission(login: string): Promise<'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'>;
  openIssue(input: { title: string; body: string; labels?: string[] }): Promise<{ number: number; url: string }>;
  issues(filter: {
    state: 'open' | 'closed' | 'all';
    labels?: string[];
  }): Promise<Array<{ number: number; title: string; body: string; author: string; url: string }>>;
  defaultBranch(): Promise<string>;
  /**
   * Starts the version of a workflow that a branch has, by its file name below `.github/workflows`. The request is
   * never sent twice: when the answer is lost (`unavailable`), the workflow may have started.
   * @throws Failure `not_found` when the default branch has no such workflow, `conflict` when the workflow has no
   * `workflow_dispatch` or not these inputs, `access_denied` without `actions: write`
   */
  startWorkflow(file: string, branch: string, inputs: Record<string, string>): Promise<void>;
  /** Text of a file at a ref; undefined when the ref has no such file. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** The newest commit on a ref that touched a path, and when it was made (ISO 8601). */
  lastChange(path: string, ref: string): Promise<{ sha: string; at: string } | undefined>;
  /**
   * Writes the files in one commit on top of `base` and points `branch` at it; a missing branch is created.
   * @returns id of the commit
   */
  commitFiles(input: {
    branch: string;
    base: string;
    message: string;
    files: Array<{ path: string; text: string }>;
  }): Promise<string>;
}

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged: boolean;
  mergeCommit: string | undefined;
  head: { ref: string; sha: string; fork: boolean };
  base: { ref: string; sha: string };
  author: string;
  url: string;
  labels: string[];
}

export interface CheckRunContent {
  /** What people see, and what a branch protection rule names. */
  name: string;
  /** Finds the run again: there is one run for each commit and external id. */
  externalId: string;
  conclusion: 'success' | 'failure' | 'neutral';
  title: string;
  /** Markdown; cut to 65,535 bytes. */
  summary: string;
  /** Markdown that GitHub folds below the summary, cut in the same way. */
  text?: string;
  detailsUrl?: string;
  annotations: CheckAnnotation[];
}

/** A note on lines of a file. Lines and columns count from 1; columns are for one line only. */
export interface CheckAnnotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: 'notice' | 'warning' | 'failure';
  /** At most 255 characters. */
  title?: string;
  /** Plain text, at most 64 KiB. */
  message: string;
  /** Plain text that GitHub folds away. */
  raw_details?: string;
}

export interface CheckRun {
  id: number;
  name: string;
  externalId: string;
  head: string;
  /** Login of the app that made it: `github-actions[bot]`. Only this app may change the run. */
  author: string;
  /** Null while it is not completed. */
  conclusion: string | null;
  annotations: number;
  url: string;
}

export interface Comment {
  id: number;
  author: string;
  body: string;
  url: string;
}
