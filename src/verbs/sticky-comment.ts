import { Failure } from '../failure.ts';
import type { Comment, GitHub } from '../ports/github.ts';
import { findOwn } from '../report/marker.ts';

/**
 * Posts a comment once: the one of our own with the same marker is edited in place, a new one is written only when there is
 * none, over all pages. When the answer to a creation is lost, it is looked for before anybody repeats it; when two runs
 * created one each, both keep the older.
 */
export async function stickyComment(
  github: GitHub,
  number: number,
  kind: string,
  key: string,
  body: string,
): Promise<{ comment: Comment; changed: boolean }> {
  const viewer = await github.viewer();
  const ours = async () =>
    findOwn(await github.comments(number), viewer, kind)
      .filter((marked) => marked.key === key)
      .map((marked) => marked.comment)
      .sort((a, b) => a.id - b.id);
  const existing = (await ours())[0];
  if (existing) {
    // GitHub stores line ends as they came and drops trailing blanks of the body.
    if (normal(existing.body) === normal(body)) return { comment: existing, changed: false };
    return { comment: await github.updateComment(existing.id, body), changed: true };
  }
  try {
    await github.createComment(number, body);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'unavailable') throw error;
    if ((await ours()).length === 0) throw error;
  }
  const [first, ...later] = await ours();
  if (first === undefined) {
    throw new Failure('unavailable', `The comment on #${number} was accepted but is not there`, {
      wayOut: 'Run it again.',
    });
  }
  for (const extra of later) await github.deleteComment(extra.id);
  return { comment: first, changed: true };
}

const normal = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
