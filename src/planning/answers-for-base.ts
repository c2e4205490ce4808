import { canonicalJson } from '../pipeline/canonical.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import type { RuleName } from '../rule-names.ts';
import { canonicalSql } from '../sql/canonical-sql.ts';
import { type LiveRuleInputs, type PrestoFindings, type QueryName, wantedColumns } from './environment-findings.ts';
import { sameRows } from './same-rows.ts';

/** What the network said of the head. */
export interface LiveAnswers {
  measured: LiveRuleInputs;
  answers: PrestoFindings;
}

/**
 * What of it holds for the base as well, so that what it leads to is no news: an answer to the very question that the base
 * asks, of the same server. All else is unknown of the base; nobody is asked twice.
 */
export function answersForBase(
  { base, head }: { base: EnvironmentState; head: EnvironmentState },
  { measured, answers }: LiveAnswers,
): LiveAnswers {
  if (!sameServer(base, head)) return { measured: {}, answers: {} };
  const { endpoint = null, training_check = null, data = null, measures = null } = measured;
  const rows = sameRows(base, head);
  const [before, after] = [base.environment?.endpoint, head.environment?.endpoint];
  return {
    measured: {
      endpoint: before?.endpoint_name === after?.endpoint_name ? endpoint : null,
      training_check: rows ? training_check : null,
      data: rows ? data : null,
      measures: rows && sameSplits(base, head) ? measures : null,
    },
    answers: Object.fromEntries(
      (['training', 'batch'] as const).flatMap((which) => {
        const answer = answers[which];
        if (answer === undefined || !sameQuestion(base, head, which)) return [];
        return [[which, sameRead(base, head) ? answer : answer.filter(({ rule }) => !ABOUT_READING.includes(rule))]];
      }),
    ),
  };
}

/** Rules about what a job puts around the query, and about the rows that it reads so. */
const ABOUT_READING: readonly RuleName[] = [
  'query/fails-on-rows',
  'query/key-not-scalar',
  'query/not-measured',
  'query/not-readable',
];

/** True when base and head put the same around their queries: a sample, and shares of several instances. */
function sameRead(...states: [EnvironmentState, EnvironmentState]): boolean {
  return alike(
    states,
    ({
      config: {
        training_step: step,
        data_processing_step: { instance_count },
      },
    }) => [step.sample === undefined ? null : { ...step.sample }, instance_count > 1],
  );
}

/** The account has the secret that says who asks. */
function sameServer(...states: [EnvironmentState, EnvironmentState]): boolean {
  return alike(states, ({ account, region, config }) => [account ?? null, region, { ...config.presto }]);
}

function sameSplits(...states: [EnvironmentState, EnvironmentState]): boolean {
  return alike(states, ({ config: { training_step: step } }) => [step.train_split, step.test_split]);
}

function sameQuestion(base: EnvironmentState, head: EnvironmentState, which: QueryName): boolean {
  return alike([base, head], (state) => [canonicalSql(state.query(which).sql), { ...wantedColumns(state, which) }]);
}

function alike([base, head]: [EnvironmentState, EnvironmentState], of: (state: EnvironmentState) => unknown): boolean {
  return canonicalJson(of(base)) === canonicalJson(of(head));
}
