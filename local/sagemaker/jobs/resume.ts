import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftOverContainer } from '../container/container.ts';
import type { Context } from '../context.ts';
import { type JobKind, updateRecord } from './records.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Ends the processes that an earlier server left behind: each container folder below `<dir>/jobs` that names a process.
 * A process id that belongs to another process by now is left alone (its start time differs).
 */
export function endLeftOverContainers(context: Context): number {
  let ended = 0;
  const visit = (folder: string, depth: number) => {
    if (!existsSync(folder)) return;
    if (endLeftOverContainer(folder)) ended += 1;
    if (depth === 0) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(join(folder, entry.name), depth - 1);
    }
  };
  // jobs/<kind>/<name>/<host>
  visit(join(context.dir, 'jobs'), 3);
  return ended;
}

/**
 * Jobs that were in progress when the server ended are run again from their beginning: their inputs and the addresses of
 * their outputs are fixed, so the second run ends where the first one would have. Jobs that were stopping are Stopped.
 */
export function resumeJobs(
  job: JobKind,
  start: (name: string, context: Context, supervisor: Supervisor) => void,
  endTime: string,
  context: Context,
  supervisor: Supervisor,
): void {
  for (const record of context.store.list(job.kind)) {
    const name: string = record[`${job.prefix}Name`];
    const status = record[`${job.prefix}Status`];
    if (status === 'InProgress') start(name, context, supervisor);
    if (status === 'Stopping') {
      const secondary = record.SecondaryStatus === undefined ? {} : { SecondaryStatus: 'Stopped' };
      updateRecord(job, name, { [`${job.prefix}Status`]: 'Stopped', ...secondary, [endTime]: context.now() }, context);
    }
  }
}
