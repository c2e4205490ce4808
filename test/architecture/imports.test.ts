import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** From left to right: a folder imports only from itself, from its left, and from the seams. */
const FLOW = [
  'gates',
  'sql',
  'config',
  'pipeline',
  'refusals',
  'desired',
  'project',
  'observed',
  'plan',
  'decisions',
  'report',
  'apply',
  'planning',
  'deployment',
  'verbs',
  'adapters',
  'cli',
];
const SEAMS = [
  'ports',
  'duration.ts',
  'excerpt.ts',
  'failure.ts',
  'failure-result.ts',
  'finding.ts',
  'rule-names.ts',
  'refusal-names.ts',
  'result.ts',
  'redact.ts',
  'log-text.ts',
  'json.ts',
  'plural.ts',
];
const WORLD = /^(@aws-sdk\/|@smithy\/|@actions\/|presto-client)/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

/** First folder below src/ (or the file itself), or undefined outside src/. */
function folderOf(file: string): string | undefined {
  const [top, second] = file.split('/');
  return top === 'src' ? second : undefined;
}

const edges = sources('src').flatMap((from) =>
  imports(from)
    .filter((name) => name.startsWith('.'))
    .map((name) => ({ from, to: relative(root, join(root, dirname(from), name)) })),
);

test('there is something to check', () => expect(edges.length).toBeGreaterThan(100));

test('a folder imports only from its left', () => {
  const wrong = edges.filter(({ from, to }) => {
    const [a, b] = [folderOf(from), folderOf(to)];
    if (a === 'bundle.ts') return false;
    if (b === undefined) return true;
    if (SEAMS.includes(b) || a === b) return false;
    if (a !== undefined && SEAMS.includes(a)) return true;
    const [left, right] = [FLOW.indexOf(b), FLOW.indexOf(a ?? '')];
    return left < 0 || right < 0 || left > right;
  });
  expect(wrong).toEqual([]);
});

test('pure folders never wait: no clock, no network, no process', () => {
  const pure = ['gates', 'sql', 'pipeline', 'decisions', 'report', 'plan'];
  const impure = sources('src')
    .filter((file) => pure.includes(folderOf(file) ?? ''))
    .filter((file) =>
      /Date\.now\(|new Date\(\)|fetch\(|process\.env|node:(fs|net|http|child_process)/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
  expect(impure).toEqual([]);
});

test('only adapters and entries talk to the world', () => {
  const wrong = [...sources('src'), ...sources('actions')].flatMap((file) =>
    imports(file)
      .filter((name) => WORLD.test(name))
      .filter(() => folderOf(file) !== 'adapters' && file !== 'actions/run-action.ts')
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

/** `mlops local` starts the local platform. */
const PROGRAM_STARTERS = ['src/adapters/git/run-git.ts', 'src/cli/commands/local.ts'];

test('only the runner of git starts other programs', () => {
  const starters = [...sources('src'), ...sources('actions')].filter((file) =>
    imports(file).some((name) => /^(node:)?child_process$/.test(name)),
  );
  expect(starters.sort()).toEqual(PROGRAM_STARTERS);
});

test('what ships knows nothing of the local platform or the tests', () => {
  const wrong = [...sources('src'), ...sources('actions')].flatMap((file) =>
    imports(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, join(root, dirname(file), name)))
      .filter((to) => /^(local|test|scripts)\//.test(to))
      .map((to) => `${file} imports ${to}`),
  );
  expect(wrong).toEqual([]);
});
