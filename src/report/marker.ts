/**
 * The invisible first line of a comment that is ours: which comment it is, and the facts that a later step relies on. The
 * facts are base64url, so that no value can end the HTML comment early. A marker only counts in a comment that our own
 * login wrote (`findOwn`): anybody can paste one.
 */
import type { Comment } from '../ports/github.ts';

const PATTERN = /^<!-- mlops:([a-z-]+):([A-Za-z0-9._/-]{1,200}) ([A-Za-z0-9_-]*) -->/;

export interface Marked<Facts> {
  comment: Comment;
  key: string;
  facts: Facts;
}

/** @param kind what the comment is (`report`, `approval`); @param key which one of its kind, for example the execution id */
export function marker(kind: string, key: string, facts: object): string {
  const line = `<!-- mlops:${kind}:${key} ${Buffer.from(JSON.stringify(facts)).toString('base64url')} -->`;
  if (!PATTERN.test(line))
    throw new Error(`the marker key ${JSON.stringify(key)} has characters that a marker cannot hold`);
  return line;
}

/** Our own comments of a kind, oldest first. Comments of others that carry a marker are not ours. */
export function findOwn<Facts>(comments: Comment[], viewer: string, kind: string): Array<Marked<Facts>> {
  return comments.flatMap((comment) => {
    const match = comment.author === viewer ? PATTERN.exec(comment.body) : null;
    if (!match || match[1] !== kind) return [];
    try {
      const facts = JSON.parse(Buffer.from(match[3] ?? '', 'base64url').toString('utf8')) as Facts;
      return [{ comment, key: match[2] ?? '', facts }];
    } catch {
      return [];
    }
  });
}
