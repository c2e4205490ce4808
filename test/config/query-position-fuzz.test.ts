import { dump } from 'js-yaml';
import { queryPosition } from '../../src/config/index.ts';
import { nodeAt } from '../../src/config/node.ts';
import { parseYaml } from '../../src/config/parse-yaml.ts';
import { queryLayout } from '../../src/config/query-position.ts';

/** Texts made of what YAML treats specially, in every style: each character is found where it stands in the file. */

const PIECES = [
  ...'abc(),;*=<>'.split(''),
  ...[
    'SELECT',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n',
    '\n\n',
    '\n  ',
    '\n\t',
    '\t',
    "'",
    "''",
    '"',
    '\\',
    '\\n',
    'é',
    '😀',
    '\u00a0',
  ],
  ...[': ', ' # ', '- ', '-- ', '%', '@', '{x}', '[1]', '&a', '!b', '|', '> ', '~', 'null', '0x1', '\u0085', '\u2028'],
];

/** The same numbers at every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function text(next: () => number): string {
  const length = 1 + Math.floor(next() * 40);
  return Array.from({ length }, () => PIECES[Math.floor(next() * PIECES.length)]).join('');
}

const STYLES: Record<string, (value: string) => string | undefined> = {
  literal: (value) => (/[\u0085\u2028]/.test(value) ? undefined : `a: |2+\n${value.replace(/^(?=.)/gm, '  ')}\n`),
  'double quotes on one line': (value) => `a: ${JSON.stringify(value)}\n`,
  'double quotes with every character escaped': (value) =>
    `a: "${[...value].map((character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`).join('')}"\n`,
  'single quotes': (value) => (/[\n\u0085\u2028]/.test(value) ? undefined : `a: '${value.replaceAll("'", "''")}'\n`),
  'as js-yaml writes it': (value) => dump({ a: value }, { lineWidth: 24 }),
  'as js-yaml writes it, with Windows line ends': (value) =>
    dump({ a: value }, { lineWidth: 24 }).replaceAll('\n', '\r\n'),
};

test.each(Object.keys(STYLES))('%s', (style) => {
  const next = random(20261122);
  let checked = 0;
  for (let round = 0; round < 400; round++) {
    const yaml = STYLES[style]?.(text(next));
    if (yaml === undefined) continue;
    const { root } = parseYaml('config.yml', new TextEncoder().encode(yaml));
    const node = root && nodeAt(root, ['a']);
    if (node?.kind !== 'scalar' || typeof node.value !== 'string') continue;
    const sql = node.value;
    const { source } = queryLayout({
      text: sql,
      sql: { sql, start: 0, code: sql, strings: [] },
      span: node.span,
      quote: node.quote ?? '',
    });
    const lines = yaml.split(/\r\n|\n/);
    let offset = 0;
    for (const character of sql) {
      if (/[^ \t\r\n]/.test(character)) {
        const { line, column } = queryPosition(source, sql, { offset });
        const there = [...(lines[line - 1] ?? '')].slice(column - 1).join('');
        const written = there.startsWith('\\') && node.quote === '"' ? '\\' : character;
        if (!there.startsWith(written)) throw new Error(`${JSON.stringify({ yaml, sql, offset, line, column })}`);
        checked++;
      }
      offset += character.length;
    }
  }
  expect(checked).toBeGreaterThan(500);
});
