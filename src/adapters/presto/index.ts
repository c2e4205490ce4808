import * as tls from 'node:tls';
import { Failure } from '../../failure.ts';
import type { Log } from '../../ports/log.ts';
import type { Presto, PrestoConnection, PrestoError } from '../../ports/presto.ts';
import { createRedactor } from '../../redact.ts';
import { isAboutTheStatement, isPassing, serverFailure } from './errors.ts';
import { httpSender } from './http.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Link, runStatement } from './run-statement.ts';

const SOURCE = 'sagemaker-presto-gitops';

/**
 * Presto by its HTTP protocol (https://prestodb.io/docs/current/develop/client-protocol.html), over presto-client. Nothing
 * is sent before the first statement. `limits` are for tests.
 */
export function connectPresto(connection: PrestoConnection, log?: Log, limits: Partial<Limits> = {}): Presto {
  const bounds = { ...LIMITS, ...limits };
  const redactor = createRedactor();
  for (const secret of secrets(connection)) {
    redactor.add(secret);
    log?.secret(secret);
  }
  const redacted = (error: PrestoError): PrestoError => ({ ...error, message: redactor.redact(error.message) });
  let link: Promise<Link> | undefined;

  async function run(...[sql, options = {}]: Parameters<Presto['run']>): ReturnType<Presto['run']> {
    const name = `Presto at ${connection.protocol}://${connection.host}:${connection.port}`;
    if (connection.password !== undefined && connection.protocol !== 'https') {
      throw new Failure('config_invalid', `${name} has a password, which is never sent over plain http`, {
        wayOut: 'Set presto.protocol to https, or take the password out of the secret.',
      });
    }
    link ??= makeLink(connection, name, bounds);
    const given = options.timeout ?? bounds.statement;
    const end = Date.now() + given;
    let passing: PrestoError | undefined;
    for (let attempt = 0; ; attempt++) {
      const answer = await runStatement(await link, sql, {
        time: passing ? Math.max(1, end - Date.now()) : given,
        rows: options.maxRows ?? bounds.rows,
        signal: options.signal,
        prepared: options.prepared ?? {},
      }).catch((failure: unknown) => {
        // The time is up because Presto was not ready all along: that is what to say.
        throw passing && Date.now() >= end - 10 ? serverFailure(name, passing) : failure;
      });
      if (answer.ok) return answer;
      const error = redacted(answer.error);
      if (isAboutTheStatement(error)) return { ok: false, error };
      const pause = Math.min(bounds.pause * 2 ** attempt, 5_000);
      if (!isPassing(error) || Date.now() + pause >= end) throw serverFailure(name, error);
      passing = error;
      log?.info(`${name} is not ready (${error.name}); asked again`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  return {
    async run(sql, options) {
      try {
        return await run(sql, options);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const { code, message, wayOut, facts } = error;
        throw new Failure(code, redactor.redact(message), { ...(wayOut === undefined ? {} : { wayOut }), facts });
      }
    },
  };
}

async function makeLink(connection: PrestoConnection, name: string, limits: Limits): Promise<Link> {
  const { host, port, protocol, user, password, catalog, schema } = connection;
  // Not the package's entry, which reads a package.json beside itself only to know its version: in the bundle there is
  // none, and one put there would say that the bundle is no module.
  const { Client } = await import('presto-client/lib/presto-client/index.js');
  const ca = trusted(connection);
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
      ...(password === undefined ? {} : { Authorization: `Basic ${basic(user, password)}` }),
    },
    withPassword: password !== undefined,
    send: httpSender({ host, port, protocol, ...(ca === undefined ? {} : { ca }) }, limits),
    limits,
  };
}

/** What the server's certificate is verified with: the secret's, or else what Node and this machine trust. */
function trusted({ protocol, ca }: PrestoConnection): string[] | undefined {
  if (protocol !== 'https') return undefined;
  if (ca !== undefined) return [ca];
  // Node 20 has no way to ask for those of the system.
  if (typeof tls.getCACertificates !== 'function') return undefined;
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');

function secrets({ user, password }: PrestoConnection): string[] {
  return password === undefined ? [] : [password, basic(user, password)];
}
