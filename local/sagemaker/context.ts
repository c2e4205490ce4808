/**
 * The seams inside the local SageMaker: what its parts (resources, jobs, pipelines, runtime) know of each other.
 * The server validates a request against the AWS service model, then calls the handler of that operation.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs are checked at run time against the service model, which has 2,000 shapes
export type Shape = Record<string, any>;

/** One API operation. The input has passed the service model; the output is checked against it too. */
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

/** Kinds of records that are kept on disk, one JSON file each: `<dir>/state/<kind>/<encoded name>.json`, written to a temporary file and renamed. */
export type Kind =
  | 'pipeline'
  | 'pipeline-execution'
  | 'step-cache'
  | 'processing-job'
  | 'training-job'
  | 'tuning-job'
  | 'transform-job'
  | 'model'
  | 'model-package-group'
  | 'model-package'
  | 'endpoint-config'
  | 'endpoint'
  | 'tags';

/** Durable records. Reads come from memory; `put` has reached the disk when it returns. Records are JSON values; times are epoch seconds as in the wire protocol. */
export interface Store {
  get(kind: Kind, name: string): Shape | undefined;
  put(kind: Kind, name: string, record: Shape): void;
  delete(kind: Kind, name: string): boolean;
  /** All records of a kind, in the order of their creation. */
  list(kind: Kind): Shape[];
  /** Calls back after each `put` or `delete` of that kind; returns the way to stop. */
  watch(kind: Kind, listener: (name: string, record: Shape | undefined) => void): () => void;
}

/** S3 through the AWS client (endpoint from the environment), by `s3://bucket/key` address. */
export interface ObjectFiles {
  /** Downloads one object, or everything below a prefix, into a folder; returns the relative paths written. */
  download(uri: string, folder: string): Promise<string[]>;
  /** Uploads a folder's files below a prefix, one after the other, streamed; returns the addresses written. */
  upload(folder: string, uri: string): Promise<string[]>;
  read(uri: string): Promise<Buffer>;
  write(uri: string, body: Buffer | string): Promise<void>;
  /** Uploads one file, streamed: at most 5 GB, the largest object of a single PutObject. */
  writeFile(uri: string, file: string): Promise<void>;
  list(uri: string): Promise<Array<{ uri: string; size: number }>>;
}

/** CloudWatch Logs as SageMaker writes them: `/aws/sagemaker/ProcessingJobs`, `TrainingJobs`, `TransformJobs`, `Endpoints/<name>`. Lines also go to `<dir>/logs/<group>/<stream>.log`. */
export interface LogSink {
  stream(group: string, stream: string): { line(text: string): void; close(): Promise<void> };
}

export interface Context {
  readonly region: string;
  readonly account: string;
  /** Folder of this server: state/, logs/, jobs/<job name>/, endpoints/<name>/. */
  readonly dir: string;
  readonly store: Store;
  readonly files: ObjectFiles;
  readonly logs: LogSink;
  /** Environment that a container process gets: PATH-independent, with AWS_ENDPOINT_URL_*, credentials and region, so that boto3 in a script reaches this machine. */
  readonly containerEnvironment: Readonly<Record<string, string>>;
  /** Calls an operation of this service as a client would: validated on the way in. */
  call(operation: string, input: Shape): Promise<Shape>;
  /** Aborts when the server shuts down. */
  readonly signal: AbortSignal;
  /** Seconds since the epoch. */
  now(): number;
  arn(resource: string): string;
}

/** What each part of the service gives to the server. */
export interface Part {
  readonly operations: Operations;
  /** Called once at start, after the state was read: picks up what was in progress when the server was killed. */
  resume?(context: Context): Promise<void>;
  /** Called at shutdown: ends child processes. */
  close?(): Promise<void>;
}
