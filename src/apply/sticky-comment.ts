import { Failure } from '../failure.ts';
import type { Comment, GitHub } from '../ports/github.ts';
import { findOwn } from '../report/marker.ts';

export interface StickyComment {
  /** Number of the issue or pull request. */
  issue: number;
  /** What the comment is: `plan`, `report`, `approval`. */
  kind: string;
  /** Tells comments of one kind apart. */
  key: string;
  /** Markdown with the marker of that kind and key. */
  body: string;
}

/**
 * Posts a comment once. When a comment of ours has the same marker, it is edited in place. When the answer to a
 * creation is lost, the comment is looked for before it is written again. When two runs create one each, both keep the
 * older one.
 * @throws Failure `unavailable` when GitHub does not have the comment that it accepted
 */
export async function stickyComment(
  github: GitHub,
  { issue, kind, key, body }: StickyComment,
): Promise<{ comment: Comment; changed: boolean }> {
  const viewer = await github.viewer();
  const ownComments = async () =>
    findOwn(await github.comments(issue), viewer, kind)
      .filter((marked) => marked.key === key)
      .map((marked) => marked.comment)
      .sort((a, b) => a.id - b.id);
  const existing = (await ownComments())[0];
  if (existing) {
    if (comparable(existing.body) === comparable(body)) return { comment: existing, changed: false };
    return { comment: await github.updateComment(existing.id, body), changed: true };
  }
  try {
    await github.createComment(issue, body);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'unavailable') throw error;
    if ((await ownComments()).length === 0) throw error;
  }
  const [first, ...later] = await ownComments();
  if (first === undefined) {
    throw new Failure('unavailable', `GitHub accepted the comment on #${issue}, but does not show it`, {
      way_out: 'Run it again.',
    });
  }
  for (const extra of later) await github.deleteComment(extra.id);
  return { comment: first, changed: true };
}

/** GitHub keeps line ends as they came and drops blanks at the end of a body. */
const comparable = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
