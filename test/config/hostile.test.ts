import { load } from 'js-yaml';
import { type Diagnostic, loadConfig } from '../../src/config/index.ts';
import { SEED, Workspace } from './workspace.ts';

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const HOSTILE: [name: string, content: string | Uint8Array, expected: string][] = [
  [
    '10,000 levels of lists',
    '['.repeat(10_000),
    '1:100: is not YAML: lists and mappings are more than 100 levels deep',
  ],
  [
    '1,000 levels of mappings',
    lines(1000, (index) => `${' '.repeat(index)}a:`),
    '100:100: is not YAML: lists and mappings are more than 100 levels deep',
  ],
  ['5 MB', `a: ${'x'.repeat(5_000_000)}`, '1:1: has 5,000,003 bytes, more than 1 MiB'],
  ['binary', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]), '1:1: is not UTF-8 text'],
  ['null bytes', 'aws: \u0000', '1:6: is not YAML: a control character is in the text'],
  [
    'aliases that double',
    lines(40, (index) => (index === 0 ? 'a0: &a0 [x, x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`)),
    '1:1: the aliases (*name) expand to more than 100,000 values',
  ],
  [
    'merge keys that add up',
    lines(1000, (index) =>
      index === 0 ? 'a0: &a0 {x: 1}' : `a${index}: &a${index}\n  <<: *a${index - 1}\n  y${index}: 1`,
    ),
    'a141: << brings in more than 10,000 keys',
  ],
  ['an alias inside its own anchor', 'a: &a [*a]', '1:8 a, item 1: no anchor &a comes before this alias'],
  ['a tab', 'aws:\n\tregion: x', '2:1: is not YAML: a tab indents this line; use spaces'],
  ['nothing', '', '1:1: is empty'],
  ['only comments', '# one\n# two\n', '1:1: is empty'],
  ['a list', '- aws', '1:1: must be a mapping (key: value), found a list'],
  ['a word', 'aws', '1:1: must be a mapping (key: value), found a single value'],
  ['null', 'null', '1:1: must be a mapping (key: value), found nothing'],
  ['two documents', 'aws: 1\n---\npresto: 2', '3:1: a second YAML document starts here; keep one and remove ---'],
  ['keys that every object has', '__proto__: {a: 1}\nconstructor: 1', '1:1 __proto__: unknown key'],
  ['a list as a key', '? [a]\n: 1', '1:3: a key must be a single word, not a list or a mapping'],
  ['one key 200,000 times', 'k: 1\n'.repeat(200_000), '2:1 k: duplicate key; the first one is on line 1'],
  [
    'a name of 800 kB',
    `pipeline:\n  training_pipeline_name: ${'a-'.repeat(400_000)}`,
    'must have at most 256 characters',
  ],
  ['a query of quotes', `training_step:\n  query: "${"'".repeat(900_001)}"`, 'this quote is never closed'],
  [
    'a query of semicolons',
    `training_step:\n  query: "${'; '.repeat(400_000)}x"`,
    'a second statement follows this semicolon',
  ],
  ['a query of blanks', `training_step:\n  query: "${' '.repeat(900_000)}"`, 'the query is empty'],
];

test.each(HOSTILE)('%s', (_, content, expected) => {
  const workspace = new Workspace({ 'config.yml': content });
  const loaded = workspace.load();
  expect(loaded.ok).toBe(false);
  const all = workspace.errors().join('\n');
  expect(all.includes(expected) ? expected : all.slice(0, 2000)).toBe(expected);
  workspace.remove();
});

test('a byte order mark and Windows newlines are no mistake, and columns count from the first letter', () => {
  const workspace = new Workspace({ 'config.yml': `\uFEFF${SEED}` });
  expect(workspace.errors()).toEqual([]);
  workspace.write('config.yml', '\uFEFFawz: 1\r\n');
  expect(workspace.errors()[0]).toBe('config.yml:1:1 awz: unknown key; did you mean aws?');
  workspace.remove();
});

test('a file that cannot be read is reported', () => {
  const workspace = new Workspace({});
  expect(workspace.errors()).toEqual([expect.stringContaining('config.yml:1:1: there is no such file\n')]);
  workspace.write('config.yml/x', '');
  expect(workspace.errors()).toEqual([
    'config.yml:1:1: is a folder, not a file\n  Remove the folder, or rename it, and write a YAML file of this name.',
  ]);
  workspace.remove();
});

/** Every path of the configuration of the published notebooks. */
function paths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key])),
  ];
}

const GARBAGE = [
  null,
  true,
  -1,
  1e308,
  Number.NaN,
  '',
  '\u0000',
  '<your-value>',
  '{account_id}',
  [],
  [null],
  [[]],
  {},
  { '': {} },
  { '<<': 1 },
  'x'.repeat(300),
];

test('a right configuration with any key removed or garbled never throws anything', () => {
  const workspace = new Workspace({ 'config.yml': SEED });
  const whole = JSON.stringify(load(SEED));
  const file = `${workspace.directory}/config.yml`;
  const odd: Diagnostic[] = [];
  let failed = 0;
  for (const [index, path] of paths(JSON.parse(whole)).entries()) {
    for (const garbage of [undefined, GARBAGE[index % GARBAGE.length], GARBAGE[(index * 7 + 3) % GARBAGE.length]]) {
      const tree = JSON.parse(whole);
      const parent = path.slice(0, -1).reduce((node, step) => node[step], tree);
      const last = path.at(-1) as string;
      if (garbage === undefined) delete parent[last];
      else parent[last] = garbage;
      // JSON is YAML; NaN is not JSON, but YAML has a word for it.
      workspace.write(
        'config.yml',
        JSON.stringify(tree, (_, value) => (Number.isNaN(value) ? '.nan' : value)).replaceAll('".nan"', '.nan'),
      );
      const loaded = loadConfig({ file });
      if (loaded.ok) continue;
      failed++;
      for (const diagnostic of loaded.diagnostics) {
        const right = diagnostic.file === file && diagnostic.line === 1 && diagnostic.message !== '';
        if (!right || /undefined|\[object|Invalid input/.test(diagnostic.message)) odd.push(diagnostic);
      }
    }
  }
  expect(odd).toEqual([]);
  expect(failed).toBeGreaterThan(200);
  workspace.remove();
});
