import type { LoadedConfig } from './load-config.ts';
import { describeOrigin } from './origins.ts';

export interface ShowOptions {
  /** Show behind each value where it comes from. */
  origins?: boolean;
}

type Loaded = Pick<Extract<LoadedConfig, { ok: true }>, 'config' | 'environment' | 'origins'>;

/** Column that the origins start at, unless the values are shorter. Origins of longer values start behind them. */
const MAX_ORIGIN_COLUMN = 72;

/** The decoded configuration as YAML, with an environment under `environment`. Origins are comments: `# file:line`. */
export function showConfig({ config, environment, origins }: Loaded, options: ShowOptions = {}): string {
  const lines: Line[] = [];
  print(environment ? { ...config, environment } : config, '', '', lines);
  const widths = lines.filter(({ path }) => path !== undefined).map(({ text }) => text.length);
  const width = Math.min(MAX_ORIGIN_COLUMN, Math.max(0, ...widths));
  return `${lines
    .map(({ text, path }) => {
      const origin = options.origins && path !== undefined ? origins.get(path) : undefined;
      return origin === undefined ? text : `${text.padEnd(width)}  # ${describeOrigin(origin)}`;
    })
    .join('\n')}\n`;
}

interface Line {
  text: string;
  /** Path of the value on this line. A line without a value has no path. */
  path?: string;
}

function print(value: object, indent: string, path: string, lines: Line[]): void {
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const head = `${indent}${scalar(key)}:`;
    if (Array.isArray(child)) printList(child, { head, indent, path: at }, lines);
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

function printList(
  items: unknown[],
  { head, indent, path }: { head: string; indent: string; path: string },
  lines: Line[],
): void {
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

/** Words that a reader of YAML 1.2, or of an older YAML, does not take for a text. */
const NOT_TEXT =
  /^(|~|null|true|false|yes|no|on|off|y|n|[-+]?(\d[\d_.:]*|\.\d+|0x[0-9a-f]+|0o[0-7]+)(e[-+]?\d+)?|[-+]?\.(inf|nan)|\d{4}-\d{2}-\d{2}.*)$/i;

function scalar(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : String(value);
  const plain = /^[A-Za-z0-9_./(]\P{Cc}*$/u.test(value) && !/: |:$| #|\s$/.test(value);
  return plain && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
}
