import type { Finding, Place } from '../finding.ts';
import type { DataDiff } from '../observed/data-profile.ts';
import type { QueryCheck } from '../observed/query-check.ts';
import type { Change } from './change.ts';

/**
 * What a change of the repository does, before it is merged: plain JSON, sorted, without clock or randomness, so that the same
 * commits and the same world give the same bytes. Every renderer (comment, terminal, check run, annotations) reads only this.
 */
export interface Plan {
  schema_version: 1;
  /** Commit that the change is compared with, and the commit of the change; null for the files of a working tree. */
  base: string | null;
  head: string | null;
  /** `offline`: from the files alone; `live`: AWS and Presto were asked too. */
  scope: 'offline' | 'live';
  /** Environments that the change affects, sources first (dev before prod). */
  environments: EnvironmentPlan[];
  /** Names of the others. */
  unchanged: string[];
  /** What belongs to no environment, or stops everything (a configuration that cannot be read). */
  findings: Finding[];
}

export interface EnvironmentPlan {
  environment: string;
  account: string;
  region: string;
  /** base → head by meaning, sorted by subject and path. */
  differences: Difference[];
  affects: AffectedParts;
  /** What applying it would do to what is there now; null when AWS was not asked. */
  changes: Change[] | null;
  /** What runs after the merge; null when nothing trains. */
  run: RunForecast | null;
  /** What the change costs a month for what is always on (endpoints); null when nothing of it changes. */
  monthly: MonthlyCost | null;
  training_query: QueryCheck | null;
  batch_query: QueryCheck | null;
  data: DataDiff | null;
  findings: Finding[];
  /** What was not looked at, and why: `AWS: these credentials belong to account …`. Plain text. */
  gaps: string[];
  /** Digests by field, which a later apply is held to; see receipt.ts. */
  desired: Record<string, string>;
  observed: Record<string, string> | null;
}

/** What of an environment is to be another one after the merge, by the files alone: whether it is yet, only AWS knows. */
export interface AffectedParts {
  training: boolean;
  endpoint: boolean;
  batch: boolean;
}

/** In the order in which a reviewer reads them. */
export const SUBJECTS = [
  'query',
  'target',
  'features',
  'sample',
  'hyperparameters',
  'tuning',
  'gates',
  'code',
  'image',
  'resources',
  'pipeline',
  'model',
  'endpoint',
  'batch',
  'environment',
  'tags',
] as const;
export type Subject = (typeof SUBJECTS)[number];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One thing that means something else than before. */
export interface Difference {
  subject: Subject;
  /** Dotted path in the decoded configuration, `step.argument` of a definition, or the path of a file of code. */
  path: string;
  /** Null: it was not there, or is not there any more. */
  from: Json;
  to: Json;
  /** Where it stands now (or stood, when it was removed). */
  place: Place | null;
  /** For texts of several lines (SQL, code): their difference by line. */
  lines?: DiffLine[];
}

export interface DiffLine {
  mark: '+' | '-' | ' ';
  text: string;
}

/** The steps of the training pipeline as they will go. */
export interface RunForecast {
  pipeline: string;
  steps: StepForecast[];
  /** Seconds and US dollars from earlier executions; null is unknown. */
  seconds: number | null;
  dollars: number | null;
  /** What the steps that something is known of come to, where a total is unknown: it is no less than that. Absent when that is nothing. */
  at_least?: { seconds?: number; dollars?: number };
  /** Where the figures come from, what is not in them, and what is not known. */
  basis: string;
}

export interface StepForecast {
  name: string;
  type: string;
  /** `runs`, or `cached`: nothing that decides it changed and an execution that is younger than the cache's term has its result. `conditional`: only if the condition says so. */
  fate: 'runs' | 'cached' | 'conditional';
  why: string;
  instance: string | null;
  seconds: number | null;
  dollars: number | null;
}

export interface MonthlyCost {
  /** US dollars a month of 730 hours at the least and at the greatest number of instances; null is unknown. */
  from: { least: number | null; greatest: number | null; what: string } | null;
  to: { least: number | null; greatest: number | null; what: string } | null;
  /** Source and date of the prices. */
  basis: string;
}
