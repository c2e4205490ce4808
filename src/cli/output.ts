import { Failure, REASON_CODES } from '../failure.ts';
import { failureResult } from '../failure-result.ts';
import { logText } from '../log-text.ts';
import { type Redactor, redactJson } from '../redact.ts';
import type { Result } from '../result.ts';
import type { CommandOutput } from './command.ts';
import type { Streams } from './terminal.ts';

export interface OutputOptions {
  streams: Streams;
  redactor: Redactor;
  /** Also print the stack of an error. */
  debug: boolean;
}

/** Writes results to standard output and failures to standard error, redacted. */
export class Output {
  readonly #streams: Streams;
  readonly #redactor: Redactor;
  readonly #debug: boolean;

  constructor({ streams, redactor, debug }: OutputOptions) {
    this.#streams = streams;
    this.#redactor = redactor;
    this.#debug = debug;
  }

  /** Writes the result of a verb: its text, or one JSON document. Returns the exit code. */
  writeResult({ result, text }: CommandOutput, asJson: boolean): number {
    if (asJson) return this.#writeJson(result);
    // A text is what the user asked for, so it stays byte for byte. A summary can quote text of others.
    const shown = text === undefined ? logText(this.#redactor.redact(result.summary)) : this.#redactor.redact(text);
    this.#streams.out(`${shown}\n`);
    return exitCodeOf(result);
  }

  /** Writes why a verb stopped, and with `asJson` also its result. Returns the exit code. */
  writeFailure(verb: string, error: unknown, asJson: boolean): number {
    const result = failureResult(verb, error);
    this.#writeError(`mlops: ${result.reason_code}: ${result.summary}`);
    if (error instanceof Failure) {
      if (error.way_out !== undefined) this.#writeError(`  ${error.way_out}`);
    } else if (!this.#debug) {
      this.#writeError('  Run it again with MLOPS_DEBUG=1 to see where, and report it.');
    }
    if (this.#debug && error instanceof Error) this.#writeError(error.stack ?? error.message);
    return asJson ? this.#writeJson(result) : exitCodeOf(result);
  }

  /** Ends a call without a command; the help is printed already. Returns the exit code. */
  writeUsage(verb: string, failure: Failure, asJson: boolean): number {
    const result = failureResult(verb, failure);
    return asJson ? this.#writeJson(result) : exitCodeOf(result);
  }

  /** One document, indented. */
  #writeJson(result: Result): number {
    this.#streams.out(`${JSON.stringify(redactJson(result, this.#redactor), null, 2)}\n`);
    return exitCodeOf(result);
  }

  #writeError(text: string): void {
    this.#streams.err(`${logText(this.#redactor.redact(text))}\n`);
  }
}

function exitCodeOf({ reason_code }: Result): number {
  return reason_code === 'ok' ? 0 : REASON_CODES[reason_code].exit;
}
