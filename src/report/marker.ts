/**
 * The marker is the invisible first line of a comment that this program wrote. It says which comment it is, and has the facts
 * that a later step reads. The facts are base64url, so that no value can end the HTML comment early. A marker counts only in a
 * comment of our own login (`findOwn`), because anybody can paste one.
 */
import type { Comment } from '../ports/github.ts';

const PATTERN = /^<!-- mlops:([a-z-]+):([A-Za-z0-9._/-]{1,200}) ([A-Za-z0-9_-]*) -->/;

export interface Marked<Facts> {
  comment: Comment;
  key: string;
  facts: Facts;
}

/**
 * Makes the first line of a comment.
 * @param kind what the comment is: `plan`, `report`, `approval`
 * @param key which one of its kind, for example the id of an execution
 */
export function marker(kind: string, key: string, facts: object): string {
  const line = `<!-- mlops:${kind}:${key} ${Buffer.from(JSON.stringify(facts)).toString('base64url')} -->`;
  if (!PATTERN.test(line))
    throw new Error(`the marker key ${JSON.stringify(key)} has characters that a marker cannot hold`);
  return line;
}

/** Returns our own comments of a kind, in the order of `comments`. Leaves out comments of others with a marker. */
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

/** Returns the body of a comment without its marker. */
export function withoutMarker(body: string): string {
  return body.replace(PATTERN, '').trimStart();
}

/** The first and the last line of a note that a later step takes out again. GitHub shows neither. */
const boundaries = (name: string) => ({ begin: `<!-- mlops:${name} -->`, end: `<!-- /mlops:${name} -->` });

/** Puts a note before a text, between invisible boundaries. The note must not contain text of others. */
export function withNote(name: string, note: string, text: string): string {
  const { begin, end } = boundaries(name);
  return `${begin}\n\n${note}\n\n${end}\n\n${text}`;
}

/** Takes the note of that name out of the beginning of a text. A text without it stays as it is. */
export function withoutNote(name: string, text: string): string {
  const { begin, end } = boundaries(name);
  const at = text.startsWith(begin) ? text.indexOf(end) : -1;
  return at < 0 ? text : text.slice(at + end.length).trimStart();
}
