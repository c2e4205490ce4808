/** An injected fault: matching requests fail, so that tests can check retries and crash safety of a client. */
export interface Fault {
  method: string;
  path: RegExp;
  /** The number of matching requests that succeed first. */
  skip: number;
  times: number;
  /** With 0 the server closes the connection without a response. Only with `when: 'after'`. */
  status: number;
  /** `before`: the request has no effect. `after`: the request takes effect, and its response is lost. */
  when: 'before' | 'after';
  headers: Record<string, string>;
}

/** The faults that tests have asked for. */
export class FaultPlan {
  private readonly faults: Fault[] = [];

  /** Adds a fault. @param input body of `POST /_local/faults`; each field has a default */
  add(input: Record<string, unknown>): void {
    this.faults.push({
      method: String(input.method ?? 'GET'),
      path: new RegExp(String(input.path ?? '.*')),
      skip: Number(input.skip ?? 0),
      times: Number(input.times ?? 1),
      status: Number(input.status ?? 502),
      when: input.when === 'after' ? 'after' : 'before',
      headers: (input.headers ?? {}) as Record<string, string>,
    });
  }

  /** The fault for a request, counted as used; undefined when the request shall succeed. */
  take(method: string, path: string): Fault | undefined {
    for (const fault of this.faults) {
      if (fault.times <= 0 || fault.method !== method || !fault.path.test(path)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      return fault;
    }
    return undefined;
  }
}
