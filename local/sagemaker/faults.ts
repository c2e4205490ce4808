/** One planned failure of the next calls of an operation. */
export interface Fault {
  /** An operation's name, `InvokeEndpoint`, or `*` for any. */
  readonly operation: string;
  /** Error code of the response. Without it, the call is only delayed or its response dropped. */
  readonly error?: string;
  readonly message?: string;
  /** HTTP status of that error. Default: 500 for InternalFailure and ServiceUnavailable, 400 for others. */
  readonly status?: number;
  /** Milliseconds to wait before anything else. */
  readonly delay_ms?: number;
  /** The operation takes effect, then the connection is cut: the caller cannot know whether it did. */
  readonly drop?: boolean;
  /** How many calls fail; default 1. */
  readonly times?: number;
}

/**
 * Failures on demand. They let a test show how a client handles throttling, errors and lost responses. `POST
 * /_local/faults` with a Fault or a list of them plans failures, `GET` lists those that are left, `DELETE` removes
 * them. They apply in the order in which they were planned. They affect only calls from outside, not the calls between
 * the parts of this service.
 */
export class PlannedFaults {
  #planned: Array<Fault & { times: number }> = [];

  /** Adds a fault or a list of faults. @throws Error for a fault without an operation or without an effect */
  plan(faults: unknown): void {
    const list = (Array.isArray(faults) ? faults : [faults]) as Fault[];
    for (const fault of list) {
      if (typeof fault?.operation !== 'string') throw new Error('a fault needs an operation');
      if (fault.error === undefined && fault.delay_ms === undefined && !fault.drop) {
        throw new Error('a fault needs error, delay_ms or drop');
      }
      this.#planned.push({ ...fault, times: fault.times ?? 1 });
    }
  }

  /** Lists the faults that no call has used up. */
  left(): Fault[] {
    return this.#planned.map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.#planned = [];
  }

  /** Takes the first fault for this operation and counts it down; undefined when none is planned. */
  take(operation: string): Fault | undefined {
    const index = this.#planned.findIndex((fault) => fault.operation === operation || fault.operation === '*');
    const fault = this.#planned[index];
    if (!fault) return undefined;
    if (fault.times <= 1) this.#planned.splice(index, 1);
    else this.#planned[index] = { ...fault, times: fault.times - 1 };
    return fault;
  }
}
