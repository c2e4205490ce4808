import type { Pin } from '../config/index.ts';
import { pinName, samePin } from '../config/index.ts';
import { type Decision, type Refusal, refuse } from './approval.ts';

export interface PromotionFacts {
  environment: string;
  /** What the environment's folder pins on the default branch. */
  current: Pin | null;
  /** What the offer pins there. */
  candidate: Pin;
  /** Approval status of the candidate in the registry, and the digest of its artifact in S3 now. */
  registry: { status: string | undefined; artifact_digest: string | null } | undefined;
  /** The environment that a model must run in first: its pin, the time of the pin (ISO 8601), and the soak time in seconds. */
  from: { environment: string; pin: Pin | null; since: string | undefined; soak_seconds: number } | undefined;
  freeze: Array<{ from: string; to: string; reason: string }>;
  now: number;
}

/** Decides whether a model may be offered to an environment. The offer is a pull request, which a person merges. */
export function decidePromotion(facts: PromotionFacts): Decision {
  const { candidate, current, environment } = facts;
  const name = pinName(candidate);
  if (samePin(current, candidate)) {
    return { decision: 'unchanged', reason_code: 'ok', message: `${environment} pins ${name} already` };
  }
  return (
    refusalByRegistry(facts) ??
    refusalBySource(facts) ??
    refusalByFreeze(facts) ?? { decision: 'allowed', reason_code: 'ok', message: `${name} may go to ${environment}` }
  );
}

/** The candidate must be approved, and its artifact must be the pinned one. */
function refusalByRegistry({ candidate, registry }: PromotionFacts): Refusal | undefined {
  const name = pinName(candidate);
  if (registry === undefined) {
    return refuse('not_found', `${name} is not in the registry`, 'Name a version that is in the registry.');
  }
  const { status, artifact_digest } = registry;
  if (status !== 'Approved') {
    return refuse(
      'not_allowed',
      `${name} is ${status ?? 'without a status'}, not Approved`,
      'Approve it with the label where it was reported.',
    );
  }
  if (artifact_digest === null) {
    return refuse(
      'inconclusive',
      `The artifact of ${name} cannot be read`,
      'Give these credentials read access to it.',
    );
  }
  if (artifact_digest !== candidate.artifact_digest) {
    return refuse(
      'moved',
      `The artifact of ${name} is ${artifact_digest} now, not ${candidate.artifact_digest}`,
      'Train again: the artifact that was reviewed is gone.',
    );
  }
  return undefined;
}

/** The environment before must pin the candidate for at least the soak time. */
function refusalBySource({ environment, candidate, from, now }: PromotionFacts): Refusal | undefined {
  if (from === undefined) return undefined;
  const name = pinName(candidate);
  if (!samePin(from.pin, candidate)) {
    return refuse(
      'not_allowed',
      `${environment} takes its models from ${from.environment}, which pins ${from.pin === null ? 'nothing' : pinName(from.pin)}`,
      `Promote ${name} to ${from.environment} first.`,
    );
  }
  const since = from.since === undefined ? Number.NaN : Date.parse(from.since);
  if (Number.isNaN(since)) {
    return refuse(
      'inconclusive',
      `The time since which ${from.environment} pins ${name} cannot be read`,
      'Give this token read access to the history of its folder on the default branch.',
    );
  }
  const end = since + from.soak_seconds * 1000;
  if (now >= end) return undefined;
  return refuse(
    'not_allowed',
    `${name} soaks in ${from.environment} until ${new Date(end).toISOString()}`,
    'Promote it after that time.',
  );
}

function refusalByFreeze({ environment, freeze, now }: PromotionFacts): Refusal | undefined {
  // A time that cannot be read counts as inside: the comparison with NaN is false.
  const window = freeze.find(({ from, to }) => !(now < Date.parse(from)) && !(now >= Date.parse(to)));
  if (window === undefined) return undefined;
  return refuse(
    'not_allowed',
    `${environment} is frozen until ${window.to}: ${window.reason}`,
    'Promote it after that time, or end the freeze in environment.yml.',
  );
}
