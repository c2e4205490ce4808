/** One planned failure of the next calls of an operation. */
export interface Fault {
  /** An operation's name, `InvokeEndpoint`, or `*` for any. */
  readonly operation: string;
  /** Error code to answer with; absent: only the delay or the drop. */
  readonly error?: string;
  readonly message?: string;
  /** HTTP status of that error: 400, or 500 and more for InternalFailure and ServiceUnavailable. */
  readonly status?: number;
  /** Wait before anything else, in milliseconds. */
  readonly delay_ms?: number;
  /** The operation takes effect, then the connection is cut: the caller cannot know. */
  readonly drop?: boolean;
  /** How many calls; 1 when absent. */
  readonly times?: number;
}

/**
 * Failures on demand, so that what calls this service can be tested against throttling, errors and lost answers:
 * `POST /_local/faults` with a Fault or a list of them plans, `GET` shows what is left, `DELETE` forgets. They are taken in
 * the order in which they were planned and touch only calls from outside, never those of one part of this service to another.
 */
export interface Faults {
  plan(faults: unknown): void;
  left(): Fault[];
  clear(): void;
  /** The fault that this call meets, counted down. */
  take(operation: string): Fault | undefined;
}

export function createFaults(): Faults {
  let planned: Array<Fault & { times: number }> = [];
  return {
    plan(faults) {
      const list = (Array.isArray(faults) ? faults : [faults]) as Fault[];
      for (const fault of list) {
        if (typeof fault?.operation !== 'string') throw new Error('a fault needs an operation');
        if (fault.error === undefined && fault.delay_ms === undefined && !fault.drop) {
          throw new Error('a fault needs error, delay_ms or drop');
        }
        planned.push({ ...fault, times: fault.times ?? 1 });
      }
    },
    left: () => planned.map((fault) => ({ ...fault })),
    clear() {
      planned = [];
    },
    take(operation) {
      const index = planned.findIndex((fault) => fault.operation === operation || fault.operation === '*');
      const fault = planned[index];
      if (!fault) return undefined;
      if (fault.times <= 1) planned.splice(index, 1);
      else planned[index] = { ...fault, times: fault.times - 1 };
      return fault;
    },
  };
}
