import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_KINDS, type RecordKind, type RecordListener, type Shape, type Store } from './context.ts';
import { errorMessage } from './error-message.ts';

/**
 * The content of one file. It has the name because the file's name may be shortened, and the sequence because a folder
 * has no order.
 */
interface Entry {
  readonly sequence: number;
  readonly name: string;
  readonly record: Shape;
}

/** A file that is not a record. It was moved to `<dir>/state/damaged/`. */
export interface DamagedFile {
  readonly file: string;
  readonly movedTo: string;
  readonly reason: string;
}

/**
 * Opens the records on disk, one file for each: `<dir>/state/<kind>/<name>.json`. Files that are not records are moved
 * away and listed in `damaged`.
 */
export function openStore(dir: string): FileStore {
  return new FileStore(join(dir, 'state'));
}

/**
 * The records on disk. A write goes to a temporary file that is then renamed: after a `kill -9` a file has the old
 * record or the new one. (A power cut may lose the last records, because nothing waits for the drive.) All reads are
 * from memory and give copies: a change of a copy has no effect before it is `put`.
 */
export class FileStore implements Store {
  readonly damaged: readonly DamagedFile[];
  readonly #state: string;
  readonly #tables: ReadonlyMap<RecordKind, Map<string, Entry>>;
  readonly #listeners = new Map<RecordKind, Set<RecordListener>>();
  #sequence: number;

  /** @param state the folder with one folder for each kind */
  constructor(state: string) {
    const damaged: DamagedFile[] = [];
    const entries = RECORD_KINDS.map((kind) => [kind, readEntries(state, kind, damaged)] as const);
    this.damaged = damaged;
    this.#state = state;
    this.#tables = new Map(
      entries.map(([kind, list]) => [kind, new Map(list.map((entry) => [entry.name, entry]))] as const),
    );
    this.#sequence = Math.max(0, ...entries.map(([, list]) => list.at(-1)?.sequence ?? 0));
  }

  get(kind: RecordKind, name: string): Shape | undefined {
    const entry = this.#table(kind).get(name);
    return entry && structuredClone(entry.record);
  }

  put(kind: RecordKind, name: string, record: Shape): void {
    // The record goes through JSON: a read gives now what it would give after a restart.
    const text = JSON.stringify(record);
    const known = this.#table(kind).get(name);
    if (!known) this.#sequence += 1;
    const entry = { sequence: known?.sequence ?? this.#sequence, name, record: JSON.parse(text) as Shape };
    const path = join(this.#state, kind, fileName(name));
    const temporary = `${path}.${process.pid}.new`;
    writeFileSync(temporary, JSON.stringify(entry));
    renameSync(temporary, path);
    this.#table(kind).set(name, entry);
    this.#notify(kind, name, entry.record);
  }

  delete(kind: RecordKind, name: string): boolean {
    if (!this.#table(kind).delete(name)) return false;
    rmSync(join(this.#state, kind, fileName(name)), { force: true });
    this.#notify(kind, name, undefined);
    return true;
  }

  list(kind: RecordKind): Shape[] {
    return [...this.#table(kind).values()].map((entry) => structuredClone(entry.record));
  }

  watch(kind: RecordKind, listener: RecordListener): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #table(kind: RecordKind): Map<string, Entry> {
    const table = this.#tables.get(kind);
    if (!table) throw new Error(`The store has no records of the kind ${kind}`);
    return table;
  }

  #notify(kind: RecordKind, name: string, record: Shape | undefined): void {
    for (const listener of [...(this.#listeners.get(kind) ?? [])]) listener(name, record && structuredClone(record));
  }
}

/** Reads all records of a kind, in the order of their creation. Adds the files that are not records to `damaged`. */
function readEntries(state: string, kind: RecordKind, damaged: DamagedFile[]): Entry[] {
  const folder = join(state, kind);
  mkdirSync(folder, { recursive: true });
  const entries: Entry[] = [];
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (!file.endsWith('.json')) {
      // The process ended after it wrote the temporary file and before it renamed it. The old record is valid.
      rmSync(path, { force: true });
      continue;
    }
    try {
      entries.push(parseEntry(readFileSync(path, 'utf8')));
    } catch (error) {
      damaged.push(moveDamaged(state, kind, file, error));
    }
  }
  return entries.sort((a, b) => a.sequence - b.sequence);
}

/**
 * Gives a record's file name. It is readable where possible. It has a digest when two names would meet on a
 * case-insensitive disk, or when the name is too long for a file.
 */
function fileName(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll('*', '%2A');
  if (encoded.length <= 150 && encoded === encoded.toLowerCase()) return `${encoded}.json`;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${encoded.slice(0, 120)}~${digest}.json`;
}

function parseEntry(text: string): Entry {
  const entry = JSON.parse(text) as Partial<Entry>;
  if (typeof entry.sequence !== 'number' || typeof entry.name !== 'string' || typeof entry.record !== 'object') {
    throw new Error('it has no sequence, name and record');
  }
  return entry as Entry;
}

function moveDamaged(state: string, kind: RecordKind, file: string, error: unknown): DamagedFile {
  const folder = join(state, 'damaged');
  mkdirSync(folder, { recursive: true });
  const movedTo = join(folder, `${kind}~${file}.${Date.now()}`);
  renameSync(join(state, kind, file), movedTo);
  return { file: join(state, kind, file), movedTo, reason: errorMessage(error) };
}
