import type { JobKind } from './sagemaker.ts';

/** Whose log: a job (a tuning job has none of its own, its trials do), or an endpoint's containers. */
export type LogOwner = { kind: Exclude<JobKind, 'tuning'> | 'endpoint'; name: string };

/** What containers printed, from CloudWatch Logs. */
export interface JobLogs {
  /** The last `lines` lines over all streams, oldest first; none when there are no logs (any more). */
  tail(of: LogOwner, lines: number): Promise<string[]>;
}
