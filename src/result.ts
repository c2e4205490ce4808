import type { ReasonCode } from './failure.ts';

/** The result of a verb, which `--json` prints. Its version changes when a member changes its meaning. */
export interface Result<Facts extends object = object> {
  schema_version: 1;
  verb: string;
  /**
   * `done`: something was changed. `unchanged`: nothing had to be changed. `refused`: a rule does not allow it.
   * `parked`: the work goes on in AWS, and a later call picks it up. `failed`: it could not be done.
   */
  decision: 'done' | 'unchanged' | 'refused' | 'parked' | 'failed';
  reason_code: ReasonCode | 'ok';
  /** One sentence for a person. */
  summary: string;
  facts: Facts;
}
