import type { Finding, Place } from '../finding.ts';
import type { Json } from '../json.ts';
import type { DataDiff } from '../observed/data/profile.ts';
import type { Gap } from '../observed/gap.ts';
import type { QueryCheck } from '../observed/query/check.ts';
import type { ValueFormat } from '../project/settings.ts';
import type { Subject } from '../project/subjects.ts';
import type { Change } from './change.ts';
import type { DesiredDigests, ObservedValues } from './fields.ts';

/**
 * What a change of the repository will do when it is merged. Plain JSON, sorted, without clock or randomness: the same commits
 * and the same account give the same bytes. Every renderer (comment, terminal, check run, annotations) reads only this.
 */
export interface Plan {
  schema_version: 1;
  /** Commit that the change is compared with, and commit of the change; null for the files of a work tree. */
  base: string | null;
  head: string | null;
  /** `offline`: from the files alone; `live`: AWS and Presto were asked too. */
  scope: 'offline' | 'live';
  /** Environments that the change affects, sources first (dev before prod). */
  environments: EnvironmentPlan[];
  /** Names of the other environments. */
  unchanged: string[];
  /** Findings that belong to no environment, or that stop everything (a configuration that cannot be read). */
  findings: Finding[];
}

export interface EnvironmentPlan {
  environment: string;
  account: string;
  region: string;
  /** Differences from base to head by meaning, sorted by subject and path. */
  differences: Difference[];
  affects: AffectedParts;
  /** What an apply would do in the account now; null when AWS was not asked. */
  changes: Change[] | null;
  /** What runs after the merge; null when nothing trains. */
  run: RunForecast | null;
  /** Monthly cost of what is always on (endpoints), before and after; null when it does not change. */
  monthly: MonthlyCost | null;
  training_query: QueryCheck | null;
  batch_query: QueryCheck | null;
  data: DataDiff | null;
  findings: Finding[];
  /** What could not be read, and why. */
  gaps: Gap[];
  /** Digests by field, which a later apply is verified against (receipt.ts). Empty when the environment is removed. */
  desired: Partial<DesiredDigests>;
  /** Null when nobody looked at the account. */
  observed: ObservedValues | null;
}

/** The parts of an environment that the files change. Whether the account has them already, only AWS knows. */
export interface AffectedParts {
  training: boolean;
  endpoint: boolean;
  batch: boolean;
}

/** One setting or file that means something else on the head than on the base. */
export interface Difference {
  subject: Subject;
  /** Dotted path in the decoded configuration, `step.argument` of a definition, or the path of a file of code. */
  path: string;
  /** Null on the side that does not have it. */
  from: Json;
  to: Json;
  /** How `from` and `to` are written for a reader; absent: as they are. */
  format?: ValueFormat;
  /** Its place on the head, or on the base when the head does not have it. */
  place: Place | null;
  /** For texts of several lines (SQL, code): their difference by line. */
  lines?: DiffLine[];
}

export interface DiffLine {
  mark: '+' | '-' | ' ';
  text: string;
}

/** A forecast of the next run of the training pipeline. */
export interface RunForecast {
  pipeline: string;
  steps: StepForecast[];
  /** Seconds and US dollars from earlier executions; null is unknown. */
  seconds: number | null;
  dollars: number | null;
  /** Sum over the steps with known figures, when the total is not known. Absent when no step has known figures. */
  at_least?: { seconds?: number; dollars?: number };
  /** Where the figures come from, and what they leave out. */
  basis: string;
}

export interface StepForecast {
  name: string;
  type: string;
  /**
   * `runs`. `cached`: its decisive attributes did not change, and an execution within the expiry of the cache has its result.
   * `conditional`: it runs only if a condition says so.
   */
  outcome: 'runs' | 'cached' | 'conditional';
  why: string;
  instance: string | null;
  seconds: number | null;
  dollars: number | null;
}

/** US dollars a month of 730 hours at the minimum and the maximum number of instances; null is unknown. */
export interface MonthlyRange {
  min: number | null;
  max: number | null;
  /** What is always on: `2–4 × ml.m5.large`. */
  what: string;
}

export interface MonthlyCost {
  from: MonthlyRange | null;
  to: MonthlyRange | null;
  /** Source and date of the prices. */
  basis: string;
}
