import type { Comment, GitHub } from '../../ports/github.ts';
import type { Octokit, RepositoryName } from './octokit.ts';
import { undefinedIfMissing } from './undefined-if-missing.ts';

type CommentCalls = Pick<GitHub, 'comments' | 'createComment' | 'updateComment' | 'deleteComment'>;
type LabelCalls = Pick<GitHub, 'labels' | 'removeLabel' | 'labelEvent'>;
type IssueCalls = Pick<GitHub, 'openIssue' | 'issues'>;

/** Comments on issues and pull requests. */
export function commentCalls({ rest, paginate }: Octokit, repository: RepositoryName): CommentCalls {
  return {
    async comments(issue) {
      const comments = await paginate(rest.issues.listComments, { ...repository, per_page: 100, issue_number: issue });
      return comments.map(commentFrom);
    },
    createComment: async (issue, body) =>
      commentFrom((await rest.issues.createComment({ ...repository, issue_number: issue, body })).data),
    updateComment: async (id, body) =>
      commentFrom((await rest.issues.updateComment({ ...repository, comment_id: id, body })).data),
    deleteComment: async (id) =>
      (await undefinedIfMissing(rest.issues.deleteComment({ ...repository, comment_id: id }).then(() => true))) ??
      false,
  };
}

/** Labels of issues and pull requests. */
export function labelCalls({ rest, paginate }: Octokit, repository: RepositoryName): LabelCalls {
  const page = { ...repository, per_page: 100 };
  return {
    async labels(issue) {
      const labels = await paginate(rest.issues.listLabelsOnIssue, { ...page, issue_number: issue });
      return labels.map(({ name }) => name);
    },
    async removeLabel(issue, label) {
      await undefinedIfMissing(rest.issues.removeLabel({ ...repository, issue_number: issue, name: label }));
    },
    async labelEvent(issue, label) {
      const events = await paginate(rest.issues.listEvents, { ...page, issue_number: issue });
      const last = events
        .filter(
          (event) =>
            event.event === 'labeled' && 'label' in event && event.label.name?.toLowerCase() === label.toLowerCase(),
        )
        .at(-1);
      return last?.actor ? { actor: last.actor.login, at: last.created_at } : undefined;
    },
  };
}

/** The calls for issues, comments and labels. */
export function issueCalls({ rest, paginate }: Octokit, repository: RepositoryName): IssueCalls {
  return {
    async openIssue({ title, body, labels }) {
      const { data } = await rest.issues.create({ ...repository, title, body, ...(labels ? { labels } : {}) });
      return { number: data.number, url: data.html_url };
    },
    async issues({ state, labels }) {
      const issues = await paginate(rest.issues.listForRepo, {
        ...repository,
        per_page: 100,
        state,
        ...(labels ? { labels: labels.join(',') } : {}),
      });
      return issues
        .filter((issue) => issue.pull_request === undefined)
        .map((issue) => ({
          number: issue.number,
          title: issue.title,
          body: issue.body ?? '',
          author: issue.user?.login ?? '',
          url: issue.html_url,
        }));
    },
  };
}

function commentFrom(data: {
  id: number;
  body?: string | null;
  user: { login: string } | null;
  html_url: string;
}): Comment {
  return { id: data.id, author: data.user?.login ?? '', body: data.body ?? '', url: data.html_url };
}
