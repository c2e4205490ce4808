import type { Member } from './member.ts';

/** The containers of a CreateModel request. */
export function containersOf(request: Member): readonly Member[] {
  const primary = request.at('PrimaryContainer');
  return [...(primary.exists ? [primary] : []), ...request.at('Containers').items];
}
