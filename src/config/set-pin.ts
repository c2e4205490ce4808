import { Failure } from '../failure.ts';
import { decode } from './decode.ts';
import { endpointFileSchema, type Pin } from './environment-schema.ts';
import { isNull, type MapNode, nodeAt } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { position } from './source-file.ts';

const KEYS = ['package_group', 'version', 'artifact_digest'] as const;

/**
 * The text of endpoint.yml or batch-transform.yml with another pin. Only the `model:` block changes; comments and layout stay.
 * @param pin null removes the model
 * @throws Failure `config_invalid` when the text is not such a file, or when the block has anchors or aliases, so that a change
 *   would affect other parts of the file
 */
export function setPin(text: string, pin: Pin | null): string {
  const changed = edit(text, pin);
  const { root, diagnostics } = parseYaml('the edited file', new TextEncoder().encode(changed));
  const model = root && nodeAt(root, ['model']);
  const written = model && !isNull(model) && root ? pinOf(root) : null;
  if (diagnostics.length > 0 || JSON.stringify(written) !== JSON.stringify(pin && ordered(pin))) {
    throw invalid('the model: block is written in a way that cannot be edited');
  }
  return changed;
}

const ordered = (pin: Pin): Pin => ({
  package_group: pin.package_group,
  version: pin.version,
  artifact_digest: pin.artifact_digest,
});

function pinOf(root: MapNode): Pin | null {
  const entry = root.entries.get('model');
  if (!entry) return null;
  const decoded = decode({ ...root, entries: new Map([['model', entry]]) }, endpointFileSchema);
  return decoded.value?.model ? ordered(decoded.value.model) : null;
}

function invalid(message: string): Failure {
  return new Failure('config_invalid', message, {
    way_out: 'Write model: null, or model: with package_group, version and artifact_digest on lines of their own.',
  });
}

function edit(text: string, pin: Pin | null): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const bare = text.replace(/^\uFEFF/, '');
  const mark = text.slice(0, text.length - bare.length);
  const hasContent = bare.split(/\r?\n/).some((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (!hasContent) return mark + append(bare, block(pin, newline), newline);
  const { root, diagnostics } = parseYaml('the file', new TextEncoder().encode(text));
  const [first] = diagnostics;
  if (!root || first) throw invalid(first ? `line ${first.line}: ${first.message}` : 'is not a mapping');
  const entry = root.entries.get('model');
  if (!entry) return mark + append(bare, block(pin, newline), newline);
  if (position(entry.key).column !== 1) throw invalid('model: is not at the start of a line');
  const after = bare.slice(entry.key.end);
  const colon = /^["']?\s*:/.exec(after);
  if (!colon) throw invalid('the model: block is written in a way that cannot be edited');
  const start = entry.key.end + colon[0].length;
  const end = blockEnd(bare, start);
  if (pin && entry.node.kind === 'map') {
    const inPlace = replaceValues(bare, { node: entry.node, start, end }, pin);
    if (inPlace !== undefined) return mark + inPlace;
  }
  return mark + replaceBlock(bare, { start, end }, block(pin, newline), newline);
}

/**
 * End of the block that starts at an offset. The block has the indented lines, and the blank lines and comments between them.
 */
function blockEnd(text: string, start: number): number {
  let end = lineEnd(text, start);
  for (let line = end; line < text.length; line = lineEnd(text, line)) {
    const content = text.slice(line, lineEnd(text, line));
    if (/^[ \t]+[^\s#]/.test(content) || /^[}\]]/.test(content)) end = lineEnd(text, line);
    else if (/^[^\s#]/.test(content)) break;
  }
  return end;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}

/** Replaces each value where it is, so comments and the order of the keys stay. Undefined when a key is missing. */
function replaceValues(
  text: string,
  { node, start, end }: { node: MapNode; start: number; end: number },
  pin: Pin,
): string | undefined {
  const values = [];
  for (const key of KEYS) {
    const value = node.entries.get(key);
    if (!value || isNull(value.node) || value.node.kind !== 'scalar') return undefined;
    const { start: from, end: to } = value.node.span;
    // A value outside of the block is an alias. A change of it would change every use of the alias.
    if (from < start || to > end) throw invalid('the model: block uses an alias');
    values.push({ from, to, text: String(pin[key]) });
  }
  if (node.entries.size !== KEYS.length) return undefined;
  let result = text;
  for (const value of values.sort((a, b) => b.from - a.from)) {
    result = result.slice(0, value.from) + value.text + result.slice(value.to);
  }
  return result;
}

/** Writes the whole block again. The comment behind `model:` or behind `null` stays. */
function replaceBlock(
  text: string,
  { start, end }: { start: number; end: number },
  replacement: string,
  newline: string,
): string {
  const first = text.slice(start, lineEnd(text, start));
  if (/(^|\s)[&*]\w/.test(first.replace(/\s#.*$/, ''))) throw invalid('the model: block uses an anchor or an alias');
  const comment = /(?:^|\s)(#[^\r\n]*)/.exec(first)?.[1];
  const comments = text
    .slice(lineEnd(text, start), end)
    .split(/(?<=\n)/)
    .filter((line) => /^\s*#/.test(line));
  const [head = '', ...body] = replacement.split(newline);
  const opening = `${head.slice('model:'.length)}${comment === undefined ? '' : ` ${comment}`}`;
  const values = body.filter((line) => line !== '').map((line) => line + newline);
  const closed = end === text.length && !text.endsWith('\n') ? '' : newline;
  const rebuilt = [opening + newline, ...comments, ...values].join('');
  return text.slice(0, start) + (closed === '' ? rebuilt.replace(/\r?\n$/, '') : rebuilt) + text.slice(end);
}

function block(pin: Pin | null, newline: string): string {
  if (!pin) return `model: null${newline}`;
  return ['model:', ...KEYS.map((key) => `  ${key}: ${pin[key]}`), ''].join(newline);
}

function append(text: string, added: string, newline: string): string {
  return text + (text === '' || text.endsWith('\n') ? '' : newline) + added;
}
