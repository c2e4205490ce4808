import type { Config, Environment } from '../config/index.ts';
import type { Finding, Place } from '../finding.ts';
import type { DataMeasures, DataProfile } from '../observed/data-profile.ts';
import type { ObservedEndpoint } from '../observed/endpoint.ts';
import type { QueryCheck } from '../observed/query-check.ts';
import type { SqlAnalysis, SqlPlace } from '../sql/analysis.ts';

/**
 * What a rule looks at: one side of a change, as it is. It knows nothing of the other side, so that a plan can judge the base
 * by the same rules and tell what is news. What needs the network is null when nobody was asked: a rule then says
 * nothing, never that all is well.
 */
export interface RuleContext {
  /** ISO 8601: freeze windows and soak times are about now. */
  now: string;
  config: Config;
  environment: Environment | null;
  /** All environments, sources first. */
  environments: readonly Environment[];
  /** The queries' text as analysed; null when it is no query (which is a finding of its own). */
  training: SqlAnalysis | null;
  batch: SqlAnalysis | null;
  training_check: QueryCheck | null;
  data: DataProfile | null;
  measures: DataMeasures | null;
  endpoint: ObservedEndpoint | null;
  /** Place of a value by its dotted path: `training_step.sample`, `environment.endpoint.rollout`; null for a default. */
  place(path: string): Place | null;
  /** Place in the repository of a place in a query's text. */
  sqlPlace(query: 'training' | 'batch', at: SqlPlace): Place | null;
}

/** What a rule about the change looks at: both sides. */
export interface ChangeContext extends RuleContext {
  /**
   * The same on the base: `environment` is null when it is new there. Null when there is no base or it cannot be read; then
   * nobody knows what changes, and what is about a change says nothing. With a base, the change affects this environment.
   */
  base: { config: Config; environment: Environment | null; environments: readonly Environment[] } | null;
}

/** One rule. Pure; returns nothing when it is kept or cannot be judged. What the base breaks as well is nobody's news. */
export type Rule = (context: RuleContext) => Finding[];

/** A rule about the change itself: what it finds is always news. */
export type ChangeRule = (context: ChangeContext) => Finding[];
