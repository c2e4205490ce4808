import type { ProcessIdentity } from '../../scripts/lib/process-identity.mjs';
import type { Context } from './context.ts';

/**
 * How long the service waits for the first healthy ping when a variant has no
 * ContainerStartupHealthCheckTimeoutInSeconds.
 */
export const DEFAULT_STARTUP_SECONDS = 600;

/** One container of a model: its image, its artifact and its environment. */
export interface ModelContainer {
  readonly image: string;
  /** Address of the model's tar.gz; absent when the image or the code brings the model. */
  readonly modelDataUrl?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A model server process: it answers `POST /invocations` and `GET /ping` on 127.0.0.1. */
export interface ModelServer extends ProcessIdentity {
  readonly port: number;
  /** Ends the process. Requests in progress may take `graceMs` to end. */
  stop(graceMs?: number): Promise<void>;
  healthy(): Promise<boolean>;
}

export interface ModelServerSpec {
  /** Name of the endpoint (`endpoint/variant`) or of the job, for messages. */
  readonly name: string;
  /** Folder of this server's files. What an earlier server left in it is ended and removed. */
  readonly dir: string;
  readonly containers: readonly ModelContainer[];
  readonly context: Context;
  readonly log: { readonly group: string; readonly stream: string };
  /** How long the model may take to load. */
  readonly startupSeconds: number;
  /** Ends the wait for the model, and the process. */
  readonly signal: AbortSignal;
}

/** Downloads the artifacts into `dir` and starts a server for the containers. */
export type StartModelServer = (spec: ModelServerSpec) => Promise<ModelServer>;
