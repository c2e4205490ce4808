import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endLeftOverContainer, isolationLine, mlFolder, startContainer } from '../container/container.ts';
import { containerImage } from '../container/image.ts';
import type { Context } from '../context.ts';
import { unpack } from './archive.ts';
import { removeFolder, sharedFolder } from './hosts.ts';

/** A container of a model, as CreateModel describes it. */
export interface ModelContainer {
  readonly image: string;
  /** The model's tar.gz; absent for an image or code that brings its own. */
  readonly modelDataUrl?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface ModelServerSpec {
  /** Name of the endpoint or job, for messages and the log. */
  readonly name: string;
  /** Folder of this server's files; what an earlier server left in it is ended and removed. */
  readonly dir: string;
  readonly containers: readonly ModelContainer[];
  readonly context: Context;
  /** Where its log goes; default: group `/aws/sagemaker/Endpoints/<name>`, stream `AllTraffic/<epoch>`. */
  readonly log?: { readonly group: string; readonly stream: string };
  /** Worker processes; default: the container's SAGEMAKER_MODEL_SERVER_WORKERS, else 1. The real container has one a processor. */
  readonly workers?: number;
  /** How long the model may take to load; default 600 seconds. */
  readonly startupSeconds?: number;
  /** Gives up waiting and ends the process. */
  readonly signal?: AbortSignal;
}

/** A model server that answers `GET /ping` and `POST /invocations` on 127.0.0.1. */
export interface ModelServer {
  readonly port: number;
  readonly pid: number;
  /** With the pid, identifies the process (see scripts/lib/process-identity.mjs). */
  readonly started: string;
  /** Ends the process and removes its files; requests under way have `graceMs` (default 12 seconds) to end. */
  stop(graceMs?: number): Promise<void>;
  /** Whether /ping answers 200 within two seconds, the service's limit. */
  healthy(): Promise<boolean>;
  /** Resolves with a sentence when the process has ended, wanted or not. */
  readonly exited: Promise<string>;
}

/** A model server that did not start; the message is the reason, fit for a FailureReason. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError';
}

const SERVE_SCRIPT = fileURLToPath(new URL('../container/serve.py', import.meta.url));
const REWRITE_SCRIPT = fileURLToPath(new URL('../container/rewrite.py', import.meta.url));
const DEFAULT_STARTUP_SECONDS = 600;
const POLL_MS = 100;
const PING_MS = 2000;

/** Starts a model server and waits until its model is loaded. Throws ImageError or ModelServerError with the reason when it does not come to that. */
export async function startModelServer(spec: ModelServerSpec): Promise<ModelServer> {
  const { context, dir } = spec;
  const [model, ...others] = spec.containers;
  if (!model) throw new ModelServerError(`${spec.name} has no container.`);
  if (others.length > 0) {
    throw new ModelServerError(
      `${spec.name} has ${spec.containers.length} containers: serial inference pipelines are not supported on this machine.`,
    );
  }
  const image = containerImage(model.image);
  endLeftOverContainer(dir);
  await removeFolder(dir);
  mkdirSync(join(mlFolder(dir), 'model'), { recursive: true });
  if (model.modelDataUrl !== undefined) await fetchModel(model.modelDataUrl, dir, context);

  const { group, stream } = spec.log ?? {
    group: `/aws/sagemaker/Endpoints/${spec.name}`,
    stream: `AllTraffic/${Math.floor(context.now())}`,
  };
  const log = context.logs.stream(group, stream);
  if (image.note) log.line(`[local] ${image.note}`);
  const portFile = join(dir, 'port');
  let lastLine = '';
  const container = await startContainer({
    image,
    folder: dir,
    shared: sharedFolder(context),
    command: ['python', SERVE_SCRIPT],
    environment: {
      ...context.containerEnvironment,
      ...model.environment,
      ...(spec.workers === undefined ? {} : { SAGEMAKER_MODEL_SERVER_WORKERS: String(spec.workers) }),
      MLOPS_PORT_FILE: portFile,
      MLOPS_REWRITE_SCRIPT: REWRITE_SCRIPT,
    },
    onLine: (line) => {
      log.line(line);
      if (line.trim() !== '') lastLine = line;
    },
  });
  log.line(isolationLine(container.isolation));
  const exited = container.exited.then(async ({ exitCode }) => {
    const sentence = `The model server of ${spec.name} ended with exit code ${exitCode}: ${lastLine}`;
    log.line(`[local] ${sentence}`);
    await log.close();
    return sentence;
  });
  const stop = async (graceMs?: number) => {
    await container.stop(graceMs);
    await exited;
    await removeFolder(dir);
  };

  let gone: string | undefined;
  void exited.then((sentence) => {
    gone = sentence;
  });
  const deadline = Date.now() + (spec.startupSeconds ?? DEFAULT_STARTUP_SECONDS) * 1000;
  const giveUp = async (message: string): Promise<never> => {
    await stop();
    throw new ModelServerError(message);
  };
  for (;;) {
    if (gone !== undefined) return giveUp(gone);
    if (spec.signal?.aborted) return giveUp(`The model server of ${spec.name} was stopped while it started.`);
    const port = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined;
    if (port !== undefined) {
      const answer = await ping(port);
      if (answer?.status === 200) {
        rmSync(portFile, { force: true });
        writeFileSync(join(dir, 'server.json'), JSON.stringify({ port, pid: container.pid }));
        return {
          port,
          pid: container.pid,
          started: container.started,
          exited,
          stop,
          healthy: async () => gone === undefined && (await ping(port))?.status === 200,
        };
      }
      if (answer) return giveUp(answer.body || `/ping answered ${answer.status}`);
    }
    if (Date.now() > deadline) {
      return giveUp(
        `The model server of ${spec.name} did not answer /ping within ${spec.startupSeconds ?? DEFAULT_STARTUP_SECONDS} seconds.`,
      );
    }
    await wait(POLL_MS);
  }
}

async function fetchModel(uri: string, dir: string, context: Context): Promise<void> {
  const download = join(dir, 'download');
  try {
    const [file = ''] = await context.files.download(uri, download);
    await unpack(join(download, file), join(mlFolder(dir), 'model'));
  } catch (error) {
    throw new ModelServerError(
      `Failed to download the model from ${uri}: ${error instanceof Error ? error.message : error}`,
    );
  }
  await removeFolder(download);
}

/** The answer of /ping, or undefined when none came in time. */
async function ping(port: number): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(PING_MS) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}
