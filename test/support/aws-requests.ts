import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Every HTTP request that this process made while `work` ran: the service's operation, or method and path. */
export async function requestsOf<T>(work: () => Promise<T>): Promise<{ result: T; requests: string[] }> {
  const requests: string[] = [];
  const note = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    const target = request.getHeader('x-amz-target');
    requests.push(target === undefined ? `${request.method} ${request.path}` : String(target).replace(/^.*\./, ''));
  };
  subscribe('http.client.request.start', note);
  try {
    return { result: await work(), requests };
  } finally {
    unsubscribe('http.client.request.start', note);
  }
}
