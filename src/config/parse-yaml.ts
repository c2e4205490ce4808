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
import { position, type SourceFile, type SourceSpan, sourceFile, startOf } from './source-file.ts';

/** A larger file is not a configuration: somebody named a data file by mistake. */
const MAX_BYTES = 1_048_576;
const NOT_DATA = 'Name a configuration file, not a data file.';

/** Merge keys can repeat a mapping in a thousand others. This is the maximum number of keys that they add. */
const MAX_MERGED = 10_000;

const QUOTES = new Map<number, "'" | '"'>([
  [SCALAR_STYLE.SINGLE_QUOTED, "'"],
  [SCALAR_STYLE.DOUBLE_QUOTED, '"'],
]);

export interface ParsedYaml {
  source: SourceFile;
  /** Absent when the file is not one mapping, or cannot be read. */
  root?: MapNode;
  diagnostics: Diagnostic[];
}

/** Reads one YAML 1.2 document (core schema, and merge keys) into nodes with spans. Never throws, whatever the bytes are. */
export function parseYaml(name: string, bytes: Uint8Array): ParsedYaml {
  if (bytes.byteLength > MAX_BYTES) {
    const size = bytes.byteLength.toLocaleString('en-US');
    return unreadable(sourceFile(name, ''), `is ${size} bytes; a configuration file has at most 1 MiB`, NOT_DATA);
  }
  let text: string;
  try {
    // The decoder drops a byte order mark, so columns count from the first visible character.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable(sourceFile(name, ''), 'is not UTF-8 text', 'Save the file as UTF-8.');
  }
  const source = sourceFile(name, text);
  const conflict = conflictMarker(source);
  if (conflict) return { source, diagnostics: [conflict] };
  let events: Event[];
  try {
    events = parseEvents(text, {});
  } catch (error) {
    return { source, diagnostics: [syntaxError(source, error)] };
  }
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  if (documents === 0)
    return unreadable(source, 'is empty', 'Write its keys, which docs/configuration.md lists, or remove the file.');
  if (documents > 1) return { source, diagnostics: [secondDocument(source, events)] };
  return toMapping(source, events);
}

function unreadable(source: SourceFile, message: string, way_out: string): ParsedYaml {
  return { source, diagnostics: [diagnosticAt(startOf(source), '', message, { way_out })] };
}

function secondDocument(source: SourceFile, events: readonly Event[]): Diagnostic {
  const second = events[events.findLastIndex((event) => event.type === EVENT_ID.DOCUMENT) + 1];
  const offset = second && 'start' in second ? second.start : second && 'valueStart' in second ? second.valueStart : 0;
  const span = { source, start: Math.max(0, offset), end: offset + 1 };
  return diagnosticAt(span, '', 'a second YAML document starts here; keep one and remove ---');
}

function toMapping(source: SourceFile, events: Event[]): ParsedYaml {
  const diagnostics: Diagnostic[] = [];
  const root = new Builder(source, events, diagnostics).build();
  if (root.kind !== 'map') {
    const kind = root.kind === 'list' ? 'a list' : root.value === null ? 'nothing' : 'a single value';
    diagnostics.push(
      diagnosticAt(root.span, '', `must be a mapping (key: value), found ${kind}`, {
        way_out: 'Write key: value on each line.',
      }),
    );
    return { source, diagnostics };
  }
  try {
    toValue(root);
  } catch (error) {
    if (!(error instanceof TooManyNodes)) throw error;
    return unreadable(
      source,
      'the aliases (*name) expand to more than 100,000 values',
      'Write the values without aliases.',
    );
  }
  return { source, root, diagnostics };
}

/**
 * The first line that git wrote into a file with a merge conflict. Such a line starts in the first column, where no value of
 * this project starts with the same characters.
 */
function conflictMarker(source: SourceFile): Diagnostic | undefined {
  const marker = /^(?:<{7}|>{7})(?= |\r?$)/m.exec(source.text);
  if (!marker) return undefined;
  const span = { source, start: marker.index, end: marker.index + marker[0].length };
  return diagnosticAt(span, '', 'is not YAML: a merge conflict of git is not resolved', {
    way_out: 'Keep one of the two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.',
  });
}

function syntaxError(source: SourceFile, error: unknown): Diagnostic {
  if (!(error instanceof YAMLException)) return diagnosticAt(startOf(source), '', 'could not be read as YAML');
  const at = Math.min(error.mark?.position ?? 0, source.text.length);
  const lineStart = Math.max(source.text.lastIndexOf('\n', at - 1), source.text.lastIndexOf('\r', at - 1)) + 1;
  const indent = /^[ ]*\t/.exec(source.text.slice(lineStart, at + 1));
  if (indent) {
    const start = lineStart + indent[0].length - 1;
    return diagnosticAt({ source, start, end: start + 1 }, '', 'is not YAML: a tab indents this line; use spaces');
  }
  const { message, way_out } = SYNTAX.find(({ reason }) => reason.test(error.reason)) ?? UNKNOWN_SYNTAX;
  return diagnosticAt({ source, start: at, end: at + 1 }, '', `is not YAML: ${message}`, { way_out });
}

const UNKNOWN_SYNTAX = {
  message: 'this line cannot be read',
  way_out: 'Look for a missing colon, quote or bracket here or in the line above.',
};

/** What js-yaml 5 says about a text (`throwError` in its parser), in the words of somebody who writes a configuration. */
const SYNTAX: readonly { reason: RegExp; message: string; way_out: string }[] = [
  {
    reason: /bad indentation of a mapping entry/,
    message: 'the indentation of this line is wrong',
    way_out: 'The line is not indented like its neighbours, or a value with ": " in it needs quotes.',
  },
  {
    reason: /indentation/,
    message: 'the indentation of this line is wrong',
    way_out: 'Indent the line like its neighbours, with spaces.',
  },
  {
    reason: /multiline key|expected ':' after|key-value separator/,
    message: 'a line has no colon and a blank between key and value',
    way_out: 'Write key: value, here or in the line above. Put a text of several lines in quotes.',
  },
  {
    reason: /maxDepth/,
    message: 'lists and mappings are more than 100 levels deep',
    way_out: 'Use fewer levels.',
  },
  {
    reason: /null byte|non-printable|valid JSON character/,
    message: 'a control character is in the text',
    way_out: 'Remove the character, or save the file as UTF-8 text.',
  },
  {
    reason: /quoted scalar/,
    message: 'a quote is opened and never closed',
    way_out: 'Close the quote. In single quotes, write two of them for one.',
  },
  {
    reason: /flow collection|node content/,
    message: 'a bracket is not closed, or a comma is missing or too much',
    way_out: 'Look for [ ] and { }. A text that begins with a bracket or a comma needs quotes.',
  },
  {
    reason: /escape sequence|hexadecimal/,
    message: 'this is not an escape sequence',
    way_out: 'Put a text with a backslash in single quotes.',
  },
  {
    reason: /anchor|alias/,
    message: 'this is not an anchor (&name) or an alias (*name)',
    way_out: 'Put a text that begins with & or * in quotes.',
  },
  {
    reason: /\btags?\b/i,
    message: 'a tag (!name) is not supported here',
    way_out: 'Put a text that begins with ! in quotes.',
  },
  {
    reason: /directive|YAML version/i,
    message: 'a line that begins with % is not supported here',
    way_out: 'Remove the line, or put the text in quotes.',
  },
  {
    reason: /end of the stream|line break is expected/,
    message: 'this text does not belong to what is before it',
    way_out: 'Look at the indentation, and for a missing colon in the line above.',
  },
];

/** Builds nodes from the events of js-yaml. The recursion has a limit: js-yaml refuses more than 100 levels. */
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
    return this.#node(startOf(this.#source));
  }

  #span(start: number, end: number): SourceSpan {
    return { source: this.#source, start, end };
  }

  #slice(start: number, end: number): string {
    return this.#source.text.slice(start, end);
  }

  #error(span: SourceSpan, message: string): void {
    this.#diagnostics.push(diagnosticAt(span, this.#path.join('.'), message));
  }

  /** @param fallback span of a value that is not written, such as that of `subnets:` */
  #node(fallback: SourceSpan): Node {
    const event = this.#events[this.#next++];
    if (!event || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT)
      return { kind: 'scalar', value: null, span: fallback };
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd, fallback);
    let node: Node;
    if (event.type === EVENT_ID.SCALAR) node = this.#scalar(event, fallback);
    else {
      const span = this.#span(event.start, this.#lineEnd(event.start));
      this.#checkTag(event.tagStart, event.tagEnd, event.type === EVENT_ID.MAPPING ? '!!map' : '!!seq');
      node = event.type === EVENT_ID.MAPPING ? this.#map(span) : this.#list(span);
    }
    // Registered when it is complete. An alias inside its own anchor is therefore unknown, and no value contains itself.
    if (event.anchorStart !== -1) this.#anchors.set(this.#slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  #lineEnd(start: number): number {
    const end = /[\r\n]/.exec(this.#source.text.slice(start, start + 4096));
    const text = this.#slice(start, end ? start + end.index : start + 4096);
    return start + text.replace(/\s+#.*$/, '').trimEnd().length;
  }

  #alias(start: number, end: number, fallback: SourceSpan): Node {
    const name = this.#slice(start, end);
    const target = this.#anchors.get(name);
    if (target) return target;
    this.#error(this.#span(start - 1, end), `no anchor &${name} comes before this alias`);
    return { kind: 'scalar', value: null, span: fallback };
  }

  #checkTag(start: number, end: number, allowed: string): void {
    if (start === -1) return;
    const tag = this.#slice(start, end);
    if (tag !== '!' && tag !== allowed) this.#error(this.#span(start, end), `the tag ${tag} is not supported here`);
  }

  #scalar(event: ScalarEvent, fallback: SourceSpan): Node {
    const span = event.valueStart === -1 ? fallback : this.#scalarSpan(event);
    const text = getScalarValue(this.#source.text, event);
    const tag = event.tagStart === -1 ? undefined : this.#slice(event.tagStart, event.tagEnd);
    const quote = QUOTES.get(event.style);
    const quoted = quote === undefined ? {} : { quote };
    if (tag === '!' || tag === '!!str') return { kind: 'scalar', value: text, span, ...quoted };
    if (tag !== undefined) {
      this.#error(this.#span(event.tagStart, event.tagEnd), `the tag ${tag} is not supported here`);
      return { kind: 'scalar', value: text, span };
    }
    return { kind: 'scalar', value: event.style === SCALAR_STYLE.PLAIN ? plainValue(text) : text, span, ...quoted };
  }

  /** The span of a scalar with its quotes. The span of a block scalar (`|`) starts at its first line of text. */
  #scalarSpan(event: ScalarEvent): SourceSpan {
    if (QUOTES.has(event.style)) return this.#span(event.valueStart - 1, event.valueEnd + 1);
    if (event.style === SCALAR_STYLE.PLAIN) return this.#span(event.valueStart, event.valueEnd);
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
    return this.#span(start + indent, event.valueEnd);
  }

  #list(span: SourceSpan): Node {
    const items: Node[] = [];
    while (!this.#closes()) {
      this.#path.push(String(items.length));
      items.push(this.#node(span));
      this.#path.pop();
    }
    return { kind: 'list', items, span };
  }

  #map(span: SourceSpan): Node {
    const entries = new Map<string, Entry>();
    const merged: { key: SourceSpan; node: Node }[] = [];
    while (!this.#closes()) {
      const key = this.#node(span);
      this.#path.push(key.kind === 'scalar' ? String(key.value) : '?');
      const node = this.#node(key.span);
      this.#path.pop();
      if (key.kind !== 'scalar') {
        this.#error(key.span, 'a key must be a single word, not a list or a mapping');
        continue;
      }
      const written = this.#slice(key.span.start, key.span.end);
      if (written === '<<') {
        merged.push({ key: key.span, node });
        continue;
      }
      const name = String(key.value);
      const first = entries.get(name);
      if (first) {
        const { line } = position(first.key);
        const path = [...this.#path, name].join('.');
        this.#diagnostics.push(diagnosticAt(key.span, path, `duplicate key; the first one is on line ${line}`));
      } else entries.set(name, { key: key.span, node });
    }
    for (const { key, node } of merged) this.#merge(entries, key, node);
    return { kind: 'map', entries, span };
  }

  /** Merge key `<<`: a key that is written wins, then the first of several sources. */
  #merge(entries: Map<string, Entry>, key: SourceSpan, node: Node): void {
    const sources = node.kind === 'list' ? node.items : [node];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#error(key, '<< takes a mapping, or a list of mappings');
        return;
      }
      this.#merges += source.entries.size;
      if (this.#merges > MAX_MERGED) {
        this.#error(key, `<< brings in more than ${MAX_MERGED.toLocaleString('en-US')} keys`);
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

/** YAML 1.2 core schema: null, true, 1, 0x1f, 1.5, .nan. Anything else is a text, such as `yes` and dates. */
function plainValue(text: string): string | number | boolean | null {
  for (const tag of [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}
