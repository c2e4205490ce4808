import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Container, isolationLine, mlFolder, startContainer } from '../container/container.ts';
import { type ContainerImage, containerImage, ImageError } from '../container/image.ts';
import type { Context, Shape } from '../context.ts';
import { clientError } from './failure-reason.ts';
import type { Control } from './supervisor.ts';

/** One machine of a job's cluster. */
export interface Host {
  /** `algo-1`, … */
  readonly name: string;
  readonly index: number;
  /** Its folder on this machine. */
  readonly folder: string;
  /** What it sees as /opt/ml. */
  readonly ml: string;
}

/** The names that the service gives the machines of a cluster. */
function hostNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `algo-${index + 1}`);
}

/** The machines of a job, below its folder. */
export function hostsOf(jobFolder: string, count: number): Host[] {
  return hostNames(count).map((name, index) => {
    const folder = join(jobFolder, name);
    return { name, index, folder, ml: mlFolder(folder) };
  });
}

/** What a container reads in resourceconfig.json: the cluster as this host sees it. */
export function resourceConfig(host: Host, count: number, instanceType: string): Shape {
  const hosts = hostNames(count);
  return {
    current_host: host.name,
    current_instance_type: instanceType,
    current_group_name: 'homogeneousCluster',
    hosts,
    instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: instanceType, hosts }],
    network_interface_name: 'eth0',
  };
}

/** Folder of a job: everything that it downloads, makes and leaves behind. */
export function jobFolder(kind: string, name: string, context: Context): string {
  return join(context.dir, 'jobs', kind, name);
}

/** What outlives jobs. */
export function sharedFolder(context: Context): string {
  return join(context.dir, 'jobs', 'shared');
}

/** The environment that plays an image; an image that cannot be played fails the job. */
export function imageOrFailure(uri: string): ContainerImage {
  try {
    return containerImage(uri);
  } catch (error) {
    if (error instanceof ImageError) throw clientError(error.message);
    throw error;
  }
}

export interface HostRun {
  readonly hosts: readonly Host[];
  readonly image: ContainerImage;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly group: string;
  readonly jobName: string;
  readonly onLine?: (line: string) => void;
}

/** A host that ended with something other than 0. */
export interface HostFailure {
  readonly host: Host;
  readonly exitCode: number;
}

/**
 * Runs the container of every host and waits for all of them. When one fails, or the job is ended, the others are
 * stopped. Logs go to `<job>/algo-1-<epoch>` of the group, one stream a host.
 */
export async function runHosts(run: HostRun, context: Context, control: Control): Promise<HostFailure | undefined> {
  const epoch = Math.floor(context.now());
  const names = run.hosts.map((host) => host.name);
  const containers: Container[] = [];
  let failure: HostFailure | undefined;
  const stopAll = () => {
    for (const container of containers) void container.stop(control.reason() === 'shutdown' ? 2000 : undefined);
  };
  const logs = run.hosts.map((host) => context.logs.stream(run.group, `${run.jobName}/${host.name}-${epoch}`));
  control.signal.addEventListener('abort', stopAll, { once: true });
  try {
    const ends = await Promise.allSettled(
      run.hosts.map(async (host, index) => {
        const log = logs[index];
        if (run.image.note) log?.line(`[local] ${run.image.note}`);
        control.signal.throwIfAborted();
        const container = await startContainer({
          image: run.image,
          folder: host.folder,
          shared: sharedFolder(context),
          command: run.command,
          environment: { ...context.containerEnvironment, ...run.environment },
          hosts: names,
          onLine: (line) => {
            log?.line(line);
            run.onLine?.(line);
          },
        });
        log?.line(isolationLine(container.isolation));
        containers.push(container);
        if (control.signal.aborted || failure) stopAll();
        const { exitCode } = await container.exited;
        if (exitCode !== 0 && failure === undefined) {
          failure = { host, exitCode };
          stopAll();
        }
      }),
    );
    const broken = ends.find((end) => end.status === 'rejected');
    if (broken && !control.signal.aborted) throw broken.reason;
    return failure;
  } finally {
    control.signal.removeEventListener('abort', stopAll);
    stopAll();
    await Promise.all(logs.map((log) => log.close()));
  }
}

/** Removes a job's files, of which some may belong to other users or be read-only. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
