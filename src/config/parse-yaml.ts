import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { type Entry, type MapNode, type Node, TooManyNodes, toValue } from './node.ts';
import { type Place, position, type SourceFile, sourceFile } from './source-file.ts';

/** No configuration is this long; a wrong path that names a data file is. */
const MOST_BYTES = 1_048_576;

/** Merge keys may repeat a mapping in each of a thousand others. */
const MOST_MERGED = 10_000;

const QUOTES = new Map<number, "'" | '"'>([
  [SCALAR_STYLE.SINGLE_QUOTED, "'"],
  [SCALAR_STYLE.DOUBLE_QUOTED, '"'],
]);

export interface ParsedYaml {
  source: SourceFile;
  /** The root, when the file is one mapping as far as it could be read. */
  root?: MapNode;
  diagnostics: Diagnostic[];
}

/**
 * Reads one YAML 1.2 document (core schema, plus merge keys) into nodes with places. Never throws: whatever the bytes
 * are, the answer is nodes or diagnostics.
 */
export function parseYaml(name: string, bytes: Uint8Array): ParsedYaml {
  if (bytes.byteLength > MOST_BYTES) {
    const source = sourceFile(name, '');
    const message = `is ${bytes.byteLength.toLocaleString('en-US')} bytes; a configuration file has at most 1 MiB`;
    return { source, diagnostics: [diagnosticAt({ source, start: 0, end: 0 }, '', message)] };
  }
  let text: string;
  try {
    // A byte order mark is dropped by the decoder, so that columns count from the first visible character.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const source = sourceFile(name, '');
    return { source, diagnostics: [diagnosticAt({ source, start: 0, end: 0 }, '', 'is not UTF-8 text')] };
  }
  const source = sourceFile(name, text);
  const diagnostics: Diagnostic[] = [];
  let events: Event[];
  try {
    events = parseEvents(text, {});
  } catch (error) {
    return { source, diagnostics: [syntaxError(source, error)] };
  }
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  const start = { source, start: 0, end: 0 };
  if (documents === 0) return { source, diagnostics: [diagnosticAt(start, '', 'is empty')] };
  if (documents > 1) {
    const second = events[events.findLastIndex((event) => event.type === EVENT_ID.DOCUMENT) + 1];
    const offset =
      second && 'start' in second ? second.start : second && 'valueStart' in second ? second.valueStart : 0;
    const at = { source, start: Math.max(0, offset), end: offset + 1 };
    return {
      source,
      diagnostics: [diagnosticAt(at, '', 'a second YAML document starts here; keep one and remove ---')],
    };
  }
  const root = new Builder(source, events, diagnostics).build();
  if (root.kind !== 'map') {
    const what = root.kind === 'list' ? 'a list' : root.value === null ? 'nothing' : 'a single value';
    diagnostics.push(diagnosticAt(root.place, '', `must be a mapping (key: value), found ${what}`));
    return { source, diagnostics };
  }
  try {
    toValue(root);
  } catch (error) {
    if (!(error instanceof TooManyNodes)) throw error;
    return {
      source,
      diagnostics: [diagnosticAt(start, '', 'aliases (*name) repeat each other into more than 100,000 values')],
    };
  }
  return { source, root, diagnostics };
}

function syntaxError(source: SourceFile, error: unknown): Diagnostic {
  if (!(error instanceof YAMLException)) {
    return diagnosticAt({ source, start: 0, end: 0 }, '', 'could not be read as YAML');
  }
  const at = Math.min(error.mark?.position ?? 0, source.text.length);
  const lineStart = Math.max(source.text.lastIndexOf('\n', at - 1), source.text.lastIndexOf('\r', at - 1)) + 1;
  const indent = /^[ ]*\t/.exec(source.text.slice(lineStart, at + 1));
  if (indent) {
    const start = lineStart + indent[0].length - 1;
    return diagnosticAt({ source, start, end: start + 1 }, '', 'is not YAML: a tab indents this line; use spaces');
  }
  const hint = /bad indentation of a mapping entry/.test(error.reason)
    ? 'The line is not indented like its neighbours, or a value with ": " in it needs quotes.'
    : undefined;
  return diagnosticAt({ source, start: at, end: at + 1 }, '', `is not YAML: ${error.reason}`, { hint });
}

/** Events to nodes. Recursion is bounded: js-yaml refuses more than 100 levels. */
class Builder {
  readonly #source: SourceFile;
  readonly #events: Event[];
  readonly #diagnostics: Diagnostic[];
  readonly #anchors = new Map<string, Node>();
  readonly #path: string[] = [];
  #merges = 0;
  #next = 1;

  constructor(source: SourceFile, events: Event[], diagnostics: Diagnostic[]) {
    this.#source = source;
    this.#events = events;
    this.#diagnostics = diagnostics;
  }

  build(): Node {
    const start = this.#place(0, 0);
    return this.#node(start);
  }

  #place(start: number, end: number): Place {
    return { source: this.#source, start, end };
  }

  #slice(start: number, end: number): string {
    return this.#source.text.slice(start, end);
  }

  #error(place: Place, message: string): void {
    this.#diagnostics.push(diagnosticAt(place, this.#path.join('.'), message));
  }

  /** `fallback` is the place of a value that is not written, such as that of `subnets:`. */
  #node(fallback: Place): Node {
    const event = this.#events[this.#next++];
    if (!event || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT)
      return { kind: 'scalar', value: null, place: fallback };
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd, fallback);
    let node: Node;
    if (event.type === EVENT_ID.SCALAR) node = this.#scalar(event, fallback);
    else {
      const place = this.#place(event.start, this.#lineEnd(event.start));
      this.#checkTag(event.tagStart, event.tagEnd, event.type === EVENT_ID.MAPPING ? '!!map' : '!!seq');
      node = event.type === EVENT_ID.MAPPING ? this.#map(place) : this.#list(place);
    }
    // Registered once it is complete: an alias inside its own anchor is unknown, so nothing can contain itself.
    if (event.anchorStart !== -1) this.#anchors.set(this.#slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  #lineEnd(start: number): number {
    const end = /[\r\n]/.exec(this.#source.text.slice(start, start + 4096));
    const text = this.#slice(start, end ? start + end.index : start + 4096);
    return start + text.replace(/\s+#.*$/, '').trimEnd().length;
  }

  #alias(start: number, end: number, fallback: Place): Node {
    const name = this.#slice(start, end);
    const target = this.#anchors.get(name);
    if (target) return target;
    this.#error(this.#place(start - 1, end), `no anchor &${name} comes before this alias`);
    return { kind: 'scalar', value: null, place: fallback };
  }

  #checkTag(start: number, end: number, allowed: string): void {
    if (start === -1) return;
    const tag = this.#slice(start, end);
    if (tag !== '!' && tag !== allowed) this.#error(this.#place(start, end), `the tag ${tag} is not supported here`);
  }

  #scalar(event: ScalarEvent, fallback: Place): Node {
    const place = event.valueStart === -1 ? fallback : this.#scalarPlace(event);
    const text = getScalarValue(this.#source.text, event);
    const tag = event.tagStart === -1 ? undefined : this.#slice(event.tagStart, event.tagEnd);
    const quote = QUOTES.get(event.style);
    const quoted = quote === undefined ? {} : { quote };
    if (tag === '!' || tag === '!!str') return { kind: 'scalar', value: text, place, ...quoted };
    if (tag !== undefined) {
      this.#error(this.#place(event.tagStart, event.tagEnd), `the tag ${tag} is not supported here`);
      return { kind: 'scalar', value: text, place };
    }
    return { kind: 'scalar', value: event.style === SCALAR_STYLE.PLAIN ? plainValue(text) : text, place, ...quoted };
  }

  /** With its quotes; of a block scalar (`|`), from its first line of text. */
  #scalarPlace(event: ScalarEvent): Place {
    if (QUOTES.has(event.style)) return this.#place(event.valueStart - 1, event.valueEnd + 1);
    if (event.style === SCALAR_STYLE.PLAIN) return this.#place(event.valueStart, event.valueEnd);
    const blank = /^[ \t]*(\r\n|\n|\r)/;
    let start = event.valueStart;
    for (
      let match = blank.exec(this.#slice(start, event.valueEnd));
      match;
      match = blank.exec(this.#slice(start, event.valueEnd))
    ) {
      start += match[0].length;
    }
    const indent = /^ */.exec(this.#slice(start, event.valueEnd))?.[0].length ?? 0;
    return this.#place(start + indent, event.valueEnd);
  }

  #list(place: Place): Node {
    const items: Node[] = [];
    while (!this.#closes()) {
      this.#path.push(String(items.length));
      items.push(this.#node(place));
      this.#path.pop();
    }
    return { kind: 'list', items, place };
  }

  #map(place: Place): Node {
    const entries = new Map<string, Entry>();
    const merged: { key: Place; node: Node }[] = [];
    while (!this.#closes()) {
      const key = this.#node(place);
      this.#path.push(key.kind === 'scalar' ? String(key.value) : '?');
      const node = this.#node(key.place);
      this.#path.pop();
      if (key.kind !== 'scalar') {
        this.#error(key.place, 'a key must be a single word, not a list or a mapping');
        continue;
      }
      const written = this.#slice(key.place.start, key.place.end);
      if (written === '<<') {
        merged.push({ key: key.place, node });
        continue;
      }
      const name = String(key.value);
      const first = entries.get(name);
      if (first) {
        const { line } = position(first.key);
        const path = [...this.#path, name].join('.');
        this.#diagnostics.push(diagnosticAt(key.place, path, `duplicate key; the first one is on line ${line}`));
      } else entries.set(name, { key: key.place, node });
    }
    for (const { key, node } of merged) this.#merge(entries, key, node);
    return { kind: 'map', entries, place };
  }

  /** Merge key `<<`: keys that are written win, then the earlier of several sources. */
  #merge(entries: Map<string, Entry>, key: Place, node: Node): void {
    const sources = node.kind === 'list' ? node.items : [node];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#error(key, '<< takes a mapping, or a list of mappings');
        return;
      }
      this.#merges += source.entries.size;
      if (this.#merges > MOST_MERGED) {
        this.#error(key, `<< brings in more than ${MOST_MERGED.toLocaleString('en-US')} keys`);
        return;
      }
      for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  #closes(): boolean {
    const event = this.#events[this.#next];
    if (event && event.type !== EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }
}

/** YAML 1.2 core schema: null, true, 1, 0x1f, 1.5, .nan; anything else is text. `yes` and dates are text. */
function plainValue(text: string): string | number | boolean | null {
  for (const tag of [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}
