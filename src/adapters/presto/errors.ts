import { Failure } from '../../failure.ts';
import type { PrestoError } from '../../ports/presto.ts';
import { AnswerTooLarge, type HttpAnswer, IdleTimeout } from './http.ts';

/**
 * Errors that are about the server or the moment, not about the statement (StandardErrorCode of PrestoDB). Their type
 * alone does not say so: a full queue is INSUFFICIENT_RESOURCES like a query that needs too much memory, and a
 * statement that an administrator stopped is a USER_ERROR.
 */
const NOT_ABOUT_THE_STATEMENT = new Set([
  'QUERY_QUEUE_FULL',
  'CLUSTER_OUT_OF_MEMORY',
  'ADMINISTRATIVELY_KILLED',
  'ADMINISTRATIVELY_PREEMPTED',
  'USER_CANCELED',
  'ABANDONED_QUERY',
]);

/** Errors of the moment: the same statement may succeed a little later. */
const TRANSIENT = new Set(['NO_NODES_AVAILABLE', 'SERVER_STARTING_UP', 'SERVER_SHUTTING_DOWN', 'QUERY_QUEUE_FULL']);

/** Whether the same statement may succeed a little later. */
export const isTransient = (error: PrestoError): boolean => TRANSIENT.has(error.name);

/** Whether Presto refuses the statement because of its text or of what it needs. */
export function isAboutTheStatement(error: PrestoError): boolean {
  return (
    (error.type === 'USER_ERROR' || error.type === 'INSUFFICIENT_RESOURCES') && !NOT_ABOUT_THE_STATEMENT.has(error.name)
  );
}

/**
 * The protocol's QueryError in what presto-client gives to its error callback; undefined when it gives something else.
 */
export function queryErrorIn(thrown: unknown): PrestoError | undefined {
  // presto-client wraps the error of the first request, but not that of later ones.
  for (const candidate of [thrown, (thrown as { error?: unknown } | null)?.error]) {
    if (typeof candidate !== 'object' || candidate === null || !('errorName' in candidate)) continue;
    const { message, errorName, errorType, errorLocation } = candidate as Record<string, unknown>;
    const { lineNumber, columnNumber } = (errorLocation ?? {}) as { lineNumber?: unknown; columnNumber?: unknown };
    return {
      message: typeof message === 'string' ? message : 'no message',
      name: String(errorName),
      type: String(errorType),
      location:
        typeof lineNumber === 'number' && typeof columnNumber === 'number'
          ? { line: lineNumber, column: columnNumber }
          : undefined,
    };
  }
  return undefined;
}

const CHECK_ADDRESS =
  'Check presto.host, the port and the protocol in config.yml, and that this machine may connect to it.';

/** TLS failures by the codes of Node and OpenSSL. */
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|ERR_OSSL|EPROTO|HOSTNAME_)/;

/** The failure when no answer came. `server` names the coordinator. */
export function transportFailure(server: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  if (error instanceof IdleTimeout) {
    return new Failure('unavailable', `${server} did not answer within ${error.milliseconds / 1000} s`, {
      way_out: CHECK_ADDRESS,
    });
  }
  if (error instanceof AnswerTooLarge) return notPrestoFailure(server, 'an answer is too long');
  if (TLS.test(code)) {
    return new Failure('unavailable', `${server} does not prove who it is: ${oneLine(message)}`, {
      way_out:
        'Put the PEM of its certificate authority into the field "ca" of the secret that presto.presto_credentials names, and use the host name that the certificate carries.',
    });
  }
  return new Failure('unavailable', `${server} cannot be reached: ${oneLine(message)}`, { way_out: CHECK_ADDRESS });
}

/** The failure for an answer whose status is not 200. */
export function statusFailure(server: string, answer: HttpAnswer, withPassword: boolean): Failure {
  const { status } = answer;
  if (status === 401) {
    return withPassword
      ? new Failure('access_denied', `${server} refuses the user name or the password (401)`, {
          way_out: 'Correct the secret that presto.presto_credentials names.',
        })
      : new Failure('credentials_missing', `${server} wants a password (401)`, {
          way_out: 'Add "password" to the secret that presto.presto_credentials names.',
        });
  }
  if (status === 403) {
    return new Failure('access_denied', `${server} forbids this user to run the statement (403): ${excerpt(answer)}`, {
      way_out: 'Allow the user of the secret to run queries, or name another one.',
    });
  }
  if (status >= 300 && status < 400) {
    return new Failure('unavailable', `${server} redirects to ${originOf(answer.location)}, which is not followed`, {
      way_out: 'Set presto.host, presto.port and presto.protocol to the address that the coordinator itself uses.',
    });
  }
  if (status === 404 || status === 410) {
    return new Failure(
      'unavailable',
      `${server} does not know the statement (${status}): it was restarted meanwhile, or it is not a Presto coordinator`,
      { way_out: 'Run it again; if it stays, check presto.host and the port.' },
    );
  }
  return new Failure('unavailable', `${server} answers with HTTP ${status}: ${excerpt(answer)}`, {
    way_out: 'Run it again.',
  });
}

/** The failure when another server than a coordinator answers. */
export function notPrestoFailure(server: string, what: string): Failure {
  return new Failure('unavailable', `${server} answers, but not as a PrestoDB coordinator: ${what}`, {
    way_out: 'Check presto.host and the port in config.yml.',
  });
}

/** The failure when Presto cannot run a statement that is correct. */
export function serverFailure(server: string, error: PrestoError): Failure {
  return new Failure(
    'unavailable',
    `${server} failed to run the statement: ${oneLine(error.message)} (${error.name})`,
    {
      way_out: 'Run it again later; if it stays, this Presto cannot run the statement.',
      facts: { presto_error: error.name },
    },
  );
}

/**
 * The failure when the address of the next page names another host: it would be sent the password, and its answer
 * believed.
 */
export function foreignAddressFailure(server: string, uri: string): Failure {
  return new Failure(
    'unavailable',
    `${server} sends its result from ${originOf(uri)}, and no other server than the coordinator is asked`,
    {
      way_out:
        'Set presto.host, presto.port and presto.protocol to the address that the coordinator itself uses, or correct the forwarded headers of the proxy.',
    },
  );
}

/** Scheme, host and port alone: the rest of an address that a server sent may hold a secret. */
function originOf(address: string | undefined): string {
  try {
    const { protocol, host } = new URL(address ?? '');
    return `${protocol}//${host}`;
  } catch {
    return 'another place';
  }
}

function excerpt({ text }: HttpAnswer): string {
  if (/<html|<!doctype/i.test(text.slice(0, 2000))) {
    return 'it is starting, stopping, or a proxy answers in its place';
  }
  return oneLine(text) || 'it gives no reason';
}

/** A text of the server in one line of at most 300 characters. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
