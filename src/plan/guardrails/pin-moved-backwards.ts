import type { Finding } from '../../finding.ts';
import type { ChangeContext } from '../rule.ts';
import { changedPins, isBackwards, pinName, pins } from './pins.ts';

/**
 * An older version than before: usually a way back, sometimes a merge of an old branch. The order of promotion does not hold
 * it up, so a version that the stage before does not run (any more) is pointed out louder.
 */
export function pinMovedBackwards(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  return changedPins(context)
    .filter(isBackwards)
    .map(({ what, from, to, path }) => {
      const source = environment?.promotes_from ?? null;
      const before = base?.environments.find(({ name }) => name === source);
      const proven = source === null || (before !== undefined && pins(before, to));
      return {
        rule: 'guardrail/pin-moved-backwards',
        severity: proven ? ('notice' as const) : ('warning' as const),
        message: `${environment?.name} goes back for ${what}, from ${from === null ? '' : pinName(from)} to ${pinName(to)}.${proven ? '' : ` ${source} does not run it: only the history says whether it ever ran here.`}`,
        why: 'A way back is not held to the order of promotion, so that it is open when it is needed; it may also be a branch that is behind.',
        way_out: 'If it is meant, merge it. If not, bring the branch up to date with its base.',
        place: context.place(path),
      };
    });
}
