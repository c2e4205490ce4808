import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { EnvironmentPlan, Json, Plan } from './plan.ts';

/**
 * What an apply is held to: the digests of what was reviewed. One for each environment of a plan; plain JSON, small enough to
 * travel in a comment.
 */
export interface Receipt {
  schema_version: 1;
  environment: string;
  account: string;
  region: string;
  base: string | null;
  head: string | null;
  /** Digests by field of what is wanted, and of what was there; null when nobody looked. */
  desired: Record<string, string>;
  observed: Record<string, string> | null;
  /** SHA-256 of the canonical JSON of the whole plan. */
  plan: string;
  /** HMAC-SHA256 over the canonical JSON of all of the above, hexadecimal; absent without a key. */
  mac?: string;
}

/** What is there at the time of the apply. A field that is absent is not compared. */
export interface Now {
  environment?: string;
  account?: string;
  region?: string;
  base?: string;
  head?: string;
  desired: Record<string, string>;
  /** The fields of `desired` that decide what is about to be done; all of them without it. */
  decides?: RegExp;
  /** Only what is about to be changed. */
  observed?: Record<string, string>;
  /** What `observed` becomes when this plan is applied: an earlier attempt may have come so far. */
  applied?: Record<string, string>;
}

export type Verified =
  | { ok: true }
  | {
      ok: false;
      which:
        | 'desired'
        | 'observed'
        | 'base'
        | 'head'
        | 'environment'
        | 'account'
        | 'region'
        | 'signature'
        | 'schema_version';
      /** The one field that explains the rest: `query`, `training pipeline`. */
      moved: string;
      /** As the receipt has it, and as it is now. */
      from: string;
      to: string;
    };

/** SHA-256 of a plan's canonical JSON: what names it. */
export const planDigest = (plan: Plan): string => sha256(canonicalJson(plan));

/**
 * The receipts of a plan by environment.
 * @param key secret that signs them; without one they say what was planned, but not by whom.
 */
export function makeReceipts(plan: Plan, key?: string): Record<string, Receipt> {
  const digest = planDigest(plan);
  return Object.fromEntries(
    plan.environments.map((environment) => [environment.environment, makeReceipt(plan, environment, digest, key)]),
  );
}

function makeReceipt(plan: Plan, of: EnvironmentPlan, digest: string, key: string | undefined): Receipt {
  const receipt: Receipt = {
    schema_version: 1,
    environment: of.environment,
    account: of.account,
    region: of.region,
    base: plan.base,
    head: plan.head,
    desired: of.desired,
    observed: of.observed,
    plan: digest,
  };
  return key === undefined || key === '' ? receipt : { ...receipt, mac: macOf(receipt, key) };
}

function macOf({ mac: _mac, ...signed }: Receipt, key: string): string {
  return createHmac('sha256', key).update(canonicalJson(signed)).digest('hex');
}

/**
 * Whether what is about to be applied is what was reviewed. The signature first: of a receipt that somebody changed nothing is
 * worth reading. With a key a receipt without a signature is refused.
 */
export function verifyReceipt(receipt: Receipt, now: Now, key?: string): Verified {
  if (receipt.schema_version !== 1) {
    return {
      ok: false,
      which: 'schema_version',
      moved: 'schema_version',
      from: String(receipt.schema_version),
      to: '1',
    };
  }
  if (key !== undefined && key !== '') {
    const expected = macOf(receipt, key);
    const given = typeof receipt.mac === 'string' ? receipt.mac : '';
    if (!sameText(given, expected)) {
      const from = given === '' ? 'no signature' : 'another signature';
      return {
        ok: false,
        which: 'signature',
        moved: 'signature',
        from,
        to: 'a signature by the key of this repository',
      };
    }
  }
  for (const which of ['environment', 'account', 'region', 'base', 'head'] as const) {
    const value = now[which];
    if (value !== undefined && receipt[which] !== value) {
      return { ok: false, which, moved: which, from: receipt[which] ?? NOTHING, to: value };
    }
  }
  // Fields in the order of the one who looks now, which puts causes before what follows from them.
  const fields = new Set([...Object.keys(now.desired), ...Object.keys(receipt.desired)]);
  const deciding = [...fields].filter((field) => now.decides?.test(field) ?? true);
  const desired = firstMoved(receipt.desired, now.desired, deciding);
  if (desired !== undefined) return { ok: false, which: 'desired', ...desired };
  if (now.observed === undefined || receipt.observed === null) return { ok: true };
  // What the plan says nothing of is to be as the plan leaves it.
  const observed = firstMoved(receipt.observed, now.observed, Object.keys(now.observed), now.applied);
  if (observed === undefined) return { ok: true };
  const looked = own(receipt.observed, observed.moved) !== undefined;
  return { ok: false, which: 'observed', ...observed, ...(looked ? {} : { from: 'not looked at' }) };
}

const NOTHING = 'none';

function firstMoved(
  planned: Record<string, string>,
  now: Record<string, string>,
  fields: readonly string[],
  applied: Record<string, string> = {},
): { moved: string; from: string; to: string } | undefined {
  for (const field of fields) {
    const [from, to] = [own(planned, field), own(now, field)];
    if (from === to || (to !== undefined && own(applied, field) === to)) continue;
    return { moved: field, from: from ?? NOTHING, to: to ?? NOTHING };
  }
  return undefined;
}

const own = (record: Record<string, string>, field: string): string | undefined =>
  Object.hasOwn(record, field) ? record[field] : undefined;

/** In a time that says nothing of where they differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * A receipt as it was read from a file or a comment; undefined when it is none. Only its shape is judged here: whether it may
 * be believed is `verifyReceipt`'s to say.
 */
export function readReceipt(value: unknown): Receipt | undefined {
  if (!isRecord(value)) return undefined;
  const { environment, account, region, base, head, desired, observed, plan, mac, schema_version } = value;
  const texts = [environment, account, region, plan].every((each) => typeof each === 'string');
  const commits = [base, head].every((each) => each === null || typeof each === 'string');
  const digests = isDigests(desired) && (observed === null || isDigests(observed));
  if (!texts || !commits || !digests || typeof schema_version !== 'number') return undefined;
  if (mac !== undefined && typeof mac !== 'string') return undefined;
  return value as unknown as Receipt;
}

const isRecord = (value: unknown): value is Record<string, Json | undefined> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isDigests = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
