import { motoAuthorization } from '../moto/authorization.ts';
import type { Credentials } from './callers.ts';
import type { Alarms } from './runtime/alarms.ts';

/** What a service said about something: what it is, that it is not there, or nothing, because the service cannot be asked. */
export type Reading<T> = { readonly found: T } | 'absent' | 'unknown';

/** A scalable target of Application Auto Scaling. */
export interface ScalableTarget {
  readonly resourceId: string;
  readonly dimension: string;
}

/** The other services of the account, as far as the rules of local/sagemaker/refusals ask them. */
export interface AwsReader {
  /** The trust policy of a role of this account. */
  trustPolicy(role: string): Promise<Reading<unknown>>;
  bucketRegion(bucket: string): Promise<Reading<string>>;
  /** @param key id, alias or ARN of a KMS key */
  kmsKey(key: string): Promise<Reading<true>>;
  /** Those of the alarms that are not there. */
  missingAlarms(names: readonly string[]): Promise<readonly string[]>;
  /** The scalable targets of a resource of SageMaker. */
  scalableTargets(resourceId: string): Promise<readonly ScalableTarget[]>;
}

export interface AwsReaderOptions {
  readonly region: string;
  readonly credentials: Credentials;
  readonly alarms: Alarms;
  /** Address of a service, as AWS_ENDPOINT_URL_<name> names it. A service without an address is not asked. */
  readonly endpointOf: (name: string) => string | undefined;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/**
 * Asks moto. Each question is one plain request: moto reads account, region and service in the scope of the signature and does
 * not check the signature.
 */
export class MotoReader implements AwsReader {
  readonly #options: AwsReaderOptions;

  constructor(options: AwsReaderOptions) {
    this.#options = options;
  }

  async trustPolicy(role: string): Promise<Reading<unknown>> {
    const body = new URLSearchParams({ Action: 'GetRole', Version: '2010-05-08', RoleName: role });
    const answer = await this.#ask('IAM', 'iam', { method: 'POST', body: body.toString() });
    if (answer === undefined) return 'unknown';
    if (answer.text.includes('NoSuchEntity')) return 'absent';
    const document = /<AssumeRolePolicyDocument>([^<]*)<\/AssumeRolePolicyDocument>/.exec(answer.text)?.[1];
    return document === undefined ? 'unknown' : { found: JSON.parse(decodeURIComponent(document)) as unknown };
  }

  async bucketRegion(bucket: string): Promise<Reading<string>> {
    const answer = await this.#ask('S3', 's3', { method: 'HEAD', path: `/${bucket}` });
    if (answer?.status === 404) return 'absent';
    const region = answer?.headers.get('x-amz-bucket-region');
    return region ? { found: region } : 'unknown';
  }

  async kmsKey(key: string): Promise<Reading<true>> {
    const answer = await this.#ask('KMS', 'kms', json('TrentService.DescribeKey', { KeyId: key }));
    if (answer?.status === 200) return { found: true };
    return answer?.text.includes('NotFoundException') ? 'absent' : 'unknown';
  }

  async missingAlarms(names: readonly string[]): Promise<readonly string[]> {
    const states = await this.#options.alarms.states(names);
    return names.filter((name) => !states.has(name));
  }

  async scalableTargets(resourceId: string): Promise<readonly ScalableTarget[]> {
    const question = json('AnyScaleFrontendService.DescribeScalableTargets', {
      ServiceNamespace: 'sagemaker',
      ResourceIds: [resourceId],
    });
    const answer = await this.#ask('APPLICATION_AUTO_SCALING', 'application-autoscaling', question);
    if (answer?.status !== 200) return [];
    const { ScalableTargets: targets } = JSON.parse(answer.text) as {
      ScalableTargets?: readonly { ResourceId: string; ScalableDimension: string }[];
    };
    return (targets ?? []).map((each) => ({ resourceId: each.ResourceId, dimension: each.ScalableDimension }));
  }

  async #ask(
    name: string,
    service: string,
    request: { method: string; path?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Answer | undefined> {
    const { region, credentials, endpointOf } = this.#options;
    const endpoint = endpointOf(name);
    if (endpoint === undefined) return undefined;
    const { method, path = '/', body, headers } = request;
    const response = await fetch(endpoint + path, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
        authorization: motoAuthorization({ accessKeyId: credentials.accessKeyId, region, service }),
      },
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
}

/** A request of the AWS JSON 1.1 protocol. */
function json(target: string, body: object): { method: string; body: string; headers: Record<string, string> } {
  return {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
  };
}
