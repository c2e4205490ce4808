import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Json } from '../json.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import { decides, type VerifiedVerb } from './fields.ts';
import type { EnvironmentPlan, Plan } from './plan.ts';

/** Short texts by field. */
type Values = Readonly<Record<string, string | undefined>>;

/**
 * The digests of what was reviewed in one environment, which an apply is verified against. Plain JSON, small enough for a
 * comment. It may come from a file or a comment that somebody changed, so its fields are not trusted to be known ones.
 */
export interface Receipt {
  schema_version: 1;
  environment: string;
  account: string;
  region: string;
  base: string | null;
  head: string | null;
  /** Digests by field of what is wanted, and of what was in the account; null when nobody looked. */
  desired: Values;
  observed: Values | null;
  /** SHA-256 of the canonical JSON of the whole plan. */
  plan: string;
  /** HMAC-SHA256 over the canonical JSON of all of the above, hexadecimal; absent without a key. */
  mac?: string;
}

/** What is wanted and what is in the account at the time of the apply. A member that is absent is not compared. */
export interface CurrentState {
  environment?: string;
  account?: string;
  region?: string;
  base?: string;
  head?: string;
  desired: Values;
  /** Compares only the fields that decide what this verb does; without it all of them. */
  verb?: VerifiedVerb;
  /** Only what the verb is about to change. */
  observed?: Values;
  /** What `observed` becomes when this plan is applied. An earlier attempt of the same apply may have come so far. */
  applied?: Values;
}

export type Verification =
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
      /** The field that explains the others: `query`, `training pipeline`. */
      moved: string;
      /** As the receipt has it, and as it is now. */
      from: string;
      to: string;
    };

/** SHA-256 of a plan's canonical JSON: what names it. */
export const planDigest = (plan: Plan): string => sha256(canonicalJson(plan));

/**
 * Makes the receipts of a plan, by environment.
 * @param key secret that signs them; without it a receipt does not prove who made it
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
 * Says whether what is about to be applied is what was reviewed. The signature is checked first: a changed receipt proves
 * nothing. With a key, a receipt without a signature is refused.
 */
export function verifyReceipt(receipt: Receipt, now: CurrentState, key?: string): Verification {
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
  // In the order of `DESIRED_FIELDS`: causes come before what follows from them.
  const fields = new Set([...Object.keys(now.desired), ...Object.keys(receipt.desired)]);
  const deciding = [...fields].filter((field) => now.verb === undefined || decides(field, now.verb));
  const desired = firstMoved(receipt.desired, now.desired, deciding);
  if (desired !== undefined) return { ok: false, which: 'desired', ...desired };
  if (now.observed === undefined || receipt.observed === null) return { ok: true };
  // A field that the plan does not have must be as the plan leaves it.
  const observed = firstMoved(receipt.observed, now.observed, Object.keys(now.observed), now.applied);
  if (observed === undefined) return { ok: true };
  const looked = own(receipt.observed, observed.moved) !== undefined;
  return { ok: false, which: 'observed', ...observed, ...(looked ? {} : { from: 'not read' }) };
}

const NOTHING = 'none';

function firstMoved(
  planned: Values,
  now: Values,
  fields: readonly string[],
  applied: Values = {},
): { moved: string; from: string; to: string } | undefined {
  for (const field of fields) {
    const [from, to] = [own(planned, field), own(now, field)];
    if (from === to || (to !== undefined && own(applied, field) === to)) continue;
    return { moved: field, from: from ?? NOTHING, to: to ?? NOTHING };
  }
  return undefined;
}

const own = (record: Values, field: string): string | undefined =>
  Object.hasOwn(record, field) ? record[field] : undefined;

/** Compares in constant time: the time does not tell where two signatures differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Reads a receipt from a file or a comment; undefined when the value is not a receipt. This checks only the shape. Whether it may
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

const isDigests = (value: unknown): value is Values =>
  isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
