import type { Environment, Pin } from '../../config/index.ts';
import type { ChangeContext } from '../rule.ts';

/** Sections of an environment that pin a model, with what they are called. */
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

/** Pins that the change sets to another model; none without a base to compare with. */
export function changedPins({ base, environment }: ChangeContext): PinChange[] {
  if (base === null || environment === null) return [];
  return PINNED.flatMap(([section, what]) => {
    const to = environment[section].model;
    const from = base.environment?.[section].model ?? null;
    if (to === null || samePin(from, to)) return [];
    return [{ section, what, from, to, path: `environment.${section}.model.version` }];
  });
}

/** One and the same model: by content, not by number. */
export function samePin(a: Pin | null, b: Pin | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.package_group === b.package_group &&
    a.version === b.version &&
    a.artifact_digest === b.artifact_digest
  );
}

/** Whether an environment runs that model, for real-time or for batch predictions. */
export function pins(environment: Environment, pin: Pin): boolean {
  return samePin(environment.endpoint.model, pin) || samePin(environment.batch_transform.model, pin);
}

/** An older version of the same group. */
export function isBackwards({ from, to }: PinChange): boolean {
  return from !== null && from.package_group === to.package_group && to.version < from.version;
}

/** `mlops-presto version 3` */
export function pinName({ package_group, version }: Pin): string {
  return `${package_group} version ${version}`;
}
