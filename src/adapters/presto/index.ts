import * as tls from 'node:tls';
import { Failure } from '../../failure.ts';
import type { Log } from '../../ports/log.ts';
import type { Presto, PrestoAnswer, PrestoConnection, PrestoError, PrestoOptions } from '../../ports/presto.ts';
import { createRedactor, type Redactor } from '../../redact.ts';
import type { Coordinator } from './coordinator.ts';
import { isAboutTheStatement, isTransient, serverFailure } from './errors.ts';
import { createSender } from './http.ts';
import { LIMITS, type Limits } from './limits.ts';
import { runStatement } from './run-statement.ts';

const SOURCE = 'sagemaker-presto-gitops';

/** Longest pause before a statement is sent again to a server that is not ready, in milliseconds. */
const MAX_PAUSE = 5_000;

/**
 * Presto by its HTTP protocol (https://prestodb.io/docs/current/develop/client-protocol.html), over presto-client. The
 * first statement connects. `limits` are for tests.
 */
export function connectPresto(connection: PrestoConnection, log?: Log, limits: Partial<Limits> = {}): Presto {
  return new HttpPresto(connection, log, { ...LIMITS, ...limits });
}

class HttpPresto implements Presto {
  readonly #connection: PrestoConnection;
  readonly #log: Log | undefined;
  readonly #limits: Limits;
  readonly #redactor: Redactor = createRedactor();
  /** As messages name the server. */
  readonly #name: string;
  #coordinator: Promise<Coordinator> | undefined;

  constructor(connection: PrestoConnection, log: Log | undefined, limits: Limits) {
    this.#connection = connection;
    this.#log = log;
    this.#limits = limits;
    this.#name = `Presto at ${connection.protocol}://${connection.host}:${connection.port}`;
    for (const secret of secrets(connection)) {
      this.#redactor.add(secret);
      log?.secret(secret);
    }
  }

  async run(sql: string, options: PrestoOptions = {}): Promise<PrestoAnswer> {
    try {
      return await this.#runWhenReady(sql, options);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { code, message, way_out, facts } = error;
      throw new Failure(code, this.#redactor.redact(message), {
        ...(way_out === undefined ? {} : { way_out }),
        facts,
      });
    }
  }

  /** Sends the statement again while Presto says that it is not ready, up to the time-out of the statement. */
  async #runWhenReady(sql: string, options: PrestoOptions): Promise<PrestoAnswer> {
    const { password, protocol } = this.#connection;
    if (password !== undefined && protocol !== 'https') {
      throw new Failure('config_invalid', `${this.#name} has a password, which is never sent over plain http`, {
        way_out: 'Set presto.protocol to https, or take the password out of the secret.',
      });
    }
    this.#coordinator ??= connectCoordinator(this.#connection, this.#name, this.#limits);
    const timeout = options.timeout ?? this.#limits.statementTimeout;
    const deadline = Date.now() + timeout;
    let notReady: PrestoError | undefined;
    for (let attempt = 0; ; attempt++) {
      const answer = await runStatement(await this.#coordinator, sql, {
        timeout: notReady ? Math.max(1, deadline - Date.now()) : timeout,
        maxRows: options.maxRows ?? this.#limits.maxRows,
        signal: options.signal,
        prepared: options.prepared ?? {},
      }).catch((failure: unknown) => {
        // The time is over because Presto was not ready all the time: that is the failure to report.
        throw notReady && Date.now() >= deadline - 10 ? serverFailure(this.#name, notReady) : failure;
      });
      if (answer.ok) return answer;
      const error = { ...answer.error, message: this.#redactor.redact(answer.error.message) };
      if (isAboutTheStatement(error)) return { ok: false, error };
      const pause = Math.min(this.#limits.firstPause * 2 ** attempt, MAX_PAUSE);
      if (!isTransient(error) || Date.now() + pause >= deadline) throw serverFailure(this.#name, error);
      notReady = error;
      this.#log?.info(`${this.#name} is not ready (${error.name}); the statement is sent again`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function connectCoordinator(connection: PrestoConnection, name: string, limits: Limits): Promise<Coordinator> {
  const { host, port, protocol, user, password, catalog, schema } = connection;
  // The package's entry reads a package.json beside itself, only for its version. The bundle has none, and one put
  // there would say that the bundle is not a module. So the file behind the entry is loaded.
  const { Client } = await import('presto-client/lib/presto-client/index.js');
  const ca = trustedCertificates(connection);
  return {
    name,
    origin: { protocol, host: host.toLowerCase().replace(/^\[|\]$/g, ''), port },
    client: Client,
    settings: { host, port, user, catalog, schema, source: SOURCE, checkInterval: 1, timeout: 0 },
    headers: {
      'X-Presto-User': user,
      'X-Presto-Source': SOURCE,
      // TIMESTAMP literals and now() mean UTC, as in the jobs.
      'X-Presto-Time-Zone': 'UTC',
      'User-Agent': SOURCE,
      'Accept-Encoding': 'identity',
      ...(password === undefined ? {} : { Authorization: `Basic ${basicCredentials(user, password)}` }),
    },
    withPassword: password !== undefined,
    send: createSender({ host, port, protocol, ...(ca === undefined ? {} : { ca }) }, limits),
    limits,
  };
}

/** The certificates that verify the server's: that of the secret, or else those that Node and this machine trust. */
function trustedCertificates({ protocol, ca }: PrestoConnection): string[] | undefined {
  if (protocol !== 'https') return undefined;
  if (ca !== undefined) return [ca];
  // Node 20 cannot tell the certificates of the system.
  if (typeof tls.getCACertificates !== 'function') return undefined;
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

/** https://www.rfc-editor.org/rfc/rfc7617 */
const basicCredentials = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString('base64');

function secrets({ user, password }: PrestoConnection): string[] {
  return password === undefined ? [] : [password, basicCredentials(user, password)];
}
