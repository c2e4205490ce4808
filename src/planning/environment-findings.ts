import type { Finding, Place } from '../finding.ts';
import { checkColumns, type WantedColumns } from '../observed/query/columns.ts';
import { activated } from '../plan/rules/activated.ts';
import { applyChangeRules, applySideRules } from '../plan/rules/apply-rules.ts';
import type { AttributedFinding, FindingSubject } from '../plan/rules/pre-existing.ts';
import type { ChangeContext, RuleContext } from '../plan/rules/rule.ts';
import type { EnvironmentState, ProjectState } from '../project/environment-state.ts';
import { analyseSql } from '../sql/analyse-sql.ts';
import type { SqlAnalysis, SqlSpan } from '../sql/analysis.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import { refusalFindings } from './refusal-findings.ts';

/** What AWS and Presto say, for the rules; a member is absent when nobody was asked. */
export type LiveRuleInputs = Partial<Pick<RuleContext, 'training_check' | 'data' | 'measures' | 'endpoint'>>;

export type QueryName = 'training' | 'batch';

/** What Presto says about a query; absent when it was not asked. */
export type PrestoFindings = Partial<Record<QueryName, readonly Finding[]>>;

export interface FindingsInput {
  state: EnvironmentState;
  all: ProjectState;
  /** Null when there is no base, or it cannot be read. */
  base: { state: EnvironmentState | null; all: ProjectState } | null;
  /** ISO 8601. */
  now: string;
  measured?: LiveRuleInputs;
  /** Where Presto itself checked a query, its findings replace those of the text. */
  answers?: PrestoFindings;
}

/** Applies every rule to one environment, and checks that its queries yield the columns that are needed. */
export function environmentFindings({ state, all, base, now, measured, answers }: FindingsInput): AttributedFinding[] {
  const subjects = new Subjects(state);
  const queries = { training: analyse(state, 'training', answers), batch: analyse(state, 'batch', answers) };
  const before = base?.state ?? base?.all.environments[0];
  const context: ChangeContext = {
    now,
    config: state.config,
    environment: state.environment,
    environments: environmentsOf(all),
    base:
      base === null || before === undefined
        ? null
        : {
            config: before.config,
            environment: base.state?.environment ?? null,
            environments: environmentsOf(base.all),
          },
    training: queries.training.analysis,
    batch: queries.batch.analysis,
    training_check: measured?.training_check ?? null,
    data: measured?.data ?? null,
    measures: measured?.measures ?? null,
    endpoint: measured?.endpoint ?? null,
    place: (path) => subjects.place(path),
    sqlPlace: (query, at) => subjects.sqlPlace(query, at),
  };
  const attributed: AttributedFinding[] = [
    ...queries.training.findings,
    ...queries.batch.findings,
    ...applySideRules(context).map((finding) => ({ finding, about: subjects.of(finding) })),
    ...refusalFindings(state, context.place).map((finding) => ({ finding, about: subjects.of(finding) })),
  ];
  const matters = base?.state ? activated(base.state, state) : () => false;
  return [
    ...attributed.map(({ finding, about }) => ({ finding, about: about !== null && matters(about) ? null : about })),
    ...applyChangeRules(context).map((finding) => ({ finding, about: null })),
  ];
}

const environmentsOf = ({ environments }: ProjectState) =>
  environments.flatMap(({ environment }) => (environment === null ? [] : [environment]));

/** The query's analysis, null when the text is not a query, and what Presto or the text itself says about it. */
function analyse(
  state: EnvironmentState,
  query: QueryName,
  answers: PrestoFindings | undefined,
): { analysis: SqlAnalysis | null; findings: AttributedFinding[] } {
  const result = analyseSql(state.query(query).sql);
  const findings = answers?.[query] ?? textFindings(state, query, result);
  const about: FindingSubject = { kind: 'query', query };
  return { analysis: result.ok ? result.analysis : null, findings: findings.map((finding) => ({ finding, about })) };
}

/** Gives places to the rules, and remembers which setting or piece of a query each place belongs to. */
class Subjects {
  readonly #state: EnvironmentState;
  readonly #known = new Map<Place, FindingSubject>();

  constructor(state: EnvironmentState) {
    this.#state = state;
  }

  place(path: string): Place | null {
    // A feature is named by the message; its position in the list means nothing.
    return this.#remember(this.#state.place(path), { kind: 'setting', path: path.replace(/\.\d+$/, '') });
  }

  sqlPlace(query: QueryName, at: SqlSpan): Place | null {
    const sql = canonicalSql(this.#state.query(query).sql.slice(at.offset, at.offset + at.length));
    return this.#remember(this.#state.sqlPlace(query, at), { kind: 'query-part', query, sql });
  }

  of({ place }: Finding): FindingSubject {
    if (place === null) return { kind: 'none' };
    return this.#known.get(place) ?? { kind: 'file', file: place.file };
  }

  #remember(place: Place | null, subject: FindingSubject): Place | null {
    if (place !== null) this.#known.set(place, subject);
    return place;
  }
}

/** What the text alone says about a query: that it is not a query, or that columns are missing. */
function textFindings(state: EnvironmentState, query: QueryName, result: ReturnType<typeof analyseSql>): Finding[] {
  if (result.ok) return columnFindings(state, query, result.analysis);
  return [notAQuery(result.problem.message, state.sqlPlace(query, result.problem.place))];
}

function notAQuery(message: string, place: Place | null): Finding {
  return {
    rule: 'query/syntax',
    severity: 'error',
    message,
    why: 'Presto would refuse it when the job runs; a parser of its grammar read the file, no server was asked.',
    way_out: 'Correct the query at the place that is shown.',
    place,
  };
}

/** The columns that a job takes from its query. */
export function wantedColumns({ config }: EnvironmentState, which: QueryName): WantedColumns {
  const { training_step, transform_step } = config;
  const key = (which === 'training' ? training_step : transform_step).key_column;
  return {
    kind: which,
    features: training_step.training_features,
    ...(which === 'training' ? { target: training_step.training_target } : {}),
    ...(key === undefined ? {} : { key }),
  };
}

/** Stands for a type that only Presto knows. The checks of the text ignore it. */
const SOME_TYPE = 'bigint';

/** Columns of the SELECT list that are missing, repeated or unused. A `*` may stand for any column, so then nothing is known. */
function columnFindings(state: EnvironmentState, which: QueryName, { columns, star }: SqlAnalysis): Finding[] {
  if (star) return [];
  const query = state.sqlPlace(which, { offset: 0, length: 1 });
  if (query === null) return [];
  const given = columns.map(({ name }, index) => ({ name: name ?? `_col${index}`, type: SOME_TYPE }));
  const alias = (name: string) => {
    const column = columns.findLast((each) => each.name === name.toLowerCase());
    return column === undefined ? null : state.sqlPlace(which, column.place);
  };
  return checkColumns(given, wantedColumns(state, which), { setting: state.place, alias, query }).findings;
}
