import type { ReasonCode } from './failure.ts';

/** What a verb returns and `--json` prints: versioned, so that a caller can rely on it. */
export interface Result<Facts extends object = Record<string, unknown>> {
  schema_version: 1;
  verb: string;
  /** `done`: the world was changed; `unchanged`: it already was as it should be; `refused`: a rule said no; `parked`: goes on without us. */
  decision: 'done' | 'unchanged' | 'refused' | 'parked' | 'failed';
  reason_code: ReasonCode | 'ok';
  /** One sentence for a person. */
  summary: string;
  facts: Facts;
}
