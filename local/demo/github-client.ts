import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The files that a team copies into its own repository. */
const SHIPPED = [
  '.github',
  'actions',
  'config.schema.json',
  'config.yml',
  'dist',
  'environments',
  'sagemaker-code',
  'sql',
];

/** Calls the API of the local GitHub as one user. */
export class GitHubClient {
  private readonly api: string;
  private readonly token: string;
  private readonly repository: string;

  constructor(api: string, repository: string, token: string) {
    this.api = api;
    this.repository = repository;
    this.token = token;
  }

  /**
   * Sends one request to the API of the repository and returns the JSON of its response.
   * @param path below `/repos/<owner>/<name>`
   * @throws Error with the status and the body of a response that is not 2xx
   */
  // biome-ignore lint/suspicious/noExplicitAny: a test checks the responses with GitHub's API description
  async call(method: string, path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.api}/repos/${this.repository}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /**
   * Changes one file on a new branch and opens a pull request for it.
   * @param input.change returns the new text of the file; it must differ from the old text
   */
  async propose(input: {
    branch: string;
    path: string;
    change: (text: string) => string;
    title: string;
    body: string;
  }): Promise<{ number: number; sha: string }> {
    const main = await this.call('GET', '/git/ref/heads/main');
    await this.call('POST', '/git/refs', { ref: `refs/heads/${input.branch}`, sha: main.object.sha });
    const file = await this.call('GET', `/contents/${input.path}?ref=${input.branch}`);
    const before = Buffer.from(file.content, 'base64').toString('utf8');
    const after = input.change(before);
    if (after === before) throw new Error(`the change "${input.title}" leaves ${input.path} as it was`);
    await this.call('PUT', `/contents/${input.path}`, {
      branch: input.branch,
      sha: file.sha,
      message: input.title,
      content: Buffer.from(after).toString('base64'),
    });
    const pull = await this.call('POST', '/pulls', {
      title: input.title,
      body: input.body,
      head: input.branch,
      base: 'main',
    });
    return { number: pull.number, sha: pull.head.sha };
  }

  /** Merges a pull request by squash. Returns the commit on main. */
  async merge(number: number): Promise<string> {
    return (await this.call('PUT', `/pulls/${number}/merge`, { merge_method: 'squash' })).sha;
  }

  /** Adds a label to an issue or a pull request. */
  async label(number: number, label: string): Promise<void> {
    await this.call('POST', `/issues/${number}/labels`, { labels: [label] });
  }

  /** The comments on an issue or a pull request; the oldest comes first. */
  async comments(number: number): Promise<Array<{ author: string; body: string }>> {
    const comments = await this.call('GET', `/issues/${number}/comments?per_page=100`);
    return comments.map((comment: { user: { login: string }; body: string }) => ({
      author: comment.user.login,
      body: comment.body,
    }));
  }

  /** The changes of a pull request: each file name and its patch. */
  async patch(number: number): Promise<string> {
    const files = await this.call('GET', `/pulls/${number}/files`);
    return files
      .map((file: { filename: string; patch?: string }) => `${file.filename}\n${file.patch ?? ''}`)
      .join('\n');
  }
}

/**
 * Creates a repository in the local GitHub with the files that a team copies, as one commit on main.
 * @returns the folder of the bare git repository
 */
export async function createTeamRepository(input: {
  api: string;
  owner: string;
  name: string;
  permissions: Record<string, string>;
  /** Folder of this project. */
  from: string;
  /** Temporary folder for the first commit. */
  scratch: string;
}): Promise<string> {
  const created = await fetch(`${input.api}/_local/repositories`, {
    method: 'POST',
    body: JSON.stringify({ owner: input.owner, name: input.name, permissions: input.permissions }),
  });
  const { git_dir } = (await created.json()) as { git_dir: string };
  rmSync(input.scratch, { recursive: true, force: true });
  mkdirSync(input.scratch, { recursive: true });
  for (const name of SHIPPED) {
    const path = join(input.from, name);
    if (!existsSync(path)) throw new Error(`${name} is missing in ${input.from}; run npm run build`);
    cpSync(path, join(input.scratch, name), {
      recursive: true,
      filter: (file) => !['__pycache__', 'node_modules'].includes(basename(file)),
    });
  }
  const git = (...args: string[]) =>
    run('git', ['-C', input.scratch, '-c', 'user.name=Maria', '-c', 'user.email=maria@example.com', ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--message', 'Start from sagemaker-presto-gitops');
  await git('push', '--quiet', git_dir, 'main');
  return git_dir;
}

/**
 * Adds an access token of a user to the local GitHub.
 * @param app the token is the `GITHUB_TOKEN` of a workflow
 */
export async function addToken(api: string, token: string, login: string, app = false): Promise<void> {
  await fetch(`${api}/_local/tokens`, { method: 'POST', body: JSON.stringify({ token, login, app }) });
}
