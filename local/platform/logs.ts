import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** All log files of a platform: those of its services, and those of the jobs of its SageMaker. */
export function logFiles(dir: string): string[] {
  const folders = [join(dir, 'logs'), join(dir, 'sagemaker', 'logs')];
  return folders.flatMap(filesBelow).filter((file) => file.endsWith('.log'));
}

/** The log of a service, or the logs of a job. @param dir folder of the platform */
export function findLogs(dir: string, name: string): string[] {
  const files = logFiles(dir);
  const service = join(dir, 'logs', `${name}.log`);
  return files.includes(service) ? [service] : files.filter((file) => isLogOf(file.slice(dir.length + 1), name));
}

/**
 * Whether a log belongs to a job. A part of its path is the name, or starts with the name and `-algo`. A part that only starts
 * with the name may belong to another job: `train-1` and `train-10`.
 */
function isLogOf(path: string, name: string): boolean {
  return path
    .replace(/\.log$/, '')
    .split(/[/\\]|%2F/i)
    .some((part) => part === name || part.startsWith(`${name}-algo`));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Prints the text that files have gained since the last call. */
export class LogPrinter {
  private readonly offsets: Map<string, number>;

  constructor(files: readonly string[]) {
    this.offsets = new Map(files.map((file) => [file, 0]));
  }

  print(): void {
    for (const [file, offset] of this.offsets) {
      const end = statSync(file).size;
      if (end <= offset) continue;
      if (this.offsets.size > 1) process.stdout.write(`==> ${basename(file)} <==\n`);
      process.stdout.write(readRange(file, offset, end));
      this.offsets.set(file, end);
    }
  }
}

function readRange(file: string, start: number, end: number): Buffer {
  const buffer = Buffer.alloc(end - start);
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, start);
  closeSync(handle);
  return buffer;
}
