/**
 * Everything that can go wrong for a reason a person can act on. A verb throws a `Failure`; only an entry (the command
 * line or an action) turns it into a message and an exit code. Any other exception is a defect of ours and is reported
 * as `internal`.
 *
 * Codes are part of the public interface (`--json` and the `reason_code` output): documented in docs/reason-codes.md,
 * never renamed.
 */
export const REASON_CODES = {
  config_invalid: {
    exit: 2,
    meaning: 'config.yml, an environment file or an SQL file has mistakes; each is listed with its place',
  },
  usage: { exit: 2, meaning: 'the command or an input of the action is wrong' },
  definition_invalid: { exit: 2, meaning: 'the pipeline definition breaks a rule of SageMaker or of this project' },
  rule_broken: { exit: 2, meaning: 'the change breaks a rule; each finding is listed with its place and the way out' },
  credentials_missing: { exit: 3, meaning: 'no usable AWS credentials, or no GitHub token' },
  access_denied: { exit: 3, meaning: 'AWS or GitHub refused the call' },
  not_found: { exit: 4, meaning: 'something that was named does not exist' },
  conflict: { exit: 4, meaning: 'the world is not in the state that this step needs' },
  not_allowed: { exit: 5, meaning: 'the person may not do this, or a rule forbids it' },
  moved: { exit: 5, meaning: 'what was reviewed is not what is there now; what moved is named' },
  inconclusive: { exit: 5, meaning: 'an answer is missing or unreadable, and is not taken as a yes' },
  execution_failed: { exit: 6, meaning: 'a pipeline execution ended in Failed or Stopped' },
  gate_failed: { exit: 6, meaning: 'the model did not pass its gates' },
  deployment_failed: { exit: 6, meaning: 'an endpoint or a batch transform ended in Failed, or rolled back' },
  still_running: { exit: 7, meaning: 'the work goes on and a later run picks it up; nothing is lost' },
  unavailable: { exit: 8, meaning: 'AWS, GitHub or Presto did not answer in time after retries' },
  internal: { exit: 70, meaning: 'a defect in this program' },
} as const;

export type ReasonCode = keyof typeof REASON_CODES;

/** A reason to stop that a person can act on: what happened, where, and the way out. */
export class Failure extends Error {
  readonly code: ReasonCode;
  /** What to do about it, one or two sentences. */
  readonly wayOut: string | undefined;
  /** Machine-readable details, part of the `--json` result. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ReasonCode,
    message: string,
    options: { wayOut?: string; facts?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.wayOut = options.wayOut;
    this.facts = options.facts ?? {};
  }

  get exitCode(): number {
    return REASON_CODES[this.code].exit;
  }
}
