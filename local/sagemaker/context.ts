import type { AwsReader } from './aws-reader.ts';

/**
 * The interfaces between the parts of the local SageMaker (resources, jobs, pipelines, runtime).
 * The server validates a request against the AWS service model, then calls the handler of that operation.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs are checked at run time against the service model, which has 2,000 shapes
export type Shape = Record<string, any>;

/**
 * Handles one API operation. The server checks the input against the service model before the call, and the output
 * after it.
 */
export type Handler = (input: Shape, context: Context) => Promise<Shape>;
export type Operations = Readonly<Record<string, Handler>>;

/** An error of the service as a client sees it: `__type` and HTTP status of the AWS JSON 1.1 protocol. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(
    code:
      | 'ValidationException'
      | 'ResourceNotFound'
      | 'ResourceInUse'
      | 'ResourceLimitExceeded'
      | 'ConflictException'
      | 'InternalFailure'
      | (string & {}),
    message: string,
    status = 400,
  ) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
  }
}

/**
 * The kinds of records that the store keeps on disk, one JSON file for each record:
 * `<dir>/state/<kind>/<encoded name>.json`, written to a temporary file and renamed.
 */
export const RECORD_KINDS = [
  'pipeline',
  'pipeline-execution',
  'step-cache',
  'processing-job',
  'training-job',
  'tuning-job',
  'transform-job',
  'model',
  'model-package-group',
  'model-package',
  'endpoint-config',
  'endpoint',
  'tags',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Called after each change of a record; `record` is undefined when the record was deleted. */
export type RecordListener = (name: string, record: Shape | undefined) => void;

/**
 * Durable records. Reads come from memory. `put` has reached the disk when it returns.
 * Records are JSON values; times are epoch seconds as in the wire protocol.
 */
export interface Store {
  get(kind: RecordKind, name: string): Shape | undefined;
  put(kind: RecordKind, name: string, record: Shape): void;
  delete(kind: RecordKind, name: string): boolean;
  /** Lists all records of a kind, in the order of their creation. */
  list(kind: RecordKind): Shape[];
  /** Calls the listener after each `put` or `delete` of that kind. The returned function stops it. */
  watch(kind: RecordKind, listener: RecordListener): () => void;
}

/** S3 through the AWS client (endpoint from the environment). Objects are named by `s3://bucket/key`. */
export interface ObjectFiles {
  /** Downloads one object, or everything below a prefix, into a folder; returns the relative paths written. */
  download(uri: string, folder: string): Promise<string[]>;
  /** Uploads a folder's files below a prefix, one after the other, streamed; returns the addresses written. */
  upload(folder: string, uri: string): Promise<string[]>;
  read(uri: string): Promise<Buffer>;
  write(uri: string, body: Buffer | string): Promise<void>;
  /** Uploads one file, streamed: at most 5 GB, which is the limit of a single PutObject. */
  writeFile(uri: string, file: string): Promise<void>;
  list(uri: string): Promise<Array<{ uri: string; size: number }>>;
}

/** One stream of a log group. */
export interface LogStream {
  line(text: string): void;
  /** Sends the lines that are not sent yet, and closes the file. */
  close(): Promise<void>;
}

/**
 * CloudWatch Logs as SageMaker writes them: `/aws/sagemaker/ProcessingJobs`, `TrainingJobs`, `TransformJobs`,
 * `Endpoints/<name>`. Lines also go to `<dir>/logs/<group>/<stream>.log`.
 */
export interface LogSink {
  stream(group: string, stream: string): LogStream;
}

/** What every handler gets: who and where this service is, and what it works with. */
export interface Context {
  readonly region: string;
  readonly account: string;
  /** Folder of this server: state/, logs/, jobs/<job name>/, endpoints/<name>/. */
  readonly dir: string;
  readonly store: Store;
  readonly files: ObjectFiles;
  readonly logs: LogSink;
  /**
   * The environment of every container process, without PATH: AWS_ENDPOINT_URL_*, credentials and region. With it,
   * boto3 in a script calls this machine.
   */
  readonly containerEnvironment: Readonly<Record<string, string>>;
  /** Calls an operation of this service as a client does: the input is validated. */
  call(operation: string, input: Shape): Promise<Shape>;
  /** Aborts when the server shuts down. */
  readonly signal: AbortSignal;
  /** Seconds since the epoch. */
  now(): number;
  arn(resource: string): string;
  /** Names of the rules in src/refusals that this service does not enforce. */
  readonly allowed: ReadonlySet<string>;
  /** The other services of the account. */
  readonly aws: AwsReader;
  /** Limits of the account by the names that AWS gives them, such as `ml.m5.large for endpoint usage`. Absent: no limit. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Whether a role must exist and trust SageMaker. */
  readonly checksRoles: boolean;
}

/** What each part of the service gives to the server. */
export interface Part {
  readonly operations: Operations;
  /** Called once at start, after the state was read. It resumes what was in progress when the server was killed. */
  resume?(context: Context): Promise<void>;
  /** Called at shutdown. It ends child processes. */
  close?(): Promise<void>;
}
