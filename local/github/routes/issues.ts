import { hasWriteAccess, requireTriageAccess } from '../access.ts';
import { ApiError } from '../api-error.ts';
import { type Call, created, type Handlers, ok } from '../call.ts';
import type { Issue, IssueComment } from '../state.ts';

/** Limit of a body in characters, as measured. https://docs.github.com/rest/issues/comments */
const MAX_BODY_CHARACTERS = 65_536;

/**
 * The text of a body in a request.
 * @throws ApiError 422 when it is too long
 */
export function checkBody(body: unknown, resource: string): string {
  const text = String(body ?? '');
  if (text.length > MAX_BODY_CHARACTERS) {
    throw new ApiError(422, 'Validation Failed', [
      {
        resource,
        code: 'unprocessable',
        field: 'data',
        message: `Body is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`,
      },
    ]);
  }
  return text;
}

/**
 * A caller may change its own texts. To change those of another author needs write access.
 * @throws ApiError 403
 */
function requireChangeAccess(call: Call, author: string): void {
  if (call.actor !== author && !hasWriteAccess(call)) throw new ApiError(403, 'Must have admin rights to Repository.');
}

function requestedIssue(call: Call): Issue {
  return call.github.issue(call.repository, Number(call.params.issue_number));
}

function requestedComment(call: Call): { issue: Issue; comment: IssueComment } {
  for (const issue of call.repository.issues) {
    const comment = issue.comments.find((candidate) => candidate.id === Number(call.params.comment_id));
    if (comment) return { issue, comment };
  }
  throw new ApiError(404, 'Not Found');
}

function addLabels(call: Call, issue: Issue, names: string[]): void {
  for (const name of names) {
    const label = call.github.ensureLabel(call.repository, name);
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    call.github.record(issue, { event: 'labeled', actor: call.actor, label });
    deliverLabel(call, issue, 'labeled', label);
  }
}

function deliverLabel(call: Call, issue: Issue, action: string, label: string): void {
  const [rendered] = call.render.labels(call.repository, [label]);
  const extra = { label: rendered };
  if (issue.pull) call.github.deliverPull(call.repository, issue, { action, actor: call.actor, extra });
  else deliverIssue(call, issue, action, extra);
}

function deliverIssue(call: Call, issue: Issue, action: string, extra: Record<string, unknown> = {}): void {
  call.github.deliver('issues', {
    action,
    issue: call.render.issue(call.repository, issue),
    repository: call.render.repository(call.repository),
    sender: call.render.user(call.actor),
    ...extra,
  });
}

/** Closes or reopens an issue. Does nothing when the state is not a new one. */
export function setState(call: Call, issue: Issue, state: unknown): void {
  if ((state !== 'open' && state !== 'closed') || state === issue.state) return;
  issue.state = state;
  issue.closed = state === 'closed' ? call.github.time() : null;
  call.github.record(issue, { event: state === 'closed' ? 'closed' : 'reopened', actor: call.actor });
}

/** The API takes a label as its name, or as an object with a name. */
const labelNames = (labels: unknown): string[] =>
  (Array.isArray(labels) ? labels : []).map((label) =>
    typeof label === 'string' ? label : String((label as { name?: string }).name ?? ''),
  );

export const issueHandlers: Handlers = {
  'issues/list-for-repo': (call) => {
    const labels = (call.query.labels ?? '').split(',').filter(Boolean);
    const state = call.query.state ?? 'open';
    const issues = call.repository.issues
      .filter((issue) => state === 'all' || issue.state === state)
      .filter((issue) =>
        labels.every((name) => issue.labels.some((label) => label.toLowerCase() === name.toLowerCase())),
      )
      .filter((issue) => call.query.creator === undefined || issue.author === call.query.creator);
    if (call.query.direction !== 'asc') issues.reverse();
    return ok(issues.map((issue) => call.render.issue(call.repository, issue)));
  },
  'issues/create': (call) => {
    const body = call.body.body == null ? null : checkBody(call.body.body, 'Issue');
    const issue = call.github.createIssue(call.repository, {
      title: String(call.body.title),
      body,
      author: call.actor,
    });
    deliverIssue(call, issue, 'opened');
    addLabels(call, issue, labelNames(call.body.labels));
    return created(call.render.issue(call.repository, issue));
  },
  'issues/get': (call) => ok(call.render.issue(call.repository, requestedIssue(call))),
  'issues/update': (call) => {
    const issue = requestedIssue(call);
    requireChangeAccess(call, issue.author);
    if (call.body.title != null) issue.title = String(call.body.title);
    if (call.body.body !== undefined) issue.body = call.body.body === null ? null : checkBody(call.body.body, 'Issue');
    setState(call, issue, call.body.state);
    issue.updated = call.github.time();
    if (call.body.labels !== undefined) {
      const labels = labelNames(call.body.labels);
      issue.labels = issue.labels.filter((label) => labels.includes(label));
      addLabels(call, issue, labels);
    }
    return ok(call.render.issue(call.repository, issue));
  },
  'issues/list-events': (call) => {
    const issue = requestedIssue(call);
    return ok(issue.events.map((event) => call.render.event(call.repository, issue, event)));
  },
  'issues/list-comments': (call) => {
    const issue = requestedIssue(call);
    return ok(issue.comments.map((comment) => call.render.comment(call.repository, issue, comment)));
  },
  'issues/create-comment': (call) => {
    const issue = requestedIssue(call);
    const body = checkBody(call.body.body, 'IssueComment');
    const time = call.github.time();
    const comment = { id: call.github.stateFile.id(), author: call.actor, body, created: time, updated: time };
    issue.comments.push(comment);
    issue.updated = time;
    const rendered = call.render.comment(call.repository, issue, comment);
    call.github.deliver('issue_comment', {
      action: 'created',
      issue: call.render.issue(call.repository, issue),
      comment: rendered,
      repository: call.render.repository(call.repository),
      sender: call.render.user(call.actor),
    });
    return created(rendered);
  },
  'issues/get-comment': (call) => {
    const { issue, comment } = requestedComment(call);
    return ok(call.render.comment(call.repository, issue, comment));
  },
  'issues/update-comment': (call) => {
    const { issue, comment } = requestedComment(call);
    requireChangeAccess(call, comment.author);
    comment.body = checkBody(call.body.body, 'IssueComment');
    comment.updated = call.github.time();
    return ok(call.render.comment(call.repository, issue, comment));
  },
  'issues/delete-comment': (call) => {
    const { issue, comment } = requestedComment(call);
    requireChangeAccess(call, comment.author);
    issue.comments.splice(issue.comments.indexOf(comment), 1);
    return { status: 204 };
  },
  'issues/list-labels-on-issue': (call) => ok(call.render.labels(call.repository, requestedIssue(call).labels)),
  'issues/add-labels': (call) => {
    requireTriageAccess(call);
    const issue = requestedIssue(call);
    addLabels(call, issue, labelNames(Array.isArray(call.body) ? call.body : call.body.labels));
    return ok(call.render.labels(call.repository, issue.labels));
  },
  'issues/remove-label': (call) => {
    requireTriageAccess(call);
    const issue = requestedIssue(call);
    const label = issue.labels.find((name) => name.toLowerCase() === call.params.name?.toLowerCase());
    if (label === undefined) throw new ApiError(404, 'Label does not exist');
    issue.labels.splice(issue.labels.indexOf(label), 1);
    call.github.record(issue, { event: 'unlabeled', actor: call.actor, label });
    deliverLabel(call, issue, 'unlabeled', label);
    return ok(call.render.labels(call.repository, issue.labels));
  },
  'issues/list-labels-for-repo': (call) =>
    ok(call.repository.labels.map((label) => call.render.label(call.repository, label))),
  'issues/create-label': (call) => {
    requireTriageAccess(call);
    const name = String(call.body.name);
    if (call.repository.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())) {
      throw new ApiError(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]);
    }
    const label = {
      id: call.github.stateFile.id(),
      name,
      color: String(call.body.color ?? 'ededed'),
      description: call.body.description == null ? null : String(call.body.description),
    };
    call.repository.labels.push(label);
    return created(call.render.label(call.repository, label));
  },
  'issues/get-label': (call) => {
    const [label] = call.render.labels(call.repository, [call.params.name ?? '']);
    if (!label) throw new ApiError(404, 'Not Found');
    return ok(label);
  },
};
