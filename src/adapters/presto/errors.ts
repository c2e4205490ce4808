import { Failure } from '../../failure.ts';
import type { PrestoError } from '../../ports/presto.ts';
import { type HttpAnswer, Silence, TooLong } from './http.ts';

/**
 * Errors that are about the server or the moment, not about the statement (StandardErrorCode of PrestoDB). Their type alone
 * does not say so: a full queue is INSUFFICIENT_RESOURCES like a query that needs too much memory, and a statement that an
 * administrator stopped is a USER_ERROR.
 */
const NOT_ABOUT_THE_STATEMENT = new Set([
  'QUERY_QUEUE_FULL',
  'CLUSTER_OUT_OF_MEMORY',
  'ADMINISTRATIVELY_KILLED',
  'ADMINISTRATIVELY_PREEMPTED',
  'USER_CANCELED',
  'ABANDONED_QUERY',
]);

/** Errors that pass: the same statement may succeed in a moment. */
const PASSING = new Set(['NO_NODES_AVAILABLE', 'SERVER_STARTING_UP', 'SERVER_SHUTTING_DOWN', 'QUERY_QUEUE_FULL']);

export const isPassing = (error: PrestoError): boolean => PASSING.has(error.name);

/** Whether Presto refuses the statement for what it says or needs. */
export function isAboutTheStatement(error: PrestoError): boolean {
  return (
    (error.type === 'USER_ERROR' || error.type === 'INSUFFICIENT_RESOURCES') && !NOT_ABOUT_THE_STATEMENT.has(error.name)
  );
}

/** QueryError of the protocol, from whatever presto-client gave to its error callback; undefined when it is none. */
export function queryError(thrown: unknown): PrestoError | undefined {
  // Of the first request presto-client wraps it, of later ones it does not.
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

const REACH = 'Check presto.host, the port and the protocol in config.yml, and that this machine may connect to it.';

/** TLS failures by the codes of Node and OpenSSL. */
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|ERR_OSSL|EPROTO|HOSTNAME_)/;

/** Why no answer came. `server` names the coordinator. */
export function transportFailure(server: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  if (error instanceof Silence) {
    return new Failure('unavailable', `${server} did not answer within ${error.milliseconds / 1000} s`, {
      wayOut: REACH,
    });
  }
  if (error instanceof TooLong) return notPresto(server, 'an answer is too long');
  if (TLS.test(code)) {
    return new Failure('unavailable', `${server} does not prove who it is: ${brief(message)}`, {
      wayOut:
        'Put the PEM of its certificate authority into the field "ca" of the secret that presto.presto_credentials names, and use the host name that the certificate carries.',
    });
  }
  return new Failure('unavailable', `${server} cannot be reached: ${brief(message)}`, { wayOut: REACH });
}

/** Why an answer that is not 200 is none. */
export function statusFailure(server: string, answer: HttpAnswer, withPassword: boolean): Failure {
  const { status } = answer;
  if (status === 401) {
    return withPassword
      ? new Failure('access_denied', `${server} refuses the user name or the password (401)`, {
          wayOut: 'Correct the secret that presto.presto_credentials names.',
        })
      : new Failure('credentials_missing', `${server} wants a password (401)`, {
          wayOut: 'Add "password" to the secret that presto.presto_credentials names.',
        });
  }
  if (status === 403) {
    return new Failure('access_denied', `${server} forbids this user to run the statement (403): ${excerpt(answer)}`, {
      wayOut: 'Allow the user of the secret to run queries, or name another one.',
    });
  }
  if (status >= 300 && status < 400) {
    return new Failure('unavailable', `${server} redirects to ${originOf(answer.location)}, which is not followed`, {
      wayOut: 'Set presto.host, presto.port and presto.protocol to the address that the coordinator itself uses.',
    });
  }
  if (status === 404 || status === 410) {
    return new Failure(
      'unavailable',
      `${server} does not know the statement (${status}): it was restarted meanwhile, or it is no Presto coordinator`,
      { wayOut: 'Run it again; if it stays, check presto.host and the port.' },
    );
  }
  return new Failure('unavailable', `${server} answers with HTTP ${status}: ${excerpt(answer)}`, {
    wayOut: 'Run it again.',
  });
}

export function notPresto(server: string, what: string): Failure {
  return new Failure('unavailable', `${server} answers, but not as a PrestoDB coordinator: ${what}`, {
    wayOut: 'Check presto.host and the port in config.yml.',
  });
}

/** Presto failed at no fault of the statement. */
export function serverFailure(server: string, error: PrestoError): Failure {
  return new Failure('unavailable', `${server} failed to run the statement: ${brief(error.message)} (${error.name})`, {
    wayOut: 'Run it again later; if it stays, this Presto cannot run the statement.',
    facts: { presto_error: error.name },
  });
}

export function elsewhere(server: string, uri: string): Failure {
  return new Failure('unavailable', `${server} sends its result from ${originOf(uri)}, which is not asked`, {
    wayOut:
      'Set presto.host, presto.port and presto.protocol to the address that the coordinator itself uses, or correct the forwarded headers of the proxy.',
  });
}

/** Scheme, host and port alone: the rest of an address of another's making is nobody's business. */
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
  return brief(text) || 'it gave no reason';
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
