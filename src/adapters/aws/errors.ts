import { Failure } from '../../failure.ts';

/** What every AWS SDK error has, as far as it can be relied on (AWS SDK v3: ServiceException, smithy errors, Node system errors). */
interface AwsError {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $fault?: 'client' | 'server';
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

/** Node's and OpenSSL's codes for a server whose certificate, or whose TLS, is not to be trusted. */
const UNTRUSTED = /^(EPROTO$|ERR_(TLS|SSL)_|CERT_|UNABLE_TO_|\w*SELF_SIGNED_CERT)/;

/**
 * True when the service says that the named thing is not there. SageMaker has an error of its own for pipelines and jobs
 * (ResourceNotFound) but answers ValidationException "Could not find …" for models, configurations and endpoints.
 */
export function isMissing(error: unknown): boolean {
  const { name = '', message = '' } = asError(error);
  return (
    MISSING.has(name) || (name === 'ValidationException' && /could not find|does not exist|not found/i.test(message))
  );
}

/** True when a create was refused because the name is taken: SageMaker words it "Cannot create already existing …". */
export function isTaken(error: unknown): boolean {
  const { name = '', message = '' } = asError(error);
  return /already exist/i.test(message) && (name === 'ValidationException' || CONFLICT.has(name));
}

/** The failure that a person can act on. `doing` completes the sentence "could not …". */
export function toFailure(error: unknown, doing: string): Failure {
  if (error instanceof Failure) return error;
  const { name = 'Error', message = '', code, $metadata, $fault } = asError(error);
  const status = $metadata?.httpStatusCode;
  const facts = {
    aws_error: name,
    ...(status === undefined ? {} : { http_status: status }),
    request_id: $metadata?.requestId,
  };
  const said = `Could not ${doing}: ${message || name}`;
  // The SDK's words for an answer that it cannot read: that of a proxy, or of another server.
  if (/Deserialization error/.test(message)) {
    const answered = `Could not ${doing}: what answered is not AWS${status === undefined ? '' : ` (HTTP ${status})`}`;
    return new Failure('unavailable', answered, {
      wayOut: 'Run it again; if it stays, check AWS_ENDPOINT_URL* and the proxy.',
      facts,
      cause: error,
    });
  }
  if (UNTRUSTED.test(code ?? '')) {
    return new Failure('unavailable', `Could not ${doing}: no trusted connection (${code})`, {
      wayOut: 'Check AWS_ENDPOINT_URL*; behind a proxy with certificates of its own name them in NODE_EXTRA_CA_CERTS.',
      facts,
      cause: error,
    });
  }
  if (CREDENTIALS.has(name) || /could not load credentials/i.test(message)) {
    return new Failure('credentials_missing', said, {
      wayOut:
        'Give AWS credentials: on GitHub with aws-actions/configure-aws-credentials (OIDC), at a desk with AWS_PROFILE or `aws sso login`, for this machine alone with `eval "$(npx mlops local env)"`.',
      facts,
      cause: error,
    });
  }
  if (DENIED.has(name) || status === 403) {
    return new Failure('access_denied', said, {
      wayOut: 'Add the action that AWS names to the role that these credentials belong to.',
      facts,
      cause: error,
    });
  }
  if (name === 'NoSuchBucket') {
    return new Failure('not_found', said, {
      wayOut:
        'Check aws.s3_bucket in config.yml and `bucket` of the environment: it must be there before the first run.',
      facts,
      cause: error,
    });
  }
  if (isMissing(error)) {
    return new Failure('not_found', said, { facts, cause: error });
  }
  if (name === 'ResourceLimitExceeded') {
    return new Failure('conflict', said, {
      wayOut: 'Ask for a higher quota in the Service Quotas console, or take another instance type.',
      facts,
      cause: error,
    });
  }
  if (CONFLICT.has(name)) {
    return new Failure('conflict', said, {
      wayOut: 'Something else works on it right now: run this again when it is done.',
      facts,
      cause: error,
    });
  }
  if (
    UNREACHABLE.has(code ?? '') ||
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    /Throttl|TooManyRequests|SlowDown/.test(name)
  ) {
    return new Failure('unavailable', said, {
      wayOut: 'Run it again; if it stays, check the region, the network and AWS_ENDPOINT_URL*.',
      facts,
      cause: error,
    });
  }
  if ($fault === 'server' || (status !== undefined && status >= 500)) {
    return new Failure('unavailable', said, {
      wayOut: 'AWS had an error of its own: run it again.',
      facts,
      cause: error,
    });
  }
  if ($fault === 'client' || status !== undefined) {
    return new Failure('conflict', said, {
      wayOut: 'AWS refused the request for the reason given.',
      facts,
      cause: error,
    });
  }
  throw error;
}

/** Runs one call and words its error. */
export async function attempt<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toFailure(error, doing);
  }
}

/** As `attempt`, and undefined when the thing is not there. */
export async function find<T>(doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFailure(error, doing);
  }
}

/** A delete that may be repeated: true when it was there, false when it was gone already. */
export async function remove(doing: string, call: () => Promise<unknown>): Promise<boolean> {
  const removed = await find(doing, async () => {
    await call();
    return true;
  });
  return removed ?? false;
}

/** A create that may be repeated. */
export async function create(doing: string, call: () => Promise<unknown>): Promise<'created' | 'exists'> {
  try {
    await call();
    return 'created';
  } catch (error) {
    if (isTaken(error)) return 'exists';
    throw toFailure(error, doing);
  }
}

function asError(error: unknown): AwsError {
  return typeof error === 'object' && error !== null ? (error as AwsError) : { message: String(error) };
}
