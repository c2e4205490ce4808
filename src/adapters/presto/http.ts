import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Limits } from './limits.ts';

/** One exchange with the coordinator. */
export interface HttpRequest {
  method: string;
  /** Path and query: where it goes is the connection's alone. */
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

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** Nothing came for as long as the limits allow. */
export class Silence extends Error {
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
export class Stale extends Error {}

/** The answer has more bytes than the limits allow. */
export class TooLong extends Error {}

export interface HttpTarget {
  host: string;
  port: number;
  protocol: 'http' | 'https';
  /** Certificates (PEM) that replace those that Node and the system trust. */
  ca?: string[];
}

/**
 * Sends to one host and no other, over kept connections. Redirects are answers like any other. A server's certificate is
 * verified whatever NODE_TLS_REJECT_UNAUTHORIZED says: a password is sent to it.
 */
export function httpSender(target: HttpTarget, limits: Limits): Send {
  const settings = { keepAlive: true, maxSockets: 8 };
  const secure = target.protocol === 'https';
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
  const start = secure ? httpsRequest : httpRequest;
  return (message) =>
    new Promise((resolve, reject) => {
      const request = start({
        agent,
        host: target.host,
        port: target.port,
        method: message.method,
        path: message.path,
        headers: message.headers,
        timeout: limits.silence,
        ...(message.signal ? { signal: message.signal } : {}),
        ...(secure ? { rejectUnauthorized: true, ...(target.ca ? { ca: target.ca } : {}) } : {}),
      });
      request.on('timeout', () => request.destroy(new Silence(limits.silence)));
      request.on('socket', (socket) => {
        if (!socket.connecting) return;
        const timer = setTimeout(() => request.destroy(new Silence(limits.connect)), limits.connect);
        const connected = () => clearTimeout(timer);
        socket.once('connect', connected).once('close', connected);
      });
      let answered = false;
      request.on('error', (error: NodeJS.ErrnoException) => {
        reject(request.reusedSocket && !answered && error.code === 'ECONNRESET' ? new Stale(error.message) : error);
      });
      request.on('response', (response) => {
        answered = true;
        read(response, limits.bytes).then(
          (text) => resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
          (error: unknown) => {
            request.destroy();
            reject(error as Error);
          },
        );
      });
      request.end(message.body);
    });
}

async function read(response: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > most) throw new TooLong(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
