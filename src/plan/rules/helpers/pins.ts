import { type Environment, type Pin, samePin } from '../../../config/index.ts';
import type { ChangeContext } from '../rule.ts';

/** Sections of an environment that pin a model, and their names in messages. */
const PINNED = [
  ['endpoint', 'the endpoint'],
  ['batch_transform', 'the batch predictions'],
] as const;

export interface PinChange {
  section: (typeof PINNED)[number][0];
  /** `the endpoint`, `the batch predictions`. */
  what: string;
  from: Pin | null;
  to: Pin;
  /** Path of the pinned version in the configuration. */
  path: string;
}

/** Returns the pins that the change sets to another model. Without a base there are none. */
export function changedPins({ base, environment }: ChangeContext): PinChange[] {
  if (base === null || environment === null) return [];
  return PINNED.flatMap(([section, what]) => {
    const to = environment[section].model;
    const from = base.environment?.[section].model ?? null;
    if (to === null || samePin(from, to)) return [];
    return [{ section, what, from, to, path: `environment.${section}.model.version` }];
  });
}

/** True when the environment pins that model, for the endpoint or for batch predictions. */
export function pins(environment: Environment, pin: Pin): boolean {
  return samePin(environment.endpoint.model, pin) || samePin(environment.batch_transform.model, pin);
}

/** True for a change to an older version of the same group. */
export function isBackwards({ from, to }: PinChange): boolean {
  return from !== null && from.package_group === to.package_group && to.version < from.version;
}
