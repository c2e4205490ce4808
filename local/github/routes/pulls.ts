import type { Answer, Call, Handlers } from '../call.ts';
import { ApiError } from '../forge.ts';
import type { Issue } from '../state.ts';
import { checkedBody, setState } from './issues.ts';

type Pull = NonNullable<Issue['pull']>;

function pullOf(call: Call): Issue & { pull: Pull } {
  const issue = call.forge.issue(call.repository, Number(call.params.pull_number));
  if (!issue.pull) throw new ApiError(404, 'Not Found');
  return issue as Issue & { pull: Pull };
}

function requireWrite(call: Call): void {
  if (!['admin', 'maintain', 'write'].includes(call.forge.permission(call.repository, call.actor))) {
    throw new ApiError(403, 'Resource not accessible by personal access token');
  }
}

const invalid = (field: string, message: string) =>
  new ApiError(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', field, message }]);

async function shown(call: Call, issue: Issue, status = 200): Promise<Answer> {
  return { status, body: await call.render.pullDetails(call.repository, issue, call.git) };
}

async function merge(call: Call, issue: Issue & { pull: Pull }, method: string): Promise<string> {
  const { head, base } = issue.pull;
  const onto = await call.git.resolve(base.ref);
  if (onto === undefined) throw new ApiError(405, 'Base branch does not exist');
  const tree = await call.git.mergedTree(onto, head.sha);
  if (tree === undefined) throw new ApiError(405, 'Pull Request is not mergeable');
  const author = { name: call.actor, email: `${call.actor}@users.noreply.github.com` };
  const title = call.body.commit_title == null ? undefined : String(call.body.commit_title);
  const detail = call.body.commit_message == null ? '' : `\n\n${String(call.body.commit_message)}`;
  const message =
    method === 'squash'
      ? `${title ?? `${issue.title} (#${issue.number})`}${detail}`
      : `${title ?? `Merge pull request #${issue.number} from ${head.repository.split('/')[0]}/${head.ref}`}${detail || `\n\n${issue.title}`}`;
  const parents = method === 'squash' ? [onto] : [onto, head.sha];
  const sha = await call.git.writeCommit({ tree, parents, message, author });
  if (!(await call.git.moveRef(`refs/heads/${base.ref}`, sha, onto))) {
    throw new ApiError(409, 'Base branch was modified. Review and try the merge again.');
  }
  await call.forge.pushed(call.repository, base.ref, onto, sha, call.actor);
  return sha;
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
    return { status: 200, body: pulls.map((issue) => call.render.pull(call.repository, issue)) };
  },
  'pulls/create': async (call) => {
    const baseRef = String(call.body.base);
    const [owner, ref] = String(call.body.head).includes(':')
      ? String(call.body.head).split(':')
      : [call.repository.owner, String(call.body.head)];
    const head = await call.git.resolve(ref ?? '');
    const base = await call.git.resolve(baseRef);
    if (head === undefined) throw invalid('head', 'head does not name a branch');
    if (base === undefined) throw invalid('base', 'base does not name a branch');
    const open = call.repository.issues.some(
      (issue) => issue.state === 'open' && issue.pull?.head.ref === ref && issue.pull?.base.ref === baseRef,
    );
    if (open) throw invalid('head', `A pull request already exists for ${owner}:${ref}.`);
    if (await call.git.isAncestor(head, base)) throw invalid('head', `No commits between ${baseRef} and ${ref}`);
    const issue = call.forge.createIssue(call.repository, {
      title: String(call.body.title ?? ''),
      body: call.body.body == null ? null : checkedBody(call.body.body, 'PullRequest'),
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
    await call.forge.testMerge(call.repository, issue);
    call.forge.deliverPull(call.repository, issue, 'opened', call.actor);
    return await shown(call, issue, 201);
  },
  'pulls/get': async (call) => await shown(call, pullOf(call)),
  'pulls/update': async (call) => {
    const issue = pullOf(call);
    if (issue.author !== call.actor) requireWrite(call);
    if (call.body.title != null) issue.title = String(call.body.title);
    if (call.body.body !== undefined)
      issue.body = call.body.body === null ? null : checkedBody(call.body.body, 'PullRequest');
    if (call.body.base != null) issue.pull.base.ref = String(call.body.base);
    const before = issue.state;
    if (issue.pull.merged === null) setState(call, issue, call.body.state);
    issue.updated = call.forge.time();
    if (issue.state !== before)
      call.forge.deliverPull(call.repository, issue, issue.state === 'closed' ? 'closed' : 'reopened', call.actor);
    else call.forge.deliverPull(call.repository, issue, 'edited', call.actor, { changes: {} });
    return await shown(call, issue);
  },
  'pulls/list-files': async (call) => {
    const { pull } = pullOf(call);
    const url = call.render.repositoryUrl(call.repository);
    const files = await call.git.changes(pull.base.sha, pull.head.sha);
    return {
      status: 200,
      body: await Promise.all(
        files.map(async (file) => {
          const at = file.status === 'removed' ? pull.base.sha : pull.head.sha;
          const sha = await call.git.text(['rev-parse', `${at}:${file.path}`]);
          return {
            sha,
            filename: file.path,
            status: file.status,
            additions: file.additions,
            deletions: file.deletions,
            changes: file.additions + file.deletions,
            blob_url: `${url}/git/blobs/${sha}`,
            raw_url: `${url}/git/blobs/${sha}`,
            contents_url: `${url}/contents/${file.path}?ref=${at}`,
            ...(file.patch === '' ? {} : { patch: file.patch }),
            ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
          };
        }),
      ),
    };
  },
  'pulls/merge': async (call) => {
    requireWrite(call);
    const issue = pullOf(call);
    if (issue.pull.merged !== null || issue.state === 'closed')
      throw new ApiError(405, 'Pull Request is not mergeable');
    if (call.body.sha != null && call.body.sha !== issue.pull.head.sha) {
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const sha = await merge(call, issue, String(call.body.merge_method ?? 'merge'));
    issue.pull.merged = call.forge.time();
    issue.pull.mergedBy = call.actor;
    issue.pull.mergeCommit = sha;
    issue.state = 'closed';
    issue.closed = issue.pull.merged;
    call.forge.record(issue, { event: 'merged', actor: call.actor, commit: sha });
    call.forge.record(issue, { event: 'closed', actor: call.actor });
    call.forge.deliverPull(call.repository, issue, 'closed', call.actor);
    return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } };
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
    return { status: 200, body: related.map((issue) => call.render.pull(call.repository, issue)) };
  },
};
