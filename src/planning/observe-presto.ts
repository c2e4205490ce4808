import type { Config } from '../config/index.ts';
import { batchQuery, trainingQuery } from '../desired/index.ts';
import type { Finding } from '../finding.ts';
import type { Json } from '../json.ts';
import { readOrNote, type Unread } from '../observed/data/answer.ts';
import { profileWithDrift } from '../observed/data/diff.ts';
import { typedSample } from '../observed/data/key-text.ts';
import { measureData } from '../observed/data/measuring.ts';
import type { DataDiff, DataMeasures, DataProfile } from '../observed/data/profile.ts';
import { profileData } from '../observed/data/profiling.ts';
import type { DataQuery } from '../observed/data/sql.ts';
import { type Gap, readOrGap } from '../observed/gap.ts';
import { type CheckedQuery, checkQuery } from '../observed/query/check-query.ts';
import type { QueryRead } from '../observed/query/check-read.ts';
import { findDivision } from '../observed/query/seek.ts';
import { affectedParts } from '../plan/affected-parts.ts';
import type { Difference } from '../plan/plan.ts';
import type { Aws, Ports, Presto, PrestoConnection } from '../ports/index.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import { prestoConnection } from '../project/presto-connection.ts';
import { isAtOrBelow } from '../project/settings.ts';
import { tokenize } from '../sql/tokens.ts';
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
  'data_processing_step.instance_count',
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
  const read = queryRead(state, query);
  const question = ['check', { ...connection }, toJson(wanted), sql, toJson(read), place];
  return cache.once(question, () =>
    checkQuery(presto, { ...wanted, sql, source, place: state.place, file: state.file, read, timeout: STATEMENT_MS }),
  );
}

/** How a job of the pipeline reads the rows of a query. */
function queryRead({ config, query }: EnvironmentState, which: QueryName): QueryRead {
  const instances = config.data_processing_step.instance_count;
  if (which === 'batch') return { sql: batchQuery(query('batch').sql), instances };
  const { train_split: train, test_split: test } = config.training_step;
  return { sql: trainingQuery(config), instances, split: { train, test } };
}

/** A value of plain objects, arrays and texts as JSON: the type of an interface does not say that it is. */
const toJson = (value: object): Json => value as Json;

/** What the rows of a change look like, and what that says about its metrics. */
export interface MeasuredRows {
  data: DataDiff | null;
  measures: DataMeasures | null;
  /** Errors of Presto on the rows that are the same at every run. */
  findings: Finding[];
}

/**
 * Measures the rows that a training would read, and compares them with the rows of the base and of the deployed model. Reads
 * aggregates only. Undefined when the query does not yield the columns of a training, or the job cannot read its rows: a
 * finding says so.
 * @param rows.deployedPackage ARN of the model package that the endpoint serves
 */
export async function measureRows(
  { base, head }: QueriesInput,
  rows: { training: CheckedQuery; connected: ConnectedPresto; deployedPackage: string | null },
  access: PrestoAccess,
): Promise<MeasuredRows | undefined> {
  const { training, connected, deployedPackage } = rows;
  const { aws, cache, gaps } = access;
  const query = dataQuery(head, training);
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
  const unread: Unread = { gaps, errors: [...(data?.errors ?? [])] };
  const before = base === null ? null : await baseProfile(base, { head, profile: data?.head ?? null }, access);
  // Without its gaps: a plan lists all gaps in one place.
  const shown = data === undefined ? null : { base: before?.profile ?? null, head: data.head, drift: data.drift };
  const measured = (measures: DataMeasures | null): MeasuredRows => ({
    data: shown,
    measures,
    findings: [
      ...unread.errors.map((error) => failsOnRows(head, error)),
      ...(before?.errors ?? []).map((error) => baseFailedOnRows(head, error)),
    ],
  });
  // Presto could not read the rows, so it is not asked again.
  if (!data?.head) return measured(null);
  const { train_split: train, test_split: test } = head.config.training_step;
  const split = { ...query, split: { train, test }, rows: data.head.rows };
  const measures = await readOrNote(unread, 'what the rows say about the metrics', () =>
    cache.once(['measures', server, question, train, test], () => measureData(connected.presto, split, options)),
  );
  return measured(measures ?? null);
}

const LOOK = 'Run the query in a Presto client to see the value at which it fails.';

/** The message of the error is not shown: it may quote a value of a row. */
function failsOnRows(head: EnvironmentState, error: string): Finding {
  const { sql } = head.query('training');
  const at = error === 'DIVISION_BY_ZERO' ? findDivision(tokenize(sql)) : undefined;
  return {
    rule: 'query/fails-on-rows',
    severity: 'error',
    message: `The training query fails on its rows: ${error}`,
    why: 'Presto read the rows for this plan and stopped at a value. The training reads the same rows.',
    way_out: LOOK,
    place: head.sqlPlace('training', at ?? { offset: 0, length: 1 }),
  };
}

function baseFailedOnRows(head: EnvironmentState, error: string): Finding {
  return {
    rule: 'query/base-fails-on-rows',
    severity: 'notice',
    message: `Before this change the training query fails on its rows: ${error}. There is nothing to compare the rows with`,
    way_out: LOOK,
    place: head.sqlPlace('training', { offset: 0, length: 1 }),
  };
}

/** The profile of the rows that the base reads now. Rows that base and head have in common are read once. */
async function baseProfile(
  base: EnvironmentState,
  { head, profile }: { head: EnvironmentState; profile: DataProfile | null },
  { cache, ports, gaps }: PrestoAccess,
): Promise<{ profile: DataProfile | null; errors: string[] }> {
  const unread: Unread = { gaps, errors: [] };
  if (sameRows(base, head)) return { profile, errors: [] };
  const what = 'the rows of the base';
  if (base.account !== head.account) {
    gaps.push({ source: 'presto', what, why: `its credentials are in Secrets Manager of account ${base.account}` });
    return { profile: null, errors: [] };
  }
  const read = await readOrNote(unread, what, async () => {
    const aws = cache.withSecretsOnce(ports.aws(base.region));
    const connection = await prestoConnection({ config: base.config, aws });
    const connected = { presto: ports.presto(connection), connection };
    const query = dataQuery(base, await checkOnce({ state: base, query: 'training', connected, cache }));
    if (query === undefined) return undefined;
    const question = ['base', { ...connection }, { ...query, columns: null, features: [...query.features] } as Json];
    return cache.once(question, () => profileData(connected.presto, query, { timeout: STATEMENT_MS }));
  });
  return { profile: read ?? null, errors: unread.errors };
}

/** The rows to measure; undefined when the query does not yield the columns of a training. */
function dataQuery({ config }: EnvironmentState, { check, readable }: CheckedQuery): DataQuery | undefined {
  const { training_target: target, training_features: features, key_column: key } = config.training_step;
  const { valid, columns } = check;
  if (valid !== true || columns === null || !readable) return undefined;
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const needed = [target, ...features, ...(key === undefined ? [] : [key])];
  if (!needed.every((name) => names.has(name.toLowerCase()))) return undefined;
  return {
    sql: typedSample(trainingQuery(config), columns.find(({ role }) => role === 'key') ?? null),
    columns: columns.map(({ name, type }) => ({ name, type })),
    target,
    features,
    key: key ?? null,
  };
}
