import { pinName } from '../../../config/index.ts';
import type { Finding } from '../../../finding.ts';
import { changedPins, isBackwards, type PinChange, pins } from '../helpers/pins.ts';
import type { ChangeContext } from '../rule.ts';

/**
 * A model is pinned that the environment in `promotes_from` did not pin before the change. The base counts: a change
 * that pins the model in both environments at once has let it run in neither. Removing `promotes_from` in the same
 * change does not help. An older version is allowed (see pin-moved-backwards): a rollback has to be possible when it is
 * needed.
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
  const pinned = before?.endpoint.model ?? before?.batch_transform.model ?? null;
  const state =
    before === undefined ? 'did not exist' : pinned === null ? 'pinned no model' : `pinned ${pinName(pinned)}`;
  const artifact = pinned !== null && pinName(pinned) === pinName(change.to) ? ' with another artifact' : '';
  return [
    {
      rule: 'guardrail/promotion-order',
      severity: 'error',
      message: `${name} would get ${pinName(change.to)} for ${change.what}, but ${source}, which ${name} gets its models from, ${state}${artifact} before this change.`,
      why: `A model comes to ${name} after it ran in ${source}${environment?.soak === '0h' ? '' : ` for ${environment?.soak}`}, so that a mistake shows there first.`,
      way_out: `Merge the pin in ${source} first. The promote action opens the pull request for ${name} when the model has run there.`,
      place: place(change.path),
    },
  ];
}
