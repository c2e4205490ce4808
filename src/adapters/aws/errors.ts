import { Failure, type ReasonCode } from '../../failure.ts';

/**
 * The fields of an AWS SDK error that can be relied on (AWS SDK v3: ServiceException, smithy errors, Node system
 * errors).
 */
interface AwsError {
  name: string;
  message: string;
  code: string;
  /** HTTP status; undefined when no answer came. */
  status: number | undefined;
  requestId: string | undefined;
  fault: 'client' | 'server' | undefined;
}

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
]);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Forbidden']);
const MISSING = new Set([
  'ResourceNotFound',
  'ResourceNotFoundException',
  'ObjectNotFoundException',
  'NoSuchKey',
  'NoSuchBucket',
  'NoSuchEntity',
  'NotFound',
]);
const CONFLICT = new Set(['ResourceInUse', 'ConflictException', 'ResourceLimitExceeded', 'ConcurrentUpdateException']);
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
]);

/** Node's and OpenSSL's codes for a server whose certificate or TLS is not trusted. */
const UNTRUSTED = /^(EPROTO$|ERR_(TLS|SSL)_|CERT_|UNABLE_TO_|\w*SELF_SIGNED_CERT)/;

/**
 * True when the service says that the named resource does not exist. SageMaker has an error of its own for pipelines
 * and jobs (ResourceNotFound) but answers ValidationException "Could not find …" for models, configurations and
 * endpoints.
 */
export function isMissing(error: unknown): boolean {
  const { name, message } = errorFields(error);
  return (
    MISSING.has(name) || (name === 'ValidationException' && /could not find|does not exist|not found/i.test(message))
  );
}

/** True when a create was refused because the name is taken: SageMaker words it "Cannot create already existing …". */
export function isTaken(error: unknown): boolean {
  const { name, message } = errorFields(error);
  return /already exist/i.test(message) && (name === 'ValidationException' || CONFLICT.has(name));
}

/** One kind of error: what it is recognised by, and the failure that it becomes. */
interface ErrorKind {
  matches(error: AwsError): boolean;
  code: ReasonCode;
  way_out?: string;
  /** What happened, in our words; without it the message of AWS. */
  reason?(error: AwsError): string;
}

/** The first kind that matches decides. */
const KINDS: readonly ErrorKind[] = [
  {
    // The SDK's words for an answer that it cannot read: from a proxy, or from another server.
    matches: ({ message }) => /Deserialization error/.test(message),
    code: 'unavailable',
    reason: ({ status }) => `what answered is not AWS${status === undefined ? '' : ` (HTTP ${status})`}`,
    way_out: 'Run it again; if it stays, check AWS_ENDPOINT_URL* and the proxy.',
  },
  {
    matches: ({ code }) => UNTRUSTED.test(code),
    code: 'unavailable',
    reason: ({ code }) => `no trusted connection (${code})`,
    way_out: 'Check AWS_ENDPOINT_URL*; behind a proxy with certificates of its own name them in NODE_EXTRA_CA_CERTS.',
  },
  {
    matches: ({ name, message }) => CREDENTIALS.has(name) || /could not load credentials/i.test(message),
    code: 'credentials_missing',
    way_out:
      'Give AWS credentials: on GitHub with aws-actions/configure-aws-credentials (OIDC), locally with AWS_PROFILE or `aws sso login`, for the local platform with `eval "$(npx mlops local env)"`.',
  },
  {
    matches: ({ name, status }) => DENIED.has(name) || status === 403,
    code: 'access_denied',
    way_out: 'Add the action that AWS names to the role that these credentials belong to.',
  },
  {
    matches: ({ name }) => name === 'NoSuchBucket',
    code: 'not_found',
    way_out:
      'Check aws.s3_bucket in config.yml and `bucket` of the environment: the bucket must exist before the first run.',
  },
  { matches: isMissing, code: 'not_found' },
  {
    matches: ({ name }) => name === 'ResourceLimitExceeded',
    code: 'conflict',
    way_out: 'Ask for a higher quota in the Service Quotas console, or take another instance type.',
  },
  {
    matches: ({ name }) => CONFLICT.has(name),
    code: 'conflict',
    way_out: 'Another process changes it right now: run this again later.',
  },
  {
    matches: ({ name, code }) =>
      UNREACHABLE.has(code) ||
      name === 'TimeoutError' ||
      name === 'AbortError' ||
      /Throttl|TooManyRequests|SlowDown/.test(name),
    code: 'unavailable',
    way_out: 'Run it again; if it stays, check the region, the network and AWS_ENDPOINT_URL*.',
  },
  {
    matches: ({ fault, status }) => fault === 'server' || (status !== undefined && status >= 500),
    code: 'unavailable',
    way_out: 'AWS had an error of its own: run it again.',
  },
  {
    matches: ({ fault, status }) => fault === 'client' || status !== undefined,
    code: 'conflict',
    way_out: 'AWS refused the request for the reason given.',
  },
];

/**
 * The failure that a person can act on, from what an AWS call threw.
 * @param doing what the call does; completes the sentence "Could not …"
 * @throws the error itself, when it is no AWS error: a defect of ours
 */
export function toFailure(error: unknown, doing: string): Failure {
  if (error instanceof Failure) return error;
  const fields = errorFields(error);
  const kind = KINDS.find(({ matches }) => matches(fields));
  if (kind === undefined) throw error;
  return new Failure(kind.code, `Could not ${doing}: ${kind.reason?.(fields) ?? (fields.message || fields.name)}`, {
    ...(kind.way_out === undefined ? {} : { way_out: kind.way_out }),
    facts: {
      aws_error: fields.name,
      ...(fields.status === undefined ? {} : { http_status: fields.status }),
      request_id: fields.requestId,
    },
    cause: error,
  });
}

/** Runs one call; an error becomes a `Failure`. */
export async function callAws<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toFailure(error, doing);
  }
}

/** Runs a call that reads one resource; undefined when the resource does not exist. */
export async function describeIfExists<T>(doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFailure(error, doing);
  }
}

/** Runs a delete, which may be repeated: true when the resource existed, false when it was gone already. */
export async function deleteIfExists(doing: string, call: () => Promise<unknown>): Promise<boolean> {
  const deleted = await describeIfExists(doing, async () => {
    await call();
    return true;
  });
  return deleted ?? false;
}

/** Runs a create, which may be repeated: `exists` when the name is taken. */
export async function createIfAbsent(doing: string, call: () => Promise<unknown>): Promise<'created' | 'exists'> {
  try {
    await call();
    return 'created';
  } catch (error) {
    if (isTaken(error)) return 'exists';
    throw toFailure(error, doing);
  }
}

/** What was thrown, as an AWS error; a field that it does not have is empty. */
function errorFields(error: unknown): AwsError {
  const { name, message, code, $metadata, $fault } = (
    typeof error === 'object' && error !== null ? error : { message: String(error) }
  ) as {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $fault?: 'client' | 'server';
  };
  return {
    name: name ?? 'Error',
    message: message ?? '',
    code: code ?? '',
    status: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId,
    fault: $fault,
  };
}
