import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PRESTO_HOME } from '../../scripts/lib/paths.mjs';

/**
 * The flags with which the JVM reads Presto's 20,000 classes from an archive, or writes that archive when it ends. The
 * archive makes each start about 2 s shorter. The JVM ignores an archive of another Java.
 */
export function classArchiveFlags(home: string): string[] {
  const archive = archiveFile(home);
  const flag = existsSync(archive)
    ? `-XX:SharedArchiveFile=${archive}`
    : `-XX:ArchiveClassesAtExit=${archive}.${randomBytes(4).toString('hex')}.draft`;
  return [flag, '-Xshare:auto', '-Xlog:disable', '-Xlog:all=error:stderr'];
}

function archiveFile(home: string): string {
  return join(home, 'classes.jsa');
}

/** Whether the server that runs with these arguments writes the class archive when it ends, which takes about 10 s. */
export function writesArchive(args: readonly string[]): boolean {
  return args.some((argument) => argument.startsWith('-XX:ArchiveClassesAtExit='));
}

/** Puts a class archive in place that a server has written at its end. */
export function keepArchive(home = PRESTO_HOME): void {
  const archive = archiveFile(home);
  const drafts = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.draft')) : [];
  for (const name of drafts) {
    if (existsSync(archive)) rmSync(join(home, name), { force: true });
    else renameSync(join(home, name), archive);
  }
}
