import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Container,
  endLeftOverContainer,
  isolationLine,
  mlFolder,
  startContainer,
} from '../container/container.ts';
import { type ContainerImage, findContainerImage } from '../container/image.ts';
import type { Context, LogStream } from '../context.ts';
import { errorMessage } from '../error-message.ts';
import type { ModelContainer, ModelServer, ModelServerSpec } from '../model-hosting.ts';
import { unpack } from './archive.ts';
import { removeFolder, sharedFolder } from './hosts.ts';

/** A model server did not start; the message is the reason, fit for a FailureReason. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError';
}

const SERVE_SCRIPT = fileURLToPath(new URL('../container/serve.py', import.meta.url));
const REWRITE_SCRIPT = fileURLToPath(new URL('../container/rewrite.py', import.meta.url));
const POLL_MS = 100;
/** The service's limit for an answer of /ping. */
const PING_TIMEOUT_MS = 2000;

/**
 * Starts a model server and waits until its model is loaded. By default it has one worker; the real container has one
 * for each processor. SAGEMAKER_MODEL_SERVER_WORKERS of the container sets another number.
 * @throws ImageError, or ModelServerError with the reason
 */
export async function startModelServer(spec: ModelServerSpec): Promise<ModelServer> {
  const { context, dir } = spec;
  const [model, ...others] = spec.containers;
  if (!model) throw new ModelServerError(`${spec.name} has no container.`);
  if (others.length > 0) {
    throw new ModelServerError(
      `${spec.name} has ${spec.containers.length} containers: serial inference pipelines are not supported on this machine.`,
    );
  }
  const image = findContainerImage(model.image);
  endLeftOverContainer(dir);
  await removeFolder(dir);
  mkdirSync(join(mlFolder(dir), 'model'), { recursive: true });
  if (model.modelDataUrl !== undefined) await downloadModel(model.modelDataUrl, dir, context);
  const server = await launch(spec, model, image);
  try {
    await server.waitUntilLoaded(spec.startupSeconds, spec.signal);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function launch(spec: ModelServerSpec, model: ModelContainer, image: ContainerImage): Promise<PythonModelServer> {
  const { context, dir } = spec;
  const log = context.logs.stream(spec.log.group, spec.log.stream);
  if (image.note) log.line(`[local] ${image.note}`);
  const output = { lastLine: '' };
  const container = await startContainer({
    image,
    folder: dir,
    shared: sharedFolder(context),
    command: ['python', SERVE_SCRIPT],
    environment: {
      ...context.containerEnvironment,
      ...model.environment,
      MLOPS_PORT_FILE: portFile(dir),
      MLOPS_REWRITE_SCRIPT: REWRITE_SCRIPT,
    },
    onLine: (line) => {
      log.line(line);
      if (line.trim() !== '') output.lastLine = line;
    },
  });
  log.line(isolationLine(container.isolation));
  return new PythonModelServer({ name: spec.name, dir, container, log, output });
}

interface PythonModelServerOptions {
  readonly name: string;
  readonly dir: string;
  readonly container: Container;
  readonly log: LogStream;
  /** The last line of output that is not blank: it names the reason when the process ends. */
  readonly output: { readonly lastLine: string };
}

/** A running serve.py. */
class PythonModelServer implements ModelServer {
  readonly pid: number;
  readonly started: string;
  readonly #name: string;
  readonly #dir: string;
  readonly #container: Container;
  /** Resolves when the process has ended and its log is closed. */
  readonly #exited: Promise<void>;
  #port = 0;
  /** A sentence about the end of the process; undefined while it runs. */
  #exitMessage: string | undefined;

  constructor({ name, dir, container, log, output }: PythonModelServerOptions) {
    this.pid = container.pid;
    this.started = container.started;
    this.#name = name;
    this.#dir = dir;
    this.#container = container;
    this.#exited = container.exited.then(async ({ exitCode }) => {
      const message = `The model server of ${name} ended with exit code ${exitCode}: ${output.lastLine}`;
      log.line(`[local] ${message}`);
      await log.close();
      this.#exitMessage = message;
    });
  }

  get port(): number {
    return this.#port;
  }

  /** Ends the process and removes its files. Requests in progress may take `graceMs` (default 12 seconds) to end. */
  async stop(graceMs?: number): Promise<void> {
    await this.#container.stop(graceMs);
    await this.#exited;
    await removeFolder(this.#dir);
  }

  /** Tells whether /ping answers 200 within two seconds, the service's limit. */
  async healthy(): Promise<boolean> {
    return this.#exitMessage === undefined && (await ping(this.#port))?.status === 200;
  }

  /** Waits for the first healthy ping. @throws ModelServerError with the reason when there is none */
  async waitUntilLoaded(seconds: number, signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      if (this.#exitMessage !== undefined) throw new ModelServerError(this.#exitMessage);
      if (signal.aborted) {
        throw new ModelServerError(`The model server of ${this.#name} was stopped while it started.`);
      }
      if (await this.#isLoaded()) return;
      if (Date.now() > deadline) {
        throw new ModelServerError(`The model server of ${this.#name} did not answer /ping within ${seconds} seconds.`);
      }
      await wait(POLL_MS);
    }
  }

  /** Pings once the port is known. @throws ModelServerError with the answer when the model could not be loaded */
  async #isLoaded(): Promise<boolean> {
    const file = portFile(this.#dir);
    if (!existsSync(file)) return false;
    this.#port = Number(readFileSync(file, 'utf8'));
    const answer = await ping(this.#port);
    if (answer === undefined) return false;
    if (answer.status !== 200) throw new ModelServerError(answer.body || `/ping answered ${answer.status}`);
    rmSync(file, { force: true });
    writeFileSync(join(this.#dir, 'server.json'), JSON.stringify({ port: this.#port, pid: this.pid }));
    return true;
  }
}

/** Gives the file to which serve.py writes its port. */
function portFile(dir: string): string {
  return join(dir, 'port');
}

async function downloadModel(uri: string, dir: string, context: Context): Promise<void> {
  const download = join(dir, 'download');
  try {
    const [file = ''] = await context.files.download(uri, download);
    await unpack(join(download, file), join(mlFolder(dir), 'model'));
  } catch (error) {
    throw new ModelServerError(`Failed to download the model from ${uri}: ${errorMessage(error)}`);
  }
  await removeFolder(download);
}

/** Gives the answer of /ping; undefined when none came in time. */
async function ping(port: number): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(PING_TIMEOUT_MS) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}
