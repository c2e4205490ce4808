import type { Config } from '../config/index.ts';
import { trainingQuery } from '../desired/index.ts';
import type { Finding } from '../finding.ts';
import { type CheckedQuery, checkQuery, type QueryToCheck } from '../observed/check-query.ts';
import { dataDiff } from '../observed/data-diff.ts';
import { measureData } from '../observed/data-measuring.ts';
import type { DataDiff, DataMeasures, DataProfile } from '../observed/data-profile.ts';
import { profileData } from '../observed/data-profiling.ts';
import type { DataQuery } from '../observed/data-sql.ts';
import type { QueryCheck } from '../observed/query-check.ts';
import { unless } from '../observed/unless.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import type { PipelineDefinition, StepDefinition } from '../pipeline/definition.ts';
import { affectedParts } from '../plan/affected-parts.ts';
import { definitionDifferences } from '../plan/definition-difference.ts';
import { desiredDigests, NONE, shortDigest } from '../plan/digests.ts';
import type { Affected, Learned } from '../plan/make-plan.ts';
import type { Difference, Json } from '../plan/plan.ts';
import type { EnvironmentState } from '../plan/state.ts';
import type { Aws, Identity, Ports, Presto, PrestoConnection } from '../ports/index.ts';
import { type Answers, type Measured, type Which, wantedColumns } from './judge-state.ts';
import { type ObservedForPlan, observeForPlan } from './observe-for-plan.ts';
import { prestoConnection } from './presto-connection.ts';

type Caller = Awaited<ReturnType<Identity['caller']>>;

/** Longest time of one statement on Presto, in milliseconds: a plan is read while somebody waits for it. */
const STATEMENT_MS = 120_000;

/** What several environments ask alike, asked once. */
export interface Asked {
  readonly callers: Map<string, Promise<Caller>>;
  readonly answers: Map<string, Promise<unknown>>;
}

export const nothingAsked = (): Asked => ({ callers: new Map(), answers: new Map() });

export interface LiveTarget {
  base: EnvironmentState | null;
  head: EnvironmentState;
  /** `presto` of the base's environments: a password goes to these servers only. */
  reviewed: readonly Config['presto'][];
  differences: readonly Difference[];
  /** The account that was asked for, besides what the files say. */
  account: string | undefined;
  /** ISO 8601. */
  now: string;
}

/** What AWS and Presto say about one environment; what cannot be had is a gap that says why. */
export async function lookAt(
  target: LiveTarget,
  asked: Asked,
  ports: Ports,
): Promise<{ learned: Learned; measured: Measured; answers: Answers }> {
  const { head, base } = target;
  const gaps: string[] = [];
  const findings: Finding[] = [];
  const learned: Learned = { gaps, findings, desired: desiredDigests(head) };
  const nothing = { learned, measured: {}, answers: {} };
  const aws = withSecretsOnce(ports.aws(head.region), asked);
  const caller = await unless(gaps, 'AWS', () => callerOf(aws, asked));
  const wanted = questions(target);
  const withoutSecret = (): typeof nothing => {
    if (wanted.training || wanted.batch) {
      gaps.push('Presto: it was not asked; its credentials are in Secrets Manager of the account that is planned for');
    }
    return nothing;
  };
  if (caller === undefined) return withoutSecret();
  const meant = [head.account, target.account].find((account) => account !== undefined && account !== caller.account);
  if (meant !== undefined) {
    gaps.push(`AWS: these credentials belong to account ${caller.account}, not to ${meant}`);
    return withoutSecret();
  }
  const partition = caller.arn.split(':')[1] ?? 'aws';
  const [seen, presto] = await Promise.all([
    unless(gaps, 'AWS', () => observeForPlan({ aws, partition, base, head, now: target.now })),
    askPresto(target, wanted, aws, asked, ports, gaps),
  ]);
  if (seen !== undefined) {
    gaps.push(...seen.gaps);
    findings.push(...seen.findings);
    findings.push(...((await unless(gaps, 'AWS', () => strangers(target, aws, seen.observed))) ?? []));
    Object.assign(learned, { changes: seen.changes, run: seen.run, observed: seen.observed });
  }
  const { training, batch, presto: connected } = presto;
  const rows =
    connected && training
      ? await measure(target, training.check, connected, aws, { seen, asked, ports, gaps })
      : undefined;
  return {
    learned: {
      ...learned,
      training_query: training?.check ?? null,
      batch_query: batch?.check ?? null,
      data: rows?.data ?? null,
    },
    measured: {
      training_check: training?.check ?? null,
      endpoint: seen?.endpoint ?? null,
      data: rows?.data?.head ?? null,
      measures: rows?.measures ?? null,
    },
    // Apart from the other findings: the base has them too where it asks the same.
    answers: {
      ...(training === undefined ? {} : { training: training.findings }),
      ...(batch === undefined ? {} : { batch: batch.findings }),
    },
  };
}

/**
 * The account that is planned for where the files name none: that of the credentials, as `train` takes it. Undefined when
 * nothing that changes needs it, or nobody knows: then `lookAt` says why.
 */
export async function accountWhereUnnamed(
  changed: readonly Affected[],
  asked: Asked,
  ports: Ports,
): Promise<string | undefined> {
  const unnamed = changed.map(({ head, base }) => head ?? base).find((state) => state?.environment === null);
  if (!unnamed) return undefined;
  return (await unless([], 'AWS', () => callerOf(ports.aws(unnamed.region), asked)))?.account;
}

/** Names of what differs that are said; the rest is counted. */
const MOST_NAMED = 5;

/**
 * A training pipeline that is neither what the base makes nor what the head makes: changed by hand, left by a merge that was
 * never applied, or written by another version of this tool. An apply changes that too, and no line of the repository says so.
 */
async function strangers({ base, head }: LiveTarget, aws: Aws, observed: Record<string, string>): Promise<Finding[]> {
  const there = observed['training pipeline'];
  const [before, after] = [base?.training, head.training];
  if (there === undefined || there === NONE || !before || !after || before.name !== after.name) return [];
  if ([before.hash, after.hash].map(shortDigest).includes(there)) return [];
  const text = (await aws.sagemaker.pipeline(after.name))?.definition;
  const found = text === undefined ? undefined : unknownDefinition(text);
  const paths = found && definitionDifferences({ name: after.name, definition: found }, before).map(({ path }) => path);
  const named = paths === undefined ? 'its definition cannot be read' : paths.slice(0, MOST_NAMED).join(', ');
  const more = (paths?.length ?? 0) - MOST_NAMED;
  return [
    {
      rule: 'plan/pipeline-not-as-base',
      severity: 'warning',
      message: `The pipeline ${after.name} in account ${head.account} is not what the base makes: ${named}${more > 0 ? ` and ${more} more` : ''}`,
      why: 'Somebody changed it by hand, a merge was not applied, or another version of this tool wrote it. An apply puts that right too.',
      way_out: 'Nothing, when it may be replaced; else find out who changed it.',
      place: null,
    },
  ];
}

/** Whoever wrote it, and with whatever left out: only what has steps with names can be compared. */
function unknownDefinition(text: string): PipelineDefinition | undefined {
  try {
    const { Steps, Parameters = [], ...others } = JSON.parse(text) as PipelineDefinition;
    const named = (each: unknown): boolean => typeof (each as { Name?: unknown } | null)?.Name === 'string';
    return [...Steps, ...Parameters].every(named)
      ? { ...others, Steps: Steps.map(withArguments), Parameters }
      : undefined;
  } catch {
    return undefined;
  }
}

const withArguments = (step: StepDefinition): StepDefinition => ({ ...step, Arguments: step.Arguments ?? {} });

function callerOf(aws: Aws, { callers }: Asked): Promise<Caller> {
  const known = callers.get(aws.region);
  if (known !== undefined) return known;
  const caller = aws.identity.caller();
  callers.set(aws.region, caller);
  return caller;
}

/** Secrets that several environments of an account share are read once. */
function withSecretsOnce(aws: Aws, asked: Asked): Aws {
  const value = (name: string) => once(asked, ['secret', aws.region, name], () => aws.secrets.value(name));
  return { ...aws, secrets: { value } };
}

function once<T>(asked: Asked, question: Json, ask: () => Promise<T>): Promise<T> {
  const key = sha256(canonicalJson(question));
  const known = asked.answers.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const answer = ask();
  asked.answers.set(key, answer);
  return answer;
}

interface Connected {
  presto: Presto;
  /** What tells it from another one. */
  connection: PrestoConnection;
}

interface Answered {
  training?: CheckedQuery;
  batch?: CheckedQuery;
  presto?: Connected;
}

/** Which queries are put to Presto. Every change that trains is judged by the rows that it trains on: a gate too. */
const questions = ({ base, head, differences }: LiveTarget): Record<Which, boolean> => ({
  training: affectedParts(base, head).training,
  batch: base === null || differences.some(({ path }) => BATCH.test(path)),
});

async function askPresto(
  { head, reviewed }: LiveTarget,
  wanted: Record<Which, boolean>,
  aws: Aws,
  asked: Asked,
  ports: Ports,
  gaps: string[],
): Promise<Answered> {
  if (!wanted.training && !wanted.batch) return {};
  const connection = await unless(gaps, 'Presto', () => prestoConnection({ config: head.config, aws }, reviewed));
  if (connection === undefined) return {};
  const presto: Connected = { presto: ports.presto(connection), connection };
  const ask = (which: Which) =>
    wanted[which] ? unless(gaps, `Presto, the ${which} query`, () => checked(head, which, presto, asked)) : undefined;
  // One after the other: both share the server's queue with everybody else.
  const training = await ask('training');
  const batch = await ask('batch');
  return { presto, ...(training === undefined ? {} : { training }), ...(batch === undefined ? {} : { batch }) };
}

/** Differences after which the rows of a batch, or what is taken of them, are others. */
const BATCH =
  /^(presto\.|environment\.batch_transform\.query$|training_step\.training_features$|transform_step\.key_column$)/;

function checked(
  state: EnvironmentState,
  which: Which,
  { presto, connection }: Connected,
  asked: Asked,
): Promise<CheckedQuery> {
  const { sql, source } = state.query(which);
  const wanted = wantedColumns(state, which);
  const query: QueryToCheck = {
    ...wanted,
    sql,
    source,
    place: state.place,
    file: state.file,
    timeout: STATEMENT_MS,
  };
  const where = { file: state.file(source.file), line: source.line, column: source.column };
  return once(asked, ['check', { ...connection }, { ...wanted, features: [...wanted.features] }, sql, where], () =>
    checkQuery(presto, query),
  );
}

/** The rows that a training would read, by aggregates, beside those of the base and those of the deployed model. */
async function measure(
  { base, head }: LiveTarget,
  check: QueryCheck,
  { presto, connection }: Connected,
  aws: Aws,
  { seen, asked, ports, gaps }: { seen: ObservedForPlan | undefined; asked: Asked; ports: Ports; gaps: string[] },
): Promise<{ data: DataDiff | null; measures: DataMeasures | null } | undefined> {
  const query = dataQuery(head, check);
  if (query === undefined) return undefined;
  const options = { timeout: STATEMENT_MS };
  const rows = { ...query, columns: query.columns as unknown as Json } as unknown as Json;
  const deployedPackage = seen?.packages.endpoint?.arn ?? null;
  const data = await unless(gaps, 'Presto, the rows', () =>
    once(asked, ['data', { ...connection }, rows, deployedPackage], () =>
      dataDiff(presto, aws, { base: null, head: query, deployedPackage }, options),
    ),
  );
  gaps.push(...(data?.gaps ?? []));
  const before = base === null ? null : await profileBefore(base, head, data?.head ?? null, { asked, ports, gaps });
  // The gaps are said where all gaps are.
  const shown = data === undefined ? null : { base: before, head: data.head, drift: data.drift };
  // Rows that Presto cannot read once it cannot read again either.
  if (!data?.head) return { data: shown, measures: null };
  const { rows: counted } = data.head;
  const { train_split: train, test_split: test } = head.config.training_step;
  const measures = await unless(gaps, 'Presto, what the rows say about the metrics', () =>
    once(asked, ['measures', { ...connection }, rows, train, test], () =>
      measureData(presto, { ...query, split: { train, test }, rows: counted }, options),
    ),
  );
  return { data: shown, measures: measures ?? null };
}

/** Presto is asked once for rows that base and head have in common. */
async function profileBefore(
  base: EnvironmentState,
  head: EnvironmentState,
  now: DataProfile | null,
  world: { asked: Asked; ports: Ports; gaps: string[] },
): Promise<DataProfile | null> {
  if (sameRows(base, head)) return now;
  if (base.account !== head.account) {
    world.gaps.push(`Presto, the rows of the base: its credentials are in Secrets Manager of account ${base.account}`);
    return null;
  }
  return (await baseProfile(base, world)) ?? null;
}

/** The rows that the base reads now, from where it reads them. */
async function baseProfile(
  base: EnvironmentState,
  { asked, ports, gaps }: { asked: Asked; ports: Ports; gaps: string[] },
): Promise<DataProfile | undefined> {
  return unless(gaps, 'Presto, the rows of the base', async () => {
    const aws = withSecretsOnce(ports.aws(base.region), asked);
    const connection = await prestoConnection({ config: base.config, aws });
    const connected = { presto: ports.presto(connection), connection };
    const query = dataQuery(base, (await checked(base, 'training', connected, asked)).check);
    if (query === undefined) return undefined;
    const question = ['base', { ...connection }, { ...query, columns: null, features: [...query.features] } as Json];
    return once(asked, question, () => profileData(connected.presto, query, { timeout: STATEMENT_MS }));
  });
}

/** Undefined when the query does not yield what is trained on: that is a finding, and there is nothing to measure. */
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

/** What decides which rows are read, and what is looked at in them. */
const ROWS = [
  'training_step.query',
  'presto.host',
  'presto.port',
  'presto.catalog',
  'presto.schema',
  'training_step.key_column',
  'training_step.sample.rows',
  'training_step.sample.seed',
  'training_step.training_target',
  'training_step.training_features',
];

export const sameRows = (base: EnvironmentState, head: EnvironmentState): boolean =>
  ROWS.every(
    (path) =>
      canonicalJson(base.settings.get(path)?.meaning ?? null) ===
      canonicalJson(head.settings.get(path)?.meaning ?? null),
  );
