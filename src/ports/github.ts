/**
 * Login of a workflow's own token. What it does starts no workflow, except by `startWorkflow`, or one that waits until somebody
 * approves it: https://docs.github.com/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs
 */
export const WORKFLOW_LOGIN = 'github-actions[bot]';

/**
 * What the verbs need of a code forge. The adapter (src/adapters/github) speaks the GitHub REST API; every list below is
 * read over all its pages.
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
  /** True when it was there. */
  deleteComment(id: number): Promise<boolean>;
  /** Check runs of a commit, of every app, the newest first; also those that a newer one of the same name hides. */
  checkRuns(ref: string): Promise<CheckRun[]>;
  /** Any number of annotations: they are sent 50 at a time. A run whose creation was accepted is never made twice. */
  createCheckRun(head: string, check: CheckRunContent): Promise<CheckRun>;
  /** GitHub can only add annotations to a run: those of `check` that it has are not sent again, others stay. */
  updateCheckRun(id: number, check: CheckRunContent): Promise<CheckRun>;
  checkAnnotations(id: number): Promise<CheckAnnotation[]>;
  labels(issue: number): Promise<string[]>;
  addLabels(issue: number, labels: string[]): Promise<void>;
  removeLabel(issue: number, label: string): Promise<void>;
  /** The newest `labeled` event of that label on the issue: who asked, and when. */
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
   * Starts a workflow as it is on a branch, by its file name below `.github/workflows`. Never sent twice: when the answer is lost
   * (`unavailable`), it may have started. `not_found` when the default branch has no such workflow, `conflict` when that one
   * takes no such start or not these inputs, `access_denied` without `actions: write`.
   */
  startWorkflow(file: string, branch: string, inputs: Record<string, string>): Promise<void>;
  /** Commit that a branch points at, or undefined when there is no such branch. */
  branchHead(branch: string): Promise<string | undefined>;
  /** Text of a file at a ref, or undefined when it is not there. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** The newest commit on a ref that touched a path, and when it was made (ISO 8601). */
  lastChange(path: string, ref: string): Promise<{ sha: string; at: string } | undefined>;
  /** One commit on `branch` (created from `base` when missing, otherwise moved to a commit on top of `base`) that writes the files; returns its sha. */
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
  /** What we know it by: one run for each commit and external id. */
  externalId: string;
  conclusion: 'success' | 'failure' | 'neutral';
  title: string;
  /** Markdown; what is beyond 65,535 bytes is cut. */
  summary: string;
  /** Markdown that GitHub folds below the summary, cut in the same way. */
  text?: string;
  detailsUrl?: string;
  annotations: CheckAnnotation[];
}

/** A remark on lines of a file. Lines and columns count from 1; columns are for one line only. */
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
  /** Login of the app that made it, which alone may change it: `github-actions[bot]`. */
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
