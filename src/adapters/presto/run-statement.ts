import type { RequestTarget } from 'presto-client/lib/presto-client/index.js';
import { Failure } from '../../failure.ts';
import type { PrestoAnswer, PrestoColumn } from '../../ports/presto.ts';
import { type Coordinator, cancelStatement, type Page, pathOnCoordinator, requestPage } from './coordinator.ts';
import { notPrestoFailure, queryErrorIn, transportFailure } from './errors.ts';
import { cancelOnExit } from './exit-signals.ts';

export interface StatementOptions {
  /** Longest time of the statement, in milliseconds from now. */
  timeout: number;
  maxRows: number;
  signal: AbortSignal | undefined;
  /** Prepared statements by name. */
  prepared: Readonly<Record<string, string>>;
}

/**
 * Runs one statement, from its POST to its last page or its cancellation.
 * @throws Failure when no answer about the statement came
 */
export function runStatement(coordinator: Coordinator, sql: string, options: StatementOptions): Promise<PrestoAnswer> {
  return new StatementRun(coordinator, options).run(sql);
}

/**
 * presto-client speaks the protocol: it makes the headers, follows the states and takes the pages apart. Its transport
 * is replaced at `Client.request`, through which all of its requests go, because that one follows redirects and
 * `nextUri` to any host with the password on it, waits without end, and repeats what fails without end. Nothing is
 * called back after the run is settled, so the client stops with it.
 */
class StatementRun {
  readonly #coordinator: Coordinator;
  readonly #options: StatementOptions;
  readonly #connections = new AbortController();
  readonly #columns: PrestoColumn[] = [];
  readonly #rows: unknown[][] = [];
  /** Where the statement goes on, which is what DELETE cancels. */
  #nextPath: string | undefined;
  #settled = false;
  #timer: NodeJS.Timeout | undefined;
  #forgetExit: () => void = () => {};
  #resolve: (answer: PrestoAnswer) => void = () => {};
  #reject: (failure: Failure) => void = () => {};

  constructor(coordinator: Coordinator, options: StatementOptions) {
    this.#coordinator = coordinator;
    this.#options = options;
  }

  run(sql: string): Promise<PrestoAnswer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#watchBounds();
      if (!this.#settled) this.#guarded(() => this.#execute(sql));
    });
  }

  /** Has the statement given up when its time is over, its signal aborts or the process ends. */
  #watchBounds(): void {
    const { timeout, signal } = this.#options;
    const { name } = this.#coordinator;
    this.#forgetExit = cancelOnExit(() =>
      this.#giveUp(new Failure('unavailable', 'The statement was cancelled: the run ends')),
    );
    this.#timer = setTimeout(() => {
      void this.#giveUp(
        new Failure('unavailable', `${name} did not finish the statement within ${timeout / 1000} s`, {
          way_out: 'Run it again when Presto has less to do, or make the query cheaper.',
        }),
      );
    }, timeout);
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    void this.#giveUp(reason instanceof Failure ? reason : new Failure('unavailable', 'The statement was cancelled'));
  };

  #execute(sql: string): void {
    const { client: Client, settings, name } = this.#coordinator;
    const client = new Client(settings);
    client.request = (target, callback) => {
      this.#exchange(target).then(
        (page) => this.#guarded(() => callback(null, 200, page)),
        (error: unknown) => void this.#giveUp(transportFailure(name, error)),
      );
    };
    client.execute({
      query: sql,
      headers: preparedHeader(this.#options.prepared),
      columns: (_, columns) => {
        this.#columns.push(...columns.map((column) => ({ name: column.name, type: column.type })));
      },
      data: (_, rows) => this.#addRows(rows),
      success: () => this.#answer({ ok: true, columns: this.#columns, rows: this.#rows }),
      error: (thrown) => {
        const error = queryErrorIn(thrown);
        if (error) this.#answer({ ok: false, error });
        else void this.#giveUp(notPrestoFailure(name, 'a page has another shape'));
      },
    });
  }

  #addRows(rows: unknown[][]): void {
    const { maxRows } = this.#options;
    if (this.#rows.length + rows.length > maxRows) {
      throw new Failure('inconclusive', `A statement to ${this.#coordinator.name} gives more than ${maxRows} rows`);
    }
    this.#rows.push(...rows);
  }

  /** One request of presto-client and its page. */
  async #exchange(target: RequestTarget): Promise<Page> {
    const coordinator = this.#coordinator;
    const { signal } = this.#connections;
    const page = await requestPage(
      coordinator,
      typeof target === 'object' && target !== null
        ? {
            method: target.method,
            path: target.path,
            headers: { ...target.headers, ...coordinator.headers },
            signal,
            ...(target.body === undefined ? {} : { body: target.body }),
          }
        : { method: 'GET', path: pathOnCoordinator(coordinator, target), headers: coordinator.headers, signal },
    );
    const { nextUri } = page;
    const address = typeof nextUri === 'string' && URL.canParse(nextUri) ? new URL(nextUri) : undefined;
    this.#nextPath = address && address.pathname + address.search;
    if (nextUri !== undefined) pathOnCoordinator(coordinator, nextUri);
    return page;
  }

  /**
   * Runs code of presto-client, or code that reads what the server sent: anything that it throws ends the statement.
   */
  #guarded(work: () => void): void {
    try {
      if (!this.#settled) work();
    } catch (error) {
      const { name } = this.#coordinator;
      void this.#giveUp(error instanceof Failure ? error : notPrestoFailure(name, 'a page has another shape'));
    }
  }

  /** False when the run was settled already. */
  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener('abort', this.#abort);
    return true;
  }

  #answer(answer: PrestoAnswer): void {
    if (!this.#settle()) return;
    this.#forgetExit();
    this.#resolve(answer);
  }

  /** Tells the server before the caller: when the caller reads the failure, the statement does not run any more. */
  async #giveUp(failure: Failure): Promise<void> {
    if (!this.#settle()) return;
    this.#connections.abort();
    if (this.#nextPath !== undefined) await cancelStatement(this.#coordinator, this.#nextPath);
    this.#forgetExit();
    this.#reject(failure);
  }
}

function preparedHeader(prepared: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(prepared).map(([name, sql]) => `${name}=${encodeURIComponent(sql)}`);
  return entries.length === 0 ? {} : { 'X-Presto-Prepared-Statement': entries.join(',') };
}
