import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceError } from './context.ts';

/**
 * Reads a request's body; undefined when it is longer than the limit. A longer body is read to its end and thrown away:
 * otherwise the client would not receive the response.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

/** Sends a response in JSON. The value undefined gives the empty body of an operation without output. */
export function sendJson(response: ServerResponse, status: number, value: unknown, type = 'application/json'): void {
  sendText(response, status, value === undefined ? '' : JSON.stringify(value), type);
}

/** Sends a response whose body is there already. */
export function sendText(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(body);
}

/** Sends an error of the AWS JSON 1.1 protocol: `__type` and `message`. */
export function sendError(response: ServerResponse, error: ServiceError): void {
  sendJson(response, error.status, { __type: error.code, message: error.message }, 'application/x-amz-json-1.1');
}
