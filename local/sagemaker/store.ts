import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Shape, Store } from './context.ts';

const KINDS: readonly Kind[] = [
  'pipeline',
  'pipeline-execution',
  'step-cache',
  'processing-job',
  'training-job',
  'tuning-job',
  'transform-job',
  'model',
  'model-package-group',
  'model-package',
  'endpoint-config',
  'endpoint',
  'tags',
];

/** What one file holds: the name is inside because the file's name may be shortened, the sequence because a folder has no order. */
interface Entry {
  readonly sequence: number;
  readonly name: string;
  readonly record: Shape;
}

/** The store and what it could not read when it started. */
export interface FileStore extends Store {
  /** Files that were no record: each was moved to `<dir>/state/damaged/` and is named here with the reason. */
  readonly damaged: ReadonlyArray<{ file: string; movedTo: string; reason: string }>;
}

/**
 * Records on disk, one file each: `<dir>/state/<kind>/<name>.json`. A write goes to a temporary file that is then renamed,
 * so a `kill -9` leaves the old record or the new one (a power cut may lose the last ones: nothing waits for the drive).
 * All reads are from memory and give copies: changing what was read
 * changes nothing until it is `put`.
 */
export function openStore(dir: string): FileStore {
  const state = join(dir, 'state');
  const tables = new Map<Kind, Map<string, Entry>>();
  const listeners = new Map<Kind, Set<(name: string, record: Shape | undefined) => void>>();
  const damaged: Array<{ file: string; movedTo: string; reason: string }> = [];
  let sequence = 0;

  for (const kind of KINDS) {
    const folder = join(state, kind);
    mkdirSync(folder, { recursive: true });
    const entries: Entry[] = [];
    for (const file of readdirSync(folder)) {
      const path = join(folder, file);
      if (!file.endsWith('.json')) {
        // The process died between writing the temporary file and renaming it: the record's old state stands.
        rmSync(path, { force: true });
        continue;
      }
      try {
        entries.push(decode(readFileSync(path, 'utf8')));
      } catch (error) {
        damaged.push(setAside(state, kind, file, error));
      }
    }
    entries.sort((a, b) => a.sequence - b.sequence);
    sequence = Math.max(sequence, entries.at(-1)?.sequence ?? 0);
    tables.set(kind, new Map(entries.map((entry) => [entry.name, entry])));
  }

  const table = (kind: Kind): Map<string, Entry> => {
    const found = tables.get(kind);
    if (!found) throw new Error(`${kind} is no kind of record`);
    return found;
  };
  const tell = (kind: Kind, name: string, record: Shape | undefined) => {
    for (const listener of [...(listeners.get(kind) ?? [])]) listener(name, record && structuredClone(record));
  };

  return {
    damaged,
    get(kind, name) {
      const entry = table(kind).get(name);
      return entry && structuredClone(entry.record);
    },
    put(kind, name, record) {
      // Through JSON, so that what is read back now is what would be read back after a restart.
      const text = JSON.stringify(record);
      const known = table(kind).get(name);
      if (!known) sequence += 1;
      const entry = { sequence: known?.sequence ?? sequence, name, record: JSON.parse(text) as Shape };
      const path = join(state, kind, fileName(name));
      const temporary = `${path}.${process.pid}.new`;
      writeFileSync(temporary, JSON.stringify(entry));
      renameSync(temporary, path);
      table(kind).set(name, entry);
      tell(kind, name, entry.record);
    },
    delete(kind, name) {
      if (!table(kind).delete(name)) return false;
      rmSync(join(state, kind, fileName(name)), { force: true });
      tell(kind, name, undefined);
      return true;
    },
    list(kind) {
      return [...table(kind).values()].map((entry) => structuredClone(entry.record));
    },
    watch(kind, listener) {
      const set = listeners.get(kind) ?? new Set();
      listeners.set(kind, set.add(listener));
      return () => set.delete(listener);
    },
  };
}

/** Readable where it can be; a digest where two names could meet on a case-insensitive disk or the name is too long for one. */
function fileName(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll('*', '%2A');
  if (encoded.length <= 150 && encoded === encoded.toLowerCase()) return `${encoded}.json`;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${encoded.slice(0, 120)}~${digest}.json`;
}

function decode(text: string): Entry {
  const entry = JSON.parse(text) as Partial<Entry>;
  if (typeof entry.sequence !== 'number' || typeof entry.name !== 'string' || typeof entry.record !== 'object') {
    throw new Error('it has no sequence, name and record');
  }
  return entry as Entry;
}

function setAside(state: string, kind: Kind, file: string, error: unknown) {
  const folder = join(state, 'damaged');
  mkdirSync(folder, { recursive: true });
  const movedTo = join(folder, `${kind}~${file}.${Date.now()}`);
  renameSync(join(state, kind, file), movedTo);
  return { file: join(state, kind, file), movedTo, reason: error instanceof Error ? error.message : String(error) };
}
