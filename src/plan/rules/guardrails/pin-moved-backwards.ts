import { pinName } from '../../../config/index.ts';
import type { Finding } from '../../../finding.ts';
import { changedPins, isBackwards, pins } from '../helpers/pins.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * A pin moves to an older version: usually a rollback, sometimes a merge of an old branch. The order of promotion
 * does not stop it. So the finding is a warning when the environment before this one does not run that version (any
 * more).
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
        message: `${environment?.name} goes back from ${from === null ? '' : pinName(from)} to ${pinName(to)} for ${what}.${proven ? '' : ` ${source} does not run it: only the history says whether it ever ran here.`}`,
        why: 'A rollback does not follow the order of promotion, so it is possible when it is needed. But the change may also come from an old branch.',
        way_out: 'Merge it if you mean it. Otherwise bring the branch up to date with its base.',
        place: context.place(path),
      };
    });
}
