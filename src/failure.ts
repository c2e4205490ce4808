import type { RuleIn } from './rule-names.ts';

/**
 * The reasons for which a verb stops, and that a person can act on. A verb throws a `Failure`. Only an entry (the command
 * line or an action) turns it into a message and an exit code. Any other exception is a defect of this program and is
 * reported as `internal`.
 *
 * Codes are part of the public interface (`--json` and the `reason_code` output). docs/reason-codes.md lists them. They are
 * never renamed.
 */
export const REASON_CODES = {
  config_invalid: {
    exit: 2,
    meaning: 'config.yml, an environment file or an SQL file has mistakes; each is listed with its place',
  },
  usage: { exit: 2, meaning: 'the command or an input of the action is wrong' },
  definition_invalid: { exit: 2, meaning: 'the pipeline definition breaks a rule of SageMaker or of this project' },
  rule_broken: { exit: 2, meaning: 'the change breaks a rule; each finding is listed with its place and what to do' },
  credentials_missing: { exit: 3, meaning: 'no usable AWS credentials, or no GitHub token' },
  access_denied: { exit: 3, meaning: 'AWS or GitHub refused the call' },
  not_found: { exit: 4, meaning: 'something that was named does not exist' },
  conflict: { exit: 4, meaning: 'AWS, GitHub or the repository is not in the state that this step needs' },
  not_allowed: { exit: 5, meaning: 'the person may not do this, or a rule forbids it' },
  not_ours: {
    exit: 5,
    meaning: 'a resource of that name belongs to another repository, project folder or environment, or to nobody',
  },
  moved: { exit: 5, meaning: 'what was reviewed has changed since; the message names what changed' },
  inconclusive: { exit: 5, meaning: 'an answer is missing or unreadable, so the step is refused' },
  execution_failed: { exit: 6, meaning: 'a pipeline execution ended in Failed or Stopped' },
  gate_failed: { exit: 6, meaning: 'the model did not pass its gates' },
  deployment_failed: { exit: 6, meaning: 'an endpoint or a batch transform ended in Failed, or rolled back' },
  still_running: { exit: 7, meaning: 'the work goes on in AWS, and a later run picks it up' },
  unavailable: { exit: 8, meaning: 'AWS, GitHub or Presto did not answer in time after retries' },
  internal: { exit: 70, meaning: 'a defect in this program' },
} as const;

export type ReasonCode = keyof typeof REASON_CODES;

/** A mistake in a configuration file. Lines and columns count from 1; both are 0 for what has no lines, such as a folder. */
export interface FileMistake {
  file: string;
  line: number;
  column: number;
  /** Dotted path of the value, empty for the file as a whole. */
  path: string;
  message: string;
}

/** A rule that a pipeline definition breaks. */
export interface BrokenDefinitionRule {
  rule: RuleIn<'definition'>;
  /** Path in the definition. */
  path: string;
  message: string;
  way_out: string;
}

/** Details that are only printed. */
type Details = Readonly<Record<string, unknown>>;

/** Details of a failure whose pipeline execution can be looked up. */
type ExecutionDetails = Details & { readonly execution_arn?: string };

/** Details that code reads, by reason code. The details of every other code are only printed. */
interface FactsByCode {
  config_invalid: Details & { readonly diagnostics?: readonly FileMistake[] };
  definition_invalid: Details & { readonly findings?: readonly BrokenDefinitionRule[] };
  execution_failed: ExecutionDetails;
  gate_failed: ExecutionDetails;
  still_running: ExecutionDetails;
}

/** The details of a failure with one reason code. */
export type FailureFacts<Code extends ReasonCode = ReasonCode> = Code extends keyof FactsByCode
  ? FactsByCode[Code]
  : Details;

export interface FailureOptions<Code extends ReasonCode = ReasonCode> {
  /** What to do about it, one or two sentences. */
  way_out?: string;
  /** Details, part of the `--json` result. */
  facts?: FailureFacts<Code>;
  cause?: unknown;
}

/** One member for each code, so that the compiler compares the facts with the code. */
type FailureArguments = {
  [Code in ReasonCode]: [code: Code, message: string, options?: FailureOptions<Code>];
}[ReasonCode];

/** A reason to stop that a person can act on: what happened, where, and the way out. */
export class Failure extends Error {
  readonly code: ReasonCode;
  /** What to do about it, one or two sentences. */
  readonly way_out: string | undefined;
  /** Details, part of the `--json` result. Code reads them with `factsOf`. */
  readonly facts: FailureFacts;

  constructor(...[code, message, options = {}]: FailureArguments) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.way_out = options.way_out;
    this.facts = options.facts ?? {};
  }

  get exitCode(): number {
    return REASON_CODES[this.code].exit;
  }
}

/** Returns the details of a failure with that reason code, or undefined when `error` is anything else. */
export function factsOf<Code extends ReasonCode>(error: unknown, code: Code): FailureFacts<Code> | undefined {
  // The constructor of Failure takes only the facts of its code.
  return error instanceof Failure && error.code === code ? (error.facts as FailureFacts<Code>) : undefined;
}
