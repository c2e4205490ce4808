import type { ApprovalStatus, ExecutionStatus, JobKind, StepStatus } from '../ports/index.ts';

/**
 * One execution of the training pipeline with everything that a report, an approval or a comparison needs.
 * `describeRun` makes it from the execution's ARN alone, so any machine can make it again at any time. Plain JSON:
 * times are ISO 8601 in UTC, durations seconds, absent values null.
 */
export interface TrainingRun {
  schema_version: 1;
  region: string;
  account: string;
  pipeline: { name: string; arn: string; version: number | null };
  execution: {
    arn: string;
    id: string;
    display_name: string | null;
    status: ExecutionStatus;
    failure_reason: string | null;
    started_at: string | null;
    /** Null while it runs. */
    ended_at: string | null;
    duration_seconds: number | null;
    /**
     * All parameters with their effective values: the values given at the start, otherwise the definition's defaults.
     */
    parameters: Record<string, string>;
  };
  /** Read from the execution's description; all null when another program started the execution. */
  provenance: Provenance;
  lineage: {
    /** SHA-256 of the canonical JSON of the definition that ran. */
    definition_hash: string;
    /** SHA-256 of the SQL text, from the content-addressed input of the query. */
    query_sha256: string | null;
    /** Order-independent digest of the rows, from the evaluation report. */
    data_digest: string | null;
    /** SHA-256 of sourcedir.tar.gz, from its content-addressed key. */
    source_sha256: string | null;
    image: string | null;
  };
  /** In the order of the definition. Steps that did not run are listed with status `NotRun`. */
  steps: StepRun[];
  /** How the execution ended, decided from its steps; `running` until it ends. */
  outcome: 'running' | 'registered' | 'gate_failed' | 'failed' | 'stopped';
  /** The step that ended the execution, when the outcome is `gate_failed` or `failed`. */
  failure: { step: string; reason: string; log_tail: string[] } | null;
  tuning: {
    job_name: string;
    strategy: string | null;
    objective: { name: string; type: 'Maximize' | 'Minimize' } | null;
    best_training_job: string | null;
    counts: { completed: number; stopped: number; failed: number; in_progress: number };
    /** Best objective first; trials without one last. */
    trials: Trial[];
  } | null;
  /** The evaluation report as the container wrote it (`report` is untrusted JSON; null when it cannot be read). */
  evaluation: { uri: string; report: Record<string, unknown> | null } | null;
  package: RegisteredPackage | null;
}

export interface Provenance {
  commit: string | null;
  /** `owner/name`. */
  repository: string | null;
  environment: string | null;
  run_key: string | null;
}

export interface StepRun {
  name: string;
  type: string;
  status: StepStatus | 'NotRun';
  started_at: string | null;
  ended_at: string | null;
  duration_seconds: number | null;
  attempts: number | null;
  /** ARN of the execution whose result came from the cache. */
  cache_hit: string | null;
  failure_reason: string | null;
  job: {
    kind: JobKind;
    name: string;
    arn: string;
    instance_type: string | null;
    instance_count: number | null;
    /**
     * Instance-seconds that this job is billed for; for tuning the sum over its trials. Zero when the cache was hit.
     */
    billable_seconds: number | null;
  } | null;
}

export interface Trial {
  training_job: string;
  status: string;
  objective: number | null;
  hyperparameters: Record<string, string>;
  duration_seconds: number | null;
  failure_reason: string | null;
}

export interface RegisteredPackage {
  arn: string;
  group: string;
  version: number;
  approval_status: ApprovalStatus;
  approval_description: string | null;
  created_at: string | null;
  last_modified_at: string | null;
  image: string;
  model_data_uri: string;
  /** `sha256:<hex>` of the model.tar.gz that is in S3 now; null when the object does not exist. */
  artifact_digest: string | null;
  environment: Record<string, string>;
  /** CustomerMetadataProperties. */
  metadata: Record<string, string>;
}
