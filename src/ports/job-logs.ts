import type { JobKind } from './sagemaker.ts';

/** A job or an endpoint whose containers write a log. A tuning job has no log; its trials have one each. */
export type LogOwner = { kind: Exclude<JobKind, 'tuning'> | 'endpoint'; name: string };

/** Logs of containers, from CloudWatch Logs. */
export interface JobLogs {
  /** The last `lines` lines over all streams, oldest first; no lines when the log does not exist or was deleted. */
  tail(of: LogOwner, lines: number): Promise<string[]>;
}
