import type { JobKind } from './sagemaker.ts';

/** What the containers of a job printed, from CloudWatch Logs. */
export interface JobLogs {
  /** The last `lines` lines over all streams of the job, oldest first; none when the logs are gone or may not be read. */
  tail(job: { kind: Exclude<JobKind, 'tuning'>; name: string }, lines: number): Promise<string[]>;
}
