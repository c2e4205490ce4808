import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';
import { changedPins, isBackwards, type PinChange, pinName, pins } from './pins.ts';

/**
 * A model that comes to a stage before it ran in the one before it. What counts is the base: a change that pins a model in
 * both at once has let it run in neither, and one that takes the order out of environment.yml does not get round it. Going
 * back to an older version is not held up (see pin-moved-backwards): in need the way back has to be open.
 */
export function promotionOrder(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  if (environment === null || base === null) return [];
  const sources = new Set(
    [environment.promotes_from, base.environment?.promotes_from ?? null].filter((name) => name !== null),
  );
  return changedPins(context)
    .filter((change) => !isBackwards(change))
    .flatMap((change) => [...sources].flatMap((source) => judge(context, change, source)));
}

function judge({ environment, base, place }: ChangeContext, change: PinChange, source: string): Finding[] {
  const name = environment?.name ?? '';
  const before = base?.environments.find((other) => other.name === source);
  if (before !== undefined && pins(before, change.to)) return [];
  const found = before?.endpoint.model ?? before?.batch_transform.model ?? null;
  const runs = before === undefined ? 'is new' : found === null ? 'pins no model' : `pins ${pinName(found)}`;
  const digest = found !== null && pinName(found) === pinName(change.to) ? ' with another artifact' : '';
  return [
    {
      rule: 'guardrail/promotion-order',
      severity: 'error',
      message: `${name} would get ${pinName(change.to)} for ${change.what}, but ${source}, which it takes its models from, ${runs}${digest} before this change.`,
      why: `A model comes to ${name} after it ran in ${source}${environment?.soak === '0h' ? '' : ` for ${environment?.soak}`}: what goes wrong is to go wrong there.`,
      way_out: `Merge it in ${source} first, and let the promote action open the pull request for ${name} when it has run there.`,
      place: place(change.path),
    },
  ];
}
