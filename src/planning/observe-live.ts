import type { Finding } from '../finding.ts';
import { type Gap, readOrGap } from '../observed/gap.ts';
import { desiredDigests } from '../plan/digests.ts';
import type { Affected, LiveState } from '../plan/make-plan.ts';
import type { Aws, Ports } from '../ports/index.ts';
import type { AnswerCache, Caller } from './answer-cache.ts';
import { definitionDrift } from './definition-drift.ts';
import type { LiveRuleInputs, PrestoFindings } from './environment-findings.ts';
import { type ObservedForPlan, observeForPlan } from './observe-aws.ts';
import {
  type CheckedQueries,
  checkQueries,
  type MeasuredRows,
  measureRows,
  type PrestoAccess,
  type QueriesInput,
  queriesToCheck,
} from './observe-presto.ts';

export interface LiveTarget extends QueriesInput {
  /** The account that the caller named, besides the account in the files. */
  account: string | undefined;
  /** The repository that the plan belongs to; absent for a run without one. */
  repository?: string | undefined;
  /** ISO 8601. */
  now: string;
}

/** What AWS and Presto say about one environment. */
export interface LiveObservation {
  state: LiveState;
  measured: LiveRuleInputs;
  /** Apart from the other findings: the base has them too when it asks the same. */
  answers: PrestoFindings;
}

/** Asks AWS and Presto about one environment. What cannot be read becomes a gap that says why. */
export async function observeLive(target: LiveTarget, cache: AnswerCache, ports: Ports): Promise<LiveObservation> {
  const { head } = target;
  const gaps: Gap[] = [];
  const aws = cache.withSecretsOnce(ports.aws(head.region));
  const caller = await callerOf(target, { aws, cache, gaps });
  if (caller === undefined) {
    const needed = queriesToCheck(target);
    if (needed.training || needed.batch) {
      gaps.push({
        source: 'presto',
        what: null,
        why: 'it was not asked; its credentials are in Secrets Manager of the account that is planned for',
      });
    }
    return observation(target, gaps, {});
  }
  const access: PrestoAccess = { aws, cache, ports, gaps };
  // In a list of their own: the order of the gaps must not depend on which answer comes first.
  const accountGaps: Gap[] = [];
  const [live, queries] = await Promise.all([
    observeAccount(target, caller, { aws, gaps: accountGaps }),
    checkQueries(target, access),
  ]);
  gaps.push(...accountGaps);
  const { connected, training } = queries;
  const rows =
    connected && training
      ? await measureRows(
          target,
          { training, connected, deployedPackage: live.observed?.packages.endpoint?.arn ?? null },
          access,
        )
      : undefined;
  return observation(target, gaps, { ...live, queries, ...(rows === undefined ? {} : { rows }) });
}

/** The owner of the credentials; undefined, with a gap, when that is unknown or is another account than the planned one. */
async function callerOf(
  { head, account }: LiveTarget,
  { aws, cache, gaps }: { aws: Aws; cache: AnswerCache; gaps: Gap[] },
): Promise<Caller | undefined> {
  const caller = await readOrGap(gaps, { source: 'aws', what: null }, () => cache.caller(aws));
  if (caller === undefined) return undefined;
  const planned = [head.account, account].find((each) => each !== undefined && each !== caller.account);
  if (planned === undefined) return caller;
  gaps.push({
    source: 'aws',
    what: null,
    why: `these credentials belong to account ${caller.account}, not to ${planned}`,
  });
  return undefined;
}

interface AccountObservation {
  observed?: ObservedForPlan;
  drift?: readonly Finding[];
}

async function observeAccount(
  target: LiveTarget,
  caller: Caller,
  { aws, gaps }: Pick<PrestoAccess, 'aws' | 'gaps'>,
): Promise<AccountObservation> {
  const { base, head, repository, now } = target;
  const partition = caller.arn.split(':')[1] ?? 'aws';
  const observed = await readOrGap(gaps, { source: 'aws', what: null }, () =>
    observeForPlan({ aws, partition, base, head, repository, now }),
  );
  if (observed === undefined) return {};
  gaps.push(...observed.gaps);
  const drift = await readOrGap(gaps, { source: 'aws', what: null }, () =>
    definitionDrift(target, aws, observed.observed),
  );
  return { observed, drift: drift ?? [] };
}

function observation(
  { head }: LiveTarget,
  gaps: Gap[],
  { observed, drift = [], queries = {}, rows }: AccountObservation & { queries?: CheckedQueries; rows?: MeasuredRows },
): LiveObservation {
  const { training, batch } = queries;
  return {
    state: {
      gaps,
      findings: [...(observed?.findings ?? []), ...drift],
      desired: desiredDigests(head),
      ...(observed === undefined ? {} : { changes: observed.changes, run: observed.run, observed: observed.observed }),
      training_query: training?.check ?? null,
      batch_query: batch?.check ?? null,
      data: rows?.data ?? null,
    },
    measured: {
      training_check: training?.check ?? null,
      endpoint: observed?.endpoint ?? null,
      data: rows?.data?.head ?? null,
      measures: rows?.measures ?? null,
    },
    answers: {
      ...(training === undefined ? {} : { training: [...training.findings, ...(rows?.findings ?? [])] }),
      ...(batch === undefined ? {} : { batch: batch.findings }),
    },
  };
}

/**
 * The account to plan for where the files name none: that of the credentials, as `train` takes it. Undefined when no changed
 * environment needs it, or when it cannot be read: then `observeLive` says why.
 */
export async function accountOfCredentials(
  changed: readonly Affected[],
  cache: AnswerCache,
  ports: Ports,
): Promise<string | undefined> {
  const unnamed = changed.map(({ head, base }) => head ?? base).find((state) => state?.environment === null);
  if (!unnamed) return undefined;
  const caller = await readOrGap([], { source: 'aws', what: null }, () => cache.caller(ports.aws(unnamed.region)));
  return caller?.account;
}
