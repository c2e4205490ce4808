import { requireWriteAccess } from '../access.ts';
import { ApiError } from '../api-error.ts';
import { type ApiResponse, type Call, type Handlers, ok } from '../call.ts';
import type { ChangedFile } from '../git.ts';
import type { Json } from '../render.ts';
import { renderPull, renderPullDetails } from '../render-pull.ts';
import type { Issue } from '../state.ts';
import { checkBody, setState } from './issues.ts';

type PullRequest = Issue & { pull: NonNullable<Issue['pull']> };

function requestedPull(call: Call): PullRequest {
  const issue = call.github.issue(call.repository, Number(call.params.pull_number));
  if (!issue.pull) throw new ApiError(404, 'Not Found');
  return issue as PullRequest;
}

const validationError = (field: string, message: string) =>
  new ApiError(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', field, message }]);

async function respondWithPull(call: Call, issue: Issue, status = 200): Promise<ApiResponse> {
  return { status, body: await renderPullDetails(call.render, call.repository, issue, call.git) };
}

/** The commit message of a merge: that of the request, or GitHub's default. */
function mergeMessage(call: Call, { number, title, pull: { head } }: PullRequest, method: string): string {
  const subject = call.body.commit_title == null ? undefined : String(call.body.commit_title);
  const body = call.body.commit_message == null ? '' : `\n\n${String(call.body.commit_message)}`;
  if (method === 'squash') return `${subject ?? `${title} (#${number})`}${body}`;
  const branch = `${head.repository.split('/')[0]}/${head.ref}`;
  return `${subject ?? `Merge pull request #${number} from ${branch}`}${body || `\n\n${title}`}`;
}

/** Merges a pull request into its base branch. Returns the commit of the merge. */
async function merge(call: Call, issue: PullRequest, method: string): Promise<string> {
  const { head, base } = issue.pull;
  const baseSha = await call.git.resolve(base.ref);
  if (baseSha === undefined) throw new ApiError(405, 'Base branch does not exist');
  const tree = await call.git.mergedTree(baseSha, head.sha);
  if (tree === undefined) throw new ApiError(405, 'Pull Request is not mergeable');
  const author = { name: call.actor, email: `${call.actor}@users.noreply.github.com` };
  const message = mergeMessage(call, issue, method);
  const parents = method === 'squash' ? [baseSha] : [baseSha, head.sha];
  const sha = await call.git.writeCommit({ tree, parents, message, author });
  if (!(await call.git.moveRef(`refs/heads/${base.ref}`, sha, baseSha))) {
    throw new ApiError(409, 'Base branch was modified. Review and try the merge again.');
  }
  await call.github.recordPush(call.repository, { branch: base.ref, before: baseSha, after: sha, actor: call.actor });
  return sha;
}

async function renderChangedFile(call: Call, pull: PullRequest['pull'], file: ChangedFile): Promise<Json> {
  const url = call.render.repositoryUrl(call.repository);
  const commit = file.status === 'removed' ? pull.base.sha : pull.head.sha;
  const sha = await call.git.text(['rev-parse', `${commit}:${file.path}`]);
  return {
    sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${url}/git/blobs/${sha}`,
    raw_url: `${url}/git/blobs/${sha}`,
    contents_url: `${url}/contents/${file.path}?ref=${commit}`,
    ...(file.patch === '' ? {} : { patch: file.patch }),
    ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
  };
}

export const pullHandlers: Handlers = {
  'pulls/list': (call) => {
    const state = call.query.state ?? 'open';
    const [, headRef] = (call.query.head ?? '').split(':');
    const pulls = call.repository.issues
      .filter((issue) => issue.pull !== undefined)
      .filter((issue) => state === 'all' || issue.state === state)
      .filter((issue) => headRef === undefined || issue.pull?.head.ref === headRef)
      .filter((issue) => call.query.base === undefined || issue.pull?.base.ref === call.query.base);
    if (call.query.direction !== 'asc') pulls.reverse();
    return ok(pulls.map((issue) => renderPull(call.render, call.repository, issue)));
  },
  'pulls/create': async (call) => {
    const baseRef = String(call.body.base);
    const [owner, ref] = String(call.body.head).includes(':')
      ? String(call.body.head).split(':')
      : [call.repository.owner, String(call.body.head)];
    const head = await call.git.resolve(ref ?? '');
    const base = await call.git.resolve(baseRef);
    if (head === undefined) throw validationError('head', 'head does not name a branch');
    if (base === undefined) throw validationError('base', 'base does not name a branch');
    const open = call.repository.issues.some(
      (issue) => issue.state === 'open' && issue.pull?.head.ref === ref && issue.pull?.base.ref === baseRef,
    );
    if (open) throw validationError('head', `A pull request already exists for ${owner}:${ref}.`);
    if (await call.git.isAncestor(head, base))
      throw validationError('head', `No commits between ${baseRef} and ${ref}`);
    const issue = call.github.createIssue(call.repository, {
      title: String(call.body.title ?? ''),
      body: call.body.body == null ? null : checkBody(call.body.body, 'PullRequest'),
      author: call.actor,
      pull: {
        head: { ref: ref ?? '', sha: head, repository: `${owner}/${call.repository.name}` },
        base: { ref: baseRef, sha: base },
        merged: null,
        mergedBy: null,
        mergeCommit: null,
        draft: call.body.draft === true,
      },
    });
    await call.github.updateTestMerge(call.repository, issue);
    call.github.deliverPull(call.repository, issue, { action: 'opened', actor: call.actor });
    return await respondWithPull(call, issue, 201);
  },
  'pulls/get': async (call) => await respondWithPull(call, requestedPull(call)),
  'pulls/update': async (call) => {
    const issue = requestedPull(call);
    if (issue.author !== call.actor) requireWriteAccess(call);
    if (call.body.title != null) issue.title = String(call.body.title);
    if (call.body.body !== undefined)
      issue.body = call.body.body === null ? null : checkBody(call.body.body, 'PullRequest');
    if (call.body.base != null) issue.pull.base.ref = String(call.body.base);
    const stateBefore = issue.state;
    if (issue.pull.merged === null) setState(call, issue, call.body.state);
    issue.updated = call.github.time();
    const { actor, repository } = call;
    if (issue.state !== stateBefore) {
      call.github.deliverPull(repository, issue, { action: issue.state === 'closed' ? 'closed' : 'reopened', actor });
    } else call.github.deliverPull(repository, issue, { action: 'edited', actor, extra: { changes: {} } });
    return await respondWithPull(call, issue);
  },
  'pulls/list-files': async (call) => {
    const { pull } = requestedPull(call);
    const files = await call.git.changes(pull.base.sha, pull.head.sha);
    return ok(await Promise.all(files.map((file) => renderChangedFile(call, pull, file))));
  },
  'pulls/merge': async (call) => {
    requireWriteAccess(call);
    const issue = requestedPull(call);
    if (issue.pull.merged !== null || issue.state === 'closed')
      throw new ApiError(405, 'Pull Request is not mergeable');
    if (call.body.sha != null && call.body.sha !== issue.pull.head.sha) {
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const sha = await merge(call, issue, String(call.body.merge_method ?? 'merge'));
    issue.pull.merged = call.github.time();
    issue.pull.mergedBy = call.actor;
    issue.pull.mergeCommit = sha;
    issue.state = 'closed';
    issue.closed = issue.pull.merged;
    call.github.record(issue, { event: 'merged', actor: call.actor, commit: sha });
    call.github.record(issue, { event: 'closed', actor: call.actor });
    call.github.deliverPull(call.repository, issue, { action: 'closed', actor: call.actor });
    return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
  },
  'repos/list-pull-requests-associated-with-commit': async (call) => {
    const sha = await call.git.resolve(call.params.commit_sha ?? '');
    if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${call.params.commit_sha}`);
    const related: Issue[] = [];
    for (const issue of call.repository.issues) {
      const pull = issue.pull;
      if (!pull) continue;
      if (pull.mergeCommit === sha || pull.head.sha === sha) related.push(issue);
      else if (await call.git.isAncestor(sha, pull.head.sha)) {
        if (!(await call.git.isAncestor(sha, pull.base.sha))) related.push(issue);
      }
    }
    return ok(related.map((issue) => renderPull(call.render, call.repository, issue)));
  },
};
