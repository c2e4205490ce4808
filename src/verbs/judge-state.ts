import type { Finding, Place } from '../finding.ts';
import { checkColumns, type WantedColumns } from '../observed/query-columns.ts';
import { judge } from '../plan/judge.ts';
import type { RuleContext } from '../plan/rule.ts';
import type { EnvironmentState, ProjectState } from '../plan/state.ts';
import { analyseSql } from '../sql/analyse-sql.ts';
import type { SqlAnalysis } from '../sql/analysis.ts';

/** What the network said, for the rules; absent: nobody was asked. */
export type Measured = Partial<Pick<RuleContext, 'training_check' | 'data' | 'measures' | 'endpoint'>>;

export type Which = 'training' | 'batch';

export interface JudgeInput {
  state: EnvironmentState;
  all: ProjectState;
  /** Null when there is no base, or it cannot be read. */
  base: { state: EnvironmentState | null; all: ProjectState } | null;
  /** ISO 8601. */
  now: string;
  measured?: Measured;
  /** Queries that Presto itself judged: its word counts. */
  asked?: Record<Which, boolean>;
}

/** Every rule on one environment, and whether its queries are queries that yield what is taken from them. */
export function judgeState({ state, all, base, now, measured, asked }: JudgeInput): Finding[] {
  const findings: Finding[] = [];
  const analysed = (which: Which): SqlAnalysis | null => {
    const analysis = analyseSql(state.query(which).sql);
    if (asked?.[which] !== true) {
      if (analysis.ok) findings.push(...columnFindings(state, which, analysis.analysis));
      else findings.push(notAQuery(analysis.problem.message, state.sqlPlace(which, analysis.problem.place)));
    }
    return analysis.ok ? analysis.analysis : null;
  };
  const of = (project: ProjectState) =>
    project.environments.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const before = base?.state ?? base?.all.environments[0];
  const judged = judge({
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
    place: state.place,
    sqlPlace: state.sqlPlace,
  });
  return [...findings, ...judged];
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
