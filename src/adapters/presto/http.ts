import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Limits } from './limits.ts';

/** One request to the coordinator. */
export interface HttpRequest {
  method: string;
  /** Path and query. The host is that of the connection, always. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** `location` of a redirect, which is never followed. */
  location: string | undefined;
  text: string;
}

export type SendRequest = (request: HttpRequest) => Promise<HttpAnswer>;

/** No byte came within the idle time-out, or no connection within its time-out. */
export class IdleTimeout extends Error {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.milliseconds = milliseconds;
  }
}

/**
 * The server closed a kept connection just when it was used again, so that the request never reached it
 * (https://nodejs.org/api/http.html, `request.reusedSocket`).
 */
export class ClosedConnection extends Error {}

/** The answer has more bytes than the limits allow. */
export class AnswerTooLarge extends Error {}

export interface HttpTarget {
  host: string;
  port: number;
  protocol: 'http' | 'https';
  /** Certificates (PEM) that replace those that Node and the system trust. */
  ca?: string[];
}

/**
 * Sends requests to one host and no other, over kept connections. A redirect is an answer like any other. A server's
 * certificate is verified whatever NODE_TLS_REJECT_UNAUTHORIZED says: a password is sent to the server.
 */
export function createSender(target: HttpTarget, limits: Limits): SendRequest {
  const settings = { keepAlive: true, maxSockets: 8 };
  const secure = target.protocol === 'https';
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
  const start = secure ? httpsRequest : httpRequest;
  return async ({ method, path, headers, body, signal }) => {
    const request = start({
      agent,
      host: target.host,
      port: target.port,
      method,
      path,
      headers,
      timeout: limits.idleTimeout,
      ...(signal ? { signal } : {}),
      ...(secure ? { rejectUnauthorized: true, ...(target.ca ? { ca: target.ca } : {}) } : {}),
    });
    const answer = answerTo(request, limits);
    request.end(body);
    return await answer;
  };
}

/**
 * The answer to a request that is about to be sent.
 * @throws IdleTimeout, ClosedConnection, AnswerTooLarge, or Node's own error
 */
function answerTo(request: ClientRequest, limits: Limits): Promise<HttpAnswer> {
  request.on('timeout', () => request.destroy(new IdleTimeout(limits.idleTimeout)));
  request.on('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => request.destroy(new IdleTimeout(limits.connectTimeout)), limits.connectTimeout);
    const connected = () => clearTimeout(timer);
    socket.once('connect', connected).once('close', connected);
  });
  return new Promise((resolve, reject) => {
    let answered = false;
    request.on('error', (error: NodeJS.ErrnoException) => {
      const closed = request.reusedSocket && !answered && error.code === 'ECONNRESET';
      reject(closed ? new ClosedConnection(error.message) : error);
    });
    request.on('response', (response) => {
      answered = true;
      readText(response, limits.maxBytes).then(
        (text) => resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
        (error: unknown) => {
          request.destroy();
          reject(error as Error);
        },
      );
    });
  });
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new AnswerTooLarge(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
