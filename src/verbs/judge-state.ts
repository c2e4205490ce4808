import type { Finding, Place } from '../finding.ts';
import { checkColumns, type WantedColumns } from '../observed/query-columns.ts';
import { activated } from '../plan/activated.ts';
import { judgeChange, judgeSide } from '../plan/judge.ts';
import type { ChangeContext, RuleContext } from '../plan/rule.ts';
import type { Judged } from '../plan/standing.ts';
import type { EnvironmentState, ProjectState } from '../plan/state.ts';
import { analyseSql } from '../sql/analyse-sql.ts';
import type { SqlAnalysis } from '../sql/analysis.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';

/** What the network said, for the rules; absent: nobody was asked. */
export type Measured = Partial<Pick<RuleContext, 'training_check' | 'data' | 'measures' | 'endpoint'>>;

export type Which = 'training' | 'batch';

/** What Presto said about a query; absent: it was not asked. */
export type Answers = Partial<Record<Which, readonly Finding[]>>;

export interface JudgeInput {
  state: EnvironmentState;
  all: ProjectState;
  /** Null when there is no base, or it cannot be read. */
  base: { state: EnvironmentState | null; all: ProjectState } | null;
  /** ISO 8601. */
  now: string;
  measured?: Measured;
  /** Where Presto itself judged a query its word counts, and stands for what the text tells. */
  answers?: Answers;
}

/** Every rule on one environment, and whether its queries are queries that yield what is taken from them. */
export function judgeState({ state, all, base, now, measured, answers }: JudgeInput): Judged[] {
  const subjects = subjectsOf(state);
  const found: Judged[] = [];
  const analysed = (which: Which): SqlAnalysis | null => {
    const analysis = analyseSql(state.query(which).sql);
    const told = answers?.[which] ?? textFindings(state, which, analysis);
    found.push(...told.map((finding) => ({ finding, about: `the ${which} query` })));
    return analysis.ok ? analysis.analysis : null;
  };
  const of = (project: ProjectState) =>
    project.environments.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const before = base?.state ?? base?.all.environments[0];
  const context: ChangeContext = {
    now,
    config: state.config,
    environment: state.environment,
    environments: of(all),
    base:
      base === null || before === undefined
        ? null
        : { config: before.config, environment: base.state?.environment ?? null, environments: of(base.all) },
    training: analysed('training'),
    batch: analysed('batch'),
    training_check: measured?.training_check ?? null,
    data: measured?.data ?? null,
    measures: measured?.measures ?? null,
    endpoint: measured?.endpoint ?? null,
    place: subjects.place,
    sqlPlace: subjects.sqlPlace,
  };
  found.push(...judgeSide(context).map((finding) => ({ finding, about: subjects.about(finding) })));
  const matters = base?.state ? activated(base.state, state) : () => false;
  return [
    ...found.map(({ finding, about }) => ({ finding, about: about !== null && matters(about) ? null : about })),
    ...judgeChange(context).map((finding) => ({ finding, about: null })),
  ];
}

/**
 * What a finding is about, by the place that it was given: the setting by its path, or the words of the query. Lines move,
 * these do not.
 */
function subjectsOf(state: EnvironmentState): Pick<RuleContext, 'place' | 'sqlPlace'> & {
  about(finding: Finding): string;
} {
  const known = new Map<Place, string>();
  const keep = (place: Place | null, what: string): Place | null => {
    if (place !== null) known.set(place, what);
    return place;
  };
  return {
    // A feature is named by the message; where it stands in the list says nothing.
    place: (path) => keep(state.place(path), path.replace(/\.\d+$/, '')),
    sqlPlace: (which, at) => {
      const piece = state.query(which).sql.slice(at.offset, at.offset + at.length);
      return keep(state.sqlPlace(which, at), `${which} query: ${canonicalSql(piece)}`);
    },
    about: ({ place }) => (place === null ? '' : (known.get(place) ?? place.file)),
  };
}

/** What the text tells of a query: that it is none, or what is missing in its columns. */
function textFindings(state: EnvironmentState, which: Which, analysis: ReturnType<typeof analyseSql>): Finding[] {
  if (analysis.ok) return columnFindings(state, which, analysis.analysis);
  return [notAQuery(analysis.problem.message, state.sqlPlace(which, analysis.problem.place))];
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

/** The columns that a job takes from its query: which. */
export function wantedColumns({ config }: EnvironmentState, which: Which): WantedColumns {
  const { training_step, transform_step } = config;
  const key = (which === 'training' ? training_step : transform_step).key_column;
  return {
    kind: which,
    features: training_step.training_features,
    ...(which === 'training' ? { target: training_step.training_target } : {}),
    ...(key === undefined ? {} : { key }),
  };
}

/** Stands for a type that only Presto knows: nothing is said of it. */
const SOME_TYPE = 'bigint';

/** What is missing in the SELECT list, there twice or not used, as far as the text tells: behind a `*` may be anything. */
function columnFindings(state: EnvironmentState, which: Which, { columns, star }: SqlAnalysis): Finding[] {
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
