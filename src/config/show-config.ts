import type { LoadedConfig } from './load-config.ts';
import { describeOrigin, type Origin } from './origins.ts';

export interface ShowOptions {
  format: 'text' | 'json';
  /** Say behind each value where it comes from. */
  origins?: boolean;
}

type Loaded = Pick<Extract<LoadedConfig, { ok: true }>, 'config' | 'environment' | 'origins'>;

/** Facts for the program, not for a reader of the configuration. */
const LEFT_OUT = new Set(['query_source', 'directory', 'file']);

/**
 * The decoded configuration, with an environment under `environment`, for a reader: YAML with `# file:line` behind each
 * value, or JSON `{config, environment?, origins?}` where origins maps dotted paths to `file:line` or `default`.
 */
export function showConfig(loaded: Loaded, options: ShowOptions): string {
  const { config, environment } = loaded;
  const tree = environment ? { ...config, environment } : config;
  if (options.format === 'json') {
    const origins = Object.fromEntries([...loaded.origins].map(([path, origin]) => [path, describeOrigin(origin)]));
    const shown = { config, ...(environment ? { environment } : {}), ...(options.origins ? { origins } : {}) };
    return `${JSON.stringify(shown, (key, value) => (LEFT_OUT.has(key) ? undefined : value), 2)}\n`;
  }
  const lines: Line[] = [];
  print(tree, '', '', lines);
  const width = Math.min(
    72,
    Math.max(0, ...lines.filter(({ path }) => path !== undefined).map(({ text }) => text.length)),
  );
  return `${lines
    .map(({ text, path }) => {
      const origin = options.origins && path !== undefined ? loaded.origins.get(path) : undefined;
      return origin === undefined ? text : `${text.padEnd(width)}  # ${describeOrigin(origin as Origin)}`;
    })
    .join('\n')}\n`;
}

interface Line {
  text: string;
  /** Only on the line whose value has an origin. */
  path?: string;
}

function print(value: object, indent: string, path: string, lines: Line[]): void {
  for (const [key, child] of Object.entries(value)) {
    if (LEFT_OUT.has(key) || child === undefined) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const head = `${indent}${scalar(key)}:`;
    if (Array.isArray(child)) printList(child, head, indent, at, lines);
    else if (typeof child === 'object' && child !== null) {
      if (Object.keys(child).length === 0) lines.push({ text: `${head} {}` });
      else {
        lines.push({ text: head });
        print(child, `${indent}  `, at, lines);
      }
    } else if (typeof child === 'string' && child.includes('\n') && !/^\s/.test(child)) {
      lines.push({ text: `${head} |-`, path: at });
      for (const line of child.split(/\r\n|\n/)) lines.push({ text: line === '' ? '' : `${indent}  ${line}` });
    } else lines.push({ text: `${head} ${scalar(child)}`, path: at });
  }
}

function printList(items: unknown[], head: string, indent: string, path: string, lines: Line[]): void {
  if (items.length === 0) {
    lines.push({ text: `${head} []`, path });
    return;
  }
  lines.push({ text: head });
  for (const [index, item] of items.entries()) {
    if (typeof item === 'object' && item !== null) {
      const inner: Line[] = [];
      print(item, `${indent}    `, `${path}.${index}`, inner);
      const [first, ...rest] = inner;
      if (first) lines.push({ ...first, text: `${indent}  - ${first.text.trimStart()}` }, ...rest);
    } else lines.push({ text: `${indent}  - ${scalar(item)}`, path: `${path}.${index}` });
  }
}

/** Words that YAML 1.2 or an older reader would not take for text. */
const NOT_TEXT =
  /^(|~|null|true|false|yes|no|on|off|y|n|[-+]?(\d[\d_.:]*|\.\d+|0x[0-9a-f]+|0o[0-7]+)(e[-+]?\d+)?|[-+]?\.(inf|nan)|\d{4}-\d{2}-\d{2}.*)$/i;

function scalar(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : String(value);
  const plain = /^[A-Za-z0-9_./(]\P{Cc}*$/u.test(value) && !/: |:$| #|\s$/.test(value);
  return plain && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
}
