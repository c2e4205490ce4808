import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Container, isolationLine, mlFolder, startContainer } from '../container/container.ts';
import { type ContainerImage, findContainerImage, ImageError } from '../container/image.ts';
import type { Context, LogStream, Shape } from '../context.ts';
import { clientError } from './failure-reason.ts';
import type { JobControl } from './supervisor.ts';

/** One machine of a job's cluster. */
export interface Host {
  /** `algo-1`, … */
  readonly name: string;
  readonly index: number;
  /** Number of machines in the cluster. */
  readonly count: number;
  /** Its folder on this machine. */
  readonly folder: string;
  /** The folder that it sees as /opt/ml. */
  readonly ml: string;
}

/** How long a container may take to end at shutdown. */
const SHUTDOWN_GRACE_MS = 2000;

/** Lists the names that the service gives the machines of a cluster. */
function hostNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `algo-${index + 1}`);
}

/** Lists the machines of a job; their folders are below the job's. */
export function hostsOf(folder: string, count: number): Host[] {
  return hostNames(count).map((name, index) => {
    const hostFolder = join(folder, name);
    return { name, index, count, folder: hostFolder, ml: mlFolder(hostFolder) };
  });
}

/** Makes the content of resourceconfig.json: the cluster as this host sees it. */
export function resourceConfig(host: Host, instanceType: string): Shape {
  const hosts = hostNames(host.count);
  return {
    current_host: host.name,
    current_instance_type: instanceType,
    current_group_name: 'homogeneousCluster',
    hosts,
    instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: instanceType, hosts }],
    network_interface_name: 'eth0',
  };
}

/** Gives the folder of a job. Everything that the job downloads and creates is below it. */
export function jobFolder(kind: string, name: string, context: Context): string {
  return join(context.dir, 'jobs', kind, name);
}

/** Gives the folder of what outlives jobs. */
export function sharedFolder(context: Context): string {
  return join(context.dir, 'jobs', 'shared');
}

/** Finds the environment for an image. @throws JobFailure ClientError for an image that cannot run here */
export function imageOrFailure(uri: string): ContainerImage {
  try {
    return findContainerImage(uri);
  } catch (error) {
    if (error instanceof ImageError) throw clientError(error.message);
    throw error;
  }
}

/** The same container on every host of a cluster. */
export interface ClusterSpec {
  readonly hosts: readonly Host[];
  readonly image: ContainerImage;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Log group. */
  readonly group: string;
  readonly jobName: string;
  readonly onLine?: (line: string) => void;
}

/** The host whose container was the first to end with another exit code than 0. */
export interface HostFailure {
  readonly host: Host;
  readonly exitCode: number;
}

/**
 * Runs the container of every host and waits for all of them. When one fails, or the job is ended, the others are
 * stopped. Logs go to `<job>/algo-1-<epoch>` of the group, one stream for each host.
 */
export async function runHosts(
  spec: ClusterSpec,
  context: Context,
  control: JobControl,
): Promise<HostFailure | undefined> {
  const epoch = Math.floor(context.now());
  const containers: Container[] = [];
  let failure: HostFailure | undefined;
  const stopAll = () => {
    for (const container of containers) {
      void container.stop(control.reason === 'shutdown' ? SHUTDOWN_GRACE_MS : undefined);
    }
  };
  const logs = spec.hosts.map((host) => context.logs.stream(spec.group, `${spec.jobName}/${host.name}-${epoch}`));
  control.signal.addEventListener('abort', stopAll, { once: true });
  try {
    const results = await Promise.allSettled(
      spec.hosts.map(async (host, index) => {
        const log = logs[index];
        if (spec.image.note) log?.line(`[local] ${spec.image.note}`);
        control.signal.throwIfAborted();
        const container = await startHost(spec, host, log, context);
        containers.push(container);
        if (control.signal.aborted || failure) stopAll();
        const { exitCode } = await container.exited;
        if (exitCode !== 0 && failure === undefined) {
          failure = { host, exitCode };
          stopAll();
        }
      }),
    );
    const rejected = results.find((result) => result.status === 'rejected');
    if (rejected && !control.signal.aborted) throw rejected.reason;
    return failure;
  } finally {
    control.signal.removeEventListener('abort', stopAll);
    stopAll();
    await Promise.all(logs.map((log) => log.close()));
  }
}

async function startHost(
  spec: ClusterSpec,
  host: Host,
  log: LogStream | undefined,
  context: Context,
): Promise<Container> {
  const container = await startContainer({
    image: spec.image,
    folder: host.folder,
    shared: sharedFolder(context),
    command: spec.command,
    environment: { ...context.containerEnvironment, ...spec.environment },
    hosts: spec.hosts.map((each) => each.name),
    onLine: (line) => {
      log?.line(line);
      spec.onLine?.(line);
    },
  });
  log?.line(isolationLine(container.isolation));
  return container;
}

/** Reads the first file of that path that is not empty, host after host; '' when there is none. */
export function firstText(hosts: readonly Host[], ...path: string[]): string {
  const texts = hosts.map((host) => readText(join(host.ml, ...path)));
  return texts.find((text) => text !== '') ?? '';
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Removes a job's files. Some of them may belong to other users or be read-only. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
