import type { IncomingHttpHeaders } from 'node:http';
import { type Context, ServiceError, type Shape } from './context.ts';
import { refuseAsAws } from './refusals/index.ts';

/** Prefix of the operations of Application Auto Scaling in the header X-Amz-Target. */
export const AUTO_SCALING_PREFIX = 'AnyScaleFrontendService.';

/** Headers that moto needs: what is asked, and of which account and region. */
const PASSED_ON = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date', 'x-amz-security-token'];

/** A request of Application Auto Scaling. */
export interface AutoScalingRequest {
  readonly operation: string;
  readonly input: Shape;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Application Auto Scaling in front of moto. It refuses what AWS refuses about the variants of this service's endpoints, and
 * passes every other request on unchanged.
 * @param endpoint address of moto
 * @returns the answer of moto
 * @throws ServiceError with the message of the first rule that the request breaks
 */
export async function callAutoScaling(
  { operation, input, headers, body }: AutoScalingRequest,
  endpoint: string | undefined,
  context: Context,
): Promise<{ readonly status: number; readonly text: string }> {
  await refuseAsAws(operation, input, context);
  if (endpoint === undefined) {
    throw new ServiceError(
      'InternalFailure',
      'AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING is not set, so scaling is not served',
      500,
    );
  }
  const response = await fetch(endpoint, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: Object.fromEntries(
      PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
    ),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: response.status, text: await response.text() };
}
