import type { Pin } from '../config/index.ts';
import type { Decision } from './approval.ts';

export interface PromotionFacts {
  environment: string;
  /** What the environment's folder pins on the default branch. */
  current: Pin | null;
  /** What is to be pinned there. */
  candidate: Pin;
  /** Approval of the candidate in the registry, and the digest of its artifact as it lies in S3 now. */
  registry: { status: string | undefined; artifact_digest: string | null } | undefined;
  /** The environment that a model must have run in before: its pin, since when, and how long it must stay (seconds). */
  from: { environment: string; pin: Pin | null; since: string | undefined; soak_seconds: number } | undefined;
  freeze: Array<{ from: string; to: string; reason: string }>;
  now: number;
}

const same = (a: Pin | null, b: Pin | null): boolean =>
  a !== null &&
  b !== null &&
  a.package_group === b.package_group &&
  a.version === b.version &&
  a.artifact_digest === b.artifact_digest;

/** May this model be offered to this environment? The offer is a pull request; a person still merges it. */
export function decidePromotion(facts: PromotionFacts): Decision {
  const { candidate, registry, from } = facts;
  const name = `${candidate.package_group} version ${candidate.version}`;
  if (same(facts.current, candidate)) {
    return { decision: 'unchanged', reason_code: 'ok', message: `${facts.environment} pins ${name} already` };
  }
  if (registry === undefined) {
    return {
      decision: 'refuse',
      reason_code: 'not_found',
      message: `${name} is not in the registry`,
      way_out: 'Name a version that is.',
    };
  }
  if (registry.status !== 'Approved') {
    return {
      decision: 'refuse',
      reason_code: 'not_allowed',
      message: `${name} is ${registry.status ?? 'without a status'}, not Approved`,
      way_out: 'Approve it where it was reported.',
    };
  }
  if (registry.artifact_digest === null) {
    return {
      decision: 'refuse',
      reason_code: 'inconclusive',
      message: `The artifact of ${name} cannot be read`,
      way_out: 'See that it is readable with these credentials.',
    };
  }
  if (registry.artifact_digest !== candidate.artifact_digest) {
    return {
      decision: 'refuse',
      reason_code: 'moved',
      message: `The artifact of ${name} is ${registry.artifact_digest} now, not ${candidate.artifact_digest}`,
      way_out: 'Train again: the artifact that was reviewed is gone.',
    };
  }
  if (from !== undefined) {
    if (!same(from.pin, candidate)) {
      return {
        decision: 'refuse',
        reason_code: 'not_allowed',
        message: `${facts.environment} takes its models from ${from.environment}, which pins ${from.pin === null ? 'nothing' : `${from.pin.package_group} version ${from.pin.version}`}`,
        way_out: `Promote ${name} to ${from.environment} first.`,
      };
    }
    const since = from.since === undefined ? Number.NaN : Date.parse(from.since);
    if (Number.isNaN(since)) {
      return {
        decision: 'refuse',
        reason_code: 'inconclusive',
        message: `It is unknown since when ${from.environment} pins ${name}`,
        way_out: 'The history of its folder on the default branch has to be readable.',
      };
    }
    const end = since + from.soak_seconds * 1000;
    if (facts.now < end) {
      return {
        decision: 'refuse',
        reason_code: 'not_allowed',
        message: `${name} soaks in ${from.environment} until ${new Date(end).toISOString()}`,
        way_out: 'Ask again after that.',
      };
    }
  }
  const frozen = facts.freeze.find(
    ({ from: start, to }) => !(facts.now < Date.parse(start)) && !(facts.now >= Date.parse(to)),
  );
  if (frozen) {
    return {
      decision: 'refuse',
      reason_code: 'not_allowed',
      message: `${facts.environment} is frozen until ${frozen.to}: ${frozen.reason}`,
      way_out: 'Ask again after that, or end the freeze in environment.yml.',
    };
  }
  return { decision: 'go', reason_code: 'ok', message: `${name} may go to ${facts.environment}` };
}

/** `30m`, `24h`, `7d` → seconds. */
export function soakSeconds(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) return Number.POSITIVE_INFINITY; // unreadable: never soaked long enough
  return Number(match[1]) * { s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as 's' | 'm' | 'h' | 'd'];
}
