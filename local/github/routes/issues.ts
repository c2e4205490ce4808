import type { Answer, Call, Handlers } from '../call.ts';
import { ApiError } from '../forge.ts';
import type { Issue } from '../state.ts';

/** https://docs.github.com/rest/issues/comments: measured limit of a body, in characters. */
const LONGEST_BODY = 65_536;

export function checkedBody(body: unknown, resource: string): string {
  const text = String(body ?? '');
  if (text.length > LONGEST_BODY) {
    throw new ApiError(422, 'Validation Failed', [
      {
        resource,
        code: 'unprocessable',
        field: 'data',
        message: `Body is too long (maximum is ${LONGEST_BODY} characters)`,
      },
    ]);
  }
  return text;
}

/** A caller may change what it wrote; changing somebody else's needs write access. */
function mayChange(call: Call, author: string): boolean {
  return (
    call.actor === author || ['admin', 'maintain', 'write'].includes(call.forge.permission(call.repository, call.actor))
  );
}

function issueOf(call: Call): Issue {
  return call.forge.issue(call.repository, Number(call.params.issue_number));
}

function findComment(call: Call) {
  for (const issue of call.repository.issues) {
    const comment = issue.comments.find((candidate) => candidate.id === Number(call.params.comment_id));
    if (comment) return { issue, comment };
  }
  throw new ApiError(404, 'Not Found');
}

function addLabels(call: Call, issue: Issue, names: string[]): void {
  for (const name of names) {
    const label = call.forge.ensureLabel(call.repository, name);
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    call.forge.record(issue, { event: 'labeled', actor: call.actor, label });
    deliverLabel(call, issue, 'labeled', label);
  }
}

function deliverLabel(call: Call, issue: Issue, action: string, label: string): void {
  const [shown] = call.render.labels(call.repository, [label]);
  if (issue.pull) call.forge.deliverPull(call.repository, issue, action, call.actor, { label: shown });
  else deliverIssue(call, issue, action, { label: shown });
}

function deliverIssue(call: Call, issue: Issue, action: string, extra: Record<string, unknown> = {}): void {
  call.forge.deliver('issues', {
    action,
    issue: call.render.issue(call.repository, issue),
    repository: call.render.repository(call.repository),
    sender: call.render.user(call.actor),
    ...extra,
  });
}

function requireWrite(call: Call): void {
  if (!['admin', 'maintain', 'write', 'triage'].includes(call.forge.permission(call.repository, call.actor))) {
    throw new ApiError(403, 'Resource not accessible by personal access token');
  }
}

export function setState(call: Call, issue: Issue, state: unknown): void {
  if ((state !== 'open' && state !== 'closed') || state === issue.state) return;
  issue.state = state;
  issue.closed = state === 'closed' ? call.forge.time() : null;
  call.forge.record(issue, { event: state === 'closed' ? 'closed' : 'reopened', actor: call.actor });
}

const labelNames = (labels: unknown): string[] =>
  (Array.isArray(labels) ? labels : []).map((label) =>
    typeof label === 'string' ? label : String((label as { name?: string }).name ?? ''),
  );

const ok = (body: unknown): Answer => ({ status: 200, body });

export const issueHandlers: Handlers = {
  'issues/list-for-repo': (call) => {
    const wanted = (call.query.labels ?? '').split(',').filter(Boolean);
    const state = call.query.state ?? 'open';
    const issues = call.repository.issues
      .filter((issue) => state === 'all' || issue.state === state)
      .filter((issue) =>
        wanted.every((name) => issue.labels.some((label) => label.toLowerCase() === name.toLowerCase())),
      )
      .filter((issue) => call.query.creator === undefined || issue.author === call.query.creator);
    if (call.query.direction !== 'asc') issues.reverse();
    return ok(issues.map((issue) => call.render.issue(call.repository, issue)));
  },
  'issues/create': (call) => {
    const body = call.body.body == null ? null : checkedBody(call.body.body, 'Issue');
    const issue = call.forge.createIssue(call.repository, { title: String(call.body.title), body, author: call.actor });
    deliverIssue(call, issue, 'opened');
    addLabels(call, issue, labelNames(call.body.labels));
    return { status: 201, body: call.render.issue(call.repository, issue) };
  },
  'issues/get': (call) => ok(call.render.issue(call.repository, issueOf(call))),
  'issues/update': (call) => {
    const issue = issueOf(call);
    if (!mayChange(call, issue.author)) throw new ApiError(403, 'Must have admin rights to Repository.');
    if (call.body.title != null) issue.title = String(call.body.title);
    if (call.body.body !== undefined)
      issue.body = call.body.body === null ? null : checkedBody(call.body.body, 'Issue');
    setState(call, issue, call.body.state);
    issue.updated = call.forge.time();
    if (call.body.labels !== undefined) {
      const wanted = labelNames(call.body.labels);
      issue.labels = issue.labels.filter((label) => wanted.includes(label));
      addLabels(call, issue, wanted);
    }
    return ok(call.render.issue(call.repository, issue));
  },
  'issues/list-events': (call) => {
    const issue = issueOf(call);
    return ok(issue.events.map((event) => call.render.event(call.repository, issue, event)));
  },
  'issues/list-comments': (call) => {
    const issue = issueOf(call);
    return ok(issue.comments.map((comment) => call.render.comment(call.repository, issue, comment)));
  },
  'issues/create-comment': (call) => {
    const issue = issueOf(call);
    const body = checkedBody(call.body.body, 'IssueComment');
    const at = call.forge.time();
    const comment = { id: call.forge.stateFile.id(), author: call.actor, body, created: at, updated: at };
    issue.comments.push(comment);
    issue.updated = at;
    const shown = call.render.comment(call.repository, issue, comment);
    call.forge.deliver('issue_comment', {
      action: 'created',
      issue: call.render.issue(call.repository, issue),
      comment: shown,
      repository: call.render.repository(call.repository),
      sender: call.render.user(call.actor),
    });
    return { status: 201, body: shown };
  },
  'issues/get-comment': (call) => {
    const { issue, comment } = findComment(call);
    return ok(call.render.comment(call.repository, issue, comment));
  },
  'issues/update-comment': (call) => {
    const { issue, comment } = findComment(call);
    if (!mayChange(call, comment.author)) throw new ApiError(403, 'Must have admin rights to Repository.');
    comment.body = checkedBody(call.body.body, 'IssueComment');
    comment.updated = call.forge.time();
    return ok(call.render.comment(call.repository, issue, comment));
  },
  'issues/delete-comment': (call) => {
    const { issue, comment } = findComment(call);
    if (!mayChange(call, comment.author)) throw new ApiError(403, 'Must have admin rights to Repository.');
    issue.comments.splice(issue.comments.indexOf(comment), 1);
    return { status: 204 };
  },
  'issues/list-labels-on-issue': (call) => ok(call.render.labels(call.repository, issueOf(call).labels)),
  'issues/add-labels': (call) => {
    requireWrite(call);
    const issue = issueOf(call);
    addLabels(call, issue, labelNames(Array.isArray(call.body) ? call.body : call.body.labels));
    return ok(call.render.labels(call.repository, issue.labels));
  },
  'issues/remove-label': (call) => {
    requireWrite(call);
    const issue = issueOf(call);
    const label = issue.labels.find((name) => name.toLowerCase() === call.params.name?.toLowerCase());
    if (label === undefined) throw new ApiError(404, 'Label does not exist');
    issue.labels.splice(issue.labels.indexOf(label), 1);
    call.forge.record(issue, { event: 'unlabeled', actor: call.actor, label });
    deliverLabel(call, issue, 'unlabeled', label);
    return ok(call.render.labels(call.repository, issue.labels));
  },
  'issues/list-labels-for-repo': (call) =>
    ok(call.repository.labels.map((label) => call.render.label(call.repository, label))),
  'issues/create-label': (call) => {
    requireWrite(call);
    const name = String(call.body.name);
    if (call.repository.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())) {
      throw new ApiError(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]);
    }
    const label = {
      id: call.forge.stateFile.id(),
      name,
      color: String(call.body.color ?? 'ededed'),
      description: call.body.description == null ? null : String(call.body.description),
    };
    call.repository.labels.push(label);
    return { status: 201, body: call.render.label(call.repository, label) };
  },
  'issues/get-label': (call) => {
    const [label] = call.render.labels(call.repository, [call.params.name ?? '']);
    if (!label) throw new ApiError(404, 'Not Found');
    return ok(label);
  },
};
