import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const glossary = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8');

/** Rows of the tables: the term, and the names that it replaces. */
const rows = [...glossary.matchAll(/^\| ([^|]+) \| ([^|]+) \|([^|]*)\|$/gm)]
  .map(([, term = '', meaning = '', instead = '']) => ({ term: term.trim(), meaning: meaning.trim(), instead }))
  .filter(({ term }) => term !== 'Term' && !/^-+$/.test(term));

const names = rows.flatMap(({ instead }) => [...instead.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

const FOLDERS = [
  'src',
  'actions',
  'local',
  'scripts',
  'sagemaker-code',
  'test',
  'docs',
  'infra',
  '.github',
  'environments',
  'sql',
];
const FILES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'config.yml'];
/** The glossary lists the names, and GitHub wrote the description of its API. */
const OTHERS = ['docs/glossary.md', 'local/github/api-description.json'];
const TEXT = /\.(ts|mts|mjs|py|md|yml|yaml|json|sql|txt|html)$/;

const texts = [
  ...FILES,
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TEXT.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  ),
]
  .filter((file) => !OTHERS.includes(file) && !/node_modules|__pycache__/.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

test('the glossary has terms, each once, with a meaning', () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(names.length).toBeGreaterThan(20);
  expect(new Set(rows.map(({ term }) => term)).size).toBe(rows.length);
  expect(rows.filter(({ meaning }) => meaning === '')).toEqual([]);
});

test.each(names)('no text uses %s', (name) => {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
  const places = texts.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
  expect(places).toEqual([]);
});
