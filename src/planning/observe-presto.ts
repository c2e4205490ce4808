import type { Config } from '../config/index.ts';
import { trainingQuery } from '../desired/index.ts';
import type { Json } from '../json.ts';
import { profileWithDrift } from '../observed/data/diff.ts';
import { measureData } from '../observed/data/measuring.ts';
import type { DataDiff, DataMeasures, DataProfile } from '../observed/data/profile.ts';
import { profileData } from '../observed/data/profiling.ts';
import type { DataQuery } from '../observed/data/sql.ts';
import { type Gap, readOrGap } from '../observed/gap.ts';
import type { QueryCheck } from '../observed/query/check.ts';
import { type CheckedQuery, checkQuery } from '../observed/query/check-query.ts';
import { affectedParts } from '../plan/affected-parts.ts';
import type { Difference } from '../plan/plan.ts';
import type { Aws, Ports, Presto, PrestoConnection } from '../ports/index.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import { prestoConnection } from '../project/presto-connection.ts';
import { isAtOrBelow } from '../project/settings.ts';
import type { AnswerCache } from './answer-cache.ts';
import { type QueryName, wantedColumns } from './environment-findings.ts';
import { sameRows } from './same-rows.ts';

/** Longest time of one statement on Presto, in milliseconds. Somebody waits for the plan. */
const STATEMENT_MS = 120_000;

/** The change of one environment whose queries Presto checks. */
export interface QueriesInput {
  base: EnvironmentState | null;
  head: EnvironmentState;
  /** `presto` of the base's environments: a password goes to these servers only. */
  reviewed: readonly Config['presto'][];
  differences: readonly Difference[];
}

/** What reading Presto needs besides the states. */
export interface PrestoAccess {
  /** AWS of the head's environment, which has the secret. */
  aws: Aws;
  cache: AnswerCache;
  ports: Ports;
  /** Filled with what could not be read. */
  gaps: Gap[];
}

/** A Presto server, and the connection that tells it from another one. */
export interface ConnectedPresto {
  presto: Presto;
  connection: PrestoConnection;
}

export interface CheckedQueries {
  training?: CheckedQuery;
  batch?: CheckedQuery;
  connected?: ConnectedPresto;
}

/** Differences below these paths change the rows of a batch, or the columns that it takes. */
const BATCH_PATHS = [
  'presto',
  'environment.batch_transform.query',
  'training_step.training_features',
  'transform_step.key_column',
];

/** The queries that Presto has to check. A change that trains is judged by the rows that it trains on, a change of a gate too. */
export function queriesToCheck({ base, head, differences }: QueriesInput): Record<QueryName, boolean> {
  return {
    training: affectedParts(base, head).training,
    batch: base === null || differences.some(({ path }) => BATCH_PATHS.some((start) => isAtOrBelow(path, start))),
  };
}

/** Lets Presto check the queries that need it. */
export async function checkQueries(input: QueriesInput, access: PrestoAccess): Promise<CheckedQueries> {
  const { head, reviewed } = input;
  const { aws, cache, ports, gaps } = access;
  const needed = queriesToCheck(input);
  if (!needed.training && !needed.batch) return {};
  const connection = await readOrGap(gaps, { source: 'presto', what: null }, () =>
    prestoConnection({ config: head.config, aws }, reviewed),
  );
  if (connection === undefined) return {};
  const connected: ConnectedPresto = { presto: ports.presto(connection), connection };
  const check = (query: QueryName) =>
    needed[query]
      ? readOrGap(gaps, { source: 'presto', what: `the ${query} query` }, () =>
          checkOnce({ state: head, query, connected, cache }),
        )
      : undefined;
  // One after the other: other users of the server wait in the same queue.
  const training = await check('training');
  const batch = await check('batch');
  return { connected, ...(training === undefined ? {} : { training }), ...(batch === undefined ? {} : { batch }) };
}

function checkOnce({
  state,
  query,
  connected: { presto, connection },
  cache,
}: {
  state: EnvironmentState;
  query: QueryName;
  connected: ConnectedPresto;
  cache: AnswerCache;
}): Promise<CheckedQuery> {
  const { sql, source } = state.query(query);
  const wanted = wantedColumns(state, query);
  const place = { file: state.file(source.file), line: source.line, column: source.column };
  const question = ['check', { ...connection }, { ...wanted, features: [...wanted.features] }, sql, place];
  return cache.once(question, () =>
    checkQuery(presto, { ...wanted, sql, source, place: state.place, file: state.file, timeout: STATEMENT_MS }),
  );
}

/** What the rows of a change look like, and what that says about its metrics. */
export interface MeasuredRows {
  data: DataDiff | null;
  measures: DataMeasures | null;
}

/**
 * Measures the rows that a training would read, and compares them with the rows of the base and of the deployed model. Reads
 * aggregates only. Undefined when the query does not yield the columns of a training: a finding says so.
 * @param rows.deployedPackage ARN of the model package that the endpoint serves
 */
export async function measureRows(
  { base, head }: QueriesInput,
  rows: { check: QueryCheck; connected: ConnectedPresto; deployedPackage: string | null },
  access: PrestoAccess,
): Promise<MeasuredRows | undefined> {
  const { check, connected, deployedPackage } = rows;
  const { aws, cache, gaps } = access;
  const query = dataQuery(head, check);
  if (query === undefined) return undefined;
  const server = { ...connected.connection };
  const question = { ...query, columns: query.columns as unknown as Json } as unknown as Json;
  const options = { timeout: STATEMENT_MS };
  const data = await readOrGap(gaps, { source: 'presto', what: 'the rows' }, () =>
    cache.once(['data', server, question, deployedPackage], () =>
      profileWithDrift(connected.presto, aws, { query, deployedPackage }, options),
    ),
  );
  gaps.push(...(data?.gaps ?? []));
  const before = base === null ? null : await baseProfile(base, { head, profile: data?.head ?? null }, access);
  // Without its gaps: a plan lists all gaps in one place.
  const shown = data === undefined ? null : { base: before, head: data.head, drift: data.drift };
  // Presto could not read the rows, so it is not asked again.
  if (!data?.head) return { data: shown, measures: null };
  const { train_split: train, test_split: test } = head.config.training_step;
  const split = { ...query, split: { train, test }, rows: data.head.rows };
  const measures = await readOrGap(gaps, { source: 'presto', what: 'what the rows say about the metrics' }, () =>
    cache.once(['measures', server, question, train, test], () => measureData(connected.presto, split, options)),
  );
  return { data: shown, measures: measures ?? null };
}

/** The profile of the rows that the base reads now. Rows that base and head have in common are read once. */
async function baseProfile(
  base: EnvironmentState,
  { head, profile }: { head: EnvironmentState; profile: DataProfile | null },
  { cache, ports, gaps }: PrestoAccess,
): Promise<DataProfile | null> {
  if (sameRows(base, head)) return profile;
  const about = { source: 'presto', what: 'the rows of the base' } as const;
  if (base.account !== head.account) {
    gaps.push({ ...about, why: `its credentials are in Secrets Manager of account ${base.account}` });
    return null;
  }
  const read = await readOrGap(gaps, about, async () => {
    const aws = cache.withSecretsOnce(ports.aws(base.region));
    const connection = await prestoConnection({ config: base.config, aws });
    const connected = { presto: ports.presto(connection), connection };
    const query = dataQuery(base, (await checkOnce({ state: base, query: 'training', connected, cache })).check);
    if (query === undefined) return undefined;
    const question = ['base', { ...connection }, { ...query, columns: null, features: [...query.features] } as Json];
    return cache.once(question, () => profileData(connected.presto, query, { timeout: STATEMENT_MS }));
  });
  return read ?? null;
}

/** The rows to measure; undefined when the query does not yield the columns of a training. */
function dataQuery({ config }: EnvironmentState, { valid, columns }: QueryCheck): DataQuery | undefined {
  const { training_target: target, training_features: features, key_column: key } = config.training_step;
  if (valid !== true || columns === null) return undefined;
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const needed = [target, ...features, ...(key === undefined ? [] : [key])];
  if (!needed.every((name) => names.has(name.toLowerCase()))) return undefined;
  return {
    sql: trainingQuery(config),
    columns: columns.map(({ name, type }) => ({ name, type })),
    target,
    features,
    key: key ?? null,
  };
}
