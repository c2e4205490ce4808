import type { Finding, Place } from '../finding.ts';
import { judge } from '../plan/judge.ts';
import type { RuleContext } from '../plan/rule.ts';
import type { EnvironmentState, ProjectState } from '../plan/state.ts';
import type { SqlAnalysis } from '../sql/analysis.ts';
import { parseQuery } from '../sql/parse-query.ts';

/** What the network said, for the rules; absent: nobody was asked. */
export type Measured = Partial<Pick<RuleContext, 'training_check' | 'data' | 'measures' | 'endpoint'>>;

export interface JudgeInput {
  state: EnvironmentState;
  all: ProjectState;
  /** Null when there is no base, or it cannot be read. */
  base: { state: EnvironmentState | null; all: ProjectState } | null;
  /** ISO 8601. */
  now: string;
  measured?: Measured;
  /** False when Presto itself judged the query: its word counts. */
  syntax?: { training: boolean; batch: boolean };
}

/** Every rule on one environment, and whether its queries are queries. */
export function judgeState({ state, all, base, now, measured, syntax }: JudgeInput): Finding[] {
  const findings: Finding[] = [];
  const analysed = (which: 'training' | 'batch'): SqlAnalysis | null => {
    const analysis = parseQuery(state.query(which).sql);
    if (analysis.ok) return null;
    if (syntax?.[which] !== false)
      findings.push(notAQuery(analysis.problem.message, state.sqlPlace(which, analysis.problem.place)));
    return null;
  };
  const of = (project: ProjectState) =>
    project.environments.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const before = base?.state ?? base?.all.environments[0];
  findings.push(
    ...judge({
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
    }),
  );
  return findings;
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
