import type { Config, Environment } from '../../config/index.ts';
import type { Finding, Place } from '../../finding.ts';
import type { DataMeasures, DataProfile } from '../../observed/data/profile.ts';
import type { ObservedEndpoint } from '../../observed/endpoint.ts';
import type { QueryCheck } from '../../observed/query/check.ts';
import type { SqlAnalysis, SqlSpan } from '../../sql/analysis.ts';

/**
 * What a rule reads: one side of a change. It holds nothing of the other side, so a plan can apply the same rules to
 * the base and tell which findings are new. A value that comes from Presto or AWS is null when the plan has no answer.
 * A rule that needs the value then reports nothing; this does not mean that all is well.
 */
export interface RuleContext {
  /** Time of the plan, ISO 8601. Freeze windows and soak times are compared with it. */
  now: string;
  config: Config;
  environment: Environment | null;
  /** All environments. Each one comes after the environment that it promotes from. */
  environments: readonly Environment[];
  /** The analysed texts of the queries; null when a text is not a query (another check reports that). */
  training: SqlAnalysis | null;
  batch: SqlAnalysis | null;
  training_check: QueryCheck | null;
  data: DataProfile | null;
  measures: DataMeasures | null;
  endpoint: ObservedEndpoint | null;
  /**
   * Place of a value by its dotted path: `training_step.sample`, `environment.endpoint.rollout`; null for a default.
   */
  place(path: string): Place | null;
  /** Place in the repository of a span in the text of a query. */
  sqlPlace(query: 'training' | 'batch', at: SqlSpan): Place | null;
}

/** What a rule about the change reads: both sides. */
export interface ChangeContext extends RuleContext {
  /**
   * The base; its `environment` is null when the environment is new. Null when there is no base or it cannot be read:
   * the change is then not known, and the rules about it find nothing. When there is a base, this environment is
   * affected.
   */
  base: { config: Config; environment: Environment | null; environments: readonly Environment[] } | null;
}

/** One rule, as a pure function. It returns no finding when the rule is followed, or when it cannot be checked. */
export type Rule = (context: RuleContext) => Finding[];

/** A rule about the change itself. Its findings are always new. */
export type ChangeRule = (context: ChangeContext) => Finding[];
