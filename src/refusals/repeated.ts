import type { Member } from './member.ts';

/** The members whose text an earlier member of the list has too. */
export function repeated(members: readonly Member[]): readonly Member[] {
  const seen = new Set<string>();
  return members.filter(({ text }) => {
    if (text === undefined) return false;
    if (seen.has(text)) return true;
    seen.add(text);
    return false;
  });
}
