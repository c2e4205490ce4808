import { Failure, REASON_CODES } from './failure.ts';
import type { Result } from './result.ts';

/**
 * The result of a verb that failed. A `Failure` keeps its code; any other error is a defect of this program:
 * `internal`.
 */
export function failureResult(verb: string, error: unknown): Result {
  if (!(error instanceof Failure)) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      schema_version: 1,
      verb,
      decision: 'failed',
      reason_code: 'internal',
      summary: `Something is wrong in this program: ${message}`,
      facts: {},
    };
  }
  const refusal = error.exitCode === REASON_CODES.not_allowed.exit || error.code === 'gate_failed';
  return {
    schema_version: 1,
    verb,
    decision: error.code === 'still_running' ? 'parked' : refusal ? 'refused' : 'failed',
    reason_code: error.code,
    summary: error.message,
    facts: { ...error.facts, ...(error.way_out === undefined ? {} : { way_out: error.way_out }) },
  };
}
