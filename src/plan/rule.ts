import type { Config, Environment } from '../config/index.ts';
import type { Finding, Place } from '../finding.ts';
import type { DataMeasures, DataProfile } from '../observed/data-profile.ts';
import type { ObservedEndpoint } from '../observed/endpoint.ts';
import type { QueryCheck } from '../observed/query-check.ts';
import type { SqlAnalysis, SqlPlace } from '../sql/analysis.ts';

/** What a rule looks at. What needs the network is null when nobody was asked: a rule then says nothing, never that all is well. */
export interface RuleContext {
  /** ISO 8601: freeze windows and soak times are about now. */
  now: string;
  config: Config;
  environment: Environment | null;
  /** All environments, sources first. */
  environments: readonly Environment[];
  /**
   * The same on the base: `environment` is null when it is new there. Null when there is no base or it cannot be read; then
   * nobody knows what changes, and what is about a change says nothing. With a base, the change affects this environment.
   */
  base: { config: Config; environment: Environment | null; environments: readonly Environment[] } | null;
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

/** One rule. Pure; returns nothing when it is kept or cannot be judged. */
export type Rule = (context: RuleContext) => Finding[];
