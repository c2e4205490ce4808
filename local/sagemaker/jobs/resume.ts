import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftOverContainer } from '../container/container.ts';
import type { Context } from '../context.ts';
import { type JobType, updateRecord } from './records.ts';
import type { JobSupervisor } from './supervisor.ts';

/** Depth of a container's folder below `<dir>/jobs`: jobs/<kind>/<name>/<host>. */
const CONTAINER_DEPTH = 3;

/**
 * Ends the processes that an earlier server left behind: each container folder below `<dir>/jobs` that names a process.
 * A process id that belongs to another process now is not touched: the start time differs.
 */
export function endLeftOverContainers(context: Context): void {
  endBelow(join(context.dir, 'jobs'), CONTAINER_DEPTH);
}

function endBelow(folder: string, depth: number): void {
  if (!existsSync(folder)) return;
  endLeftOverContainer(folder);
  if (depth === 0) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) endBelow(join(folder, entry.name), depth - 1);
  }
}

/**
 * Runs the jobs that were InProgress when the server ended again, from their beginning. Their inputs and the addresses
 * of their outputs are fixed, so the second run gives what the first would have given. Jobs that were Stopping become
 * Stopped.
 */
export function resumeJobs(
  type: JobType,
  start: (name: string, context: Context, supervisor: JobSupervisor) => void,
  context: Context,
  supervisor: JobSupervisor,
): void {
  for (const record of context.store.list(type.kind)) {
    const name: string = record[`${type.prefix}Name`];
    const status = record[`${type.prefix}Status`];
    if (status === 'InProgress') start(name, context, supervisor);
    if (status === 'Stopping') {
      const secondary = record.SecondaryStatus === undefined ? {} : { SecondaryStatus: 'Stopped' };
      const changes = { [`${type.prefix}Status`]: 'Stopped', ...secondary, [type.endTime]: context.now() };
      updateRecord(type, name, changes, context);
    }
  }
}
