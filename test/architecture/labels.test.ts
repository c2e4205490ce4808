import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Members that hold words for a person. Code decides by kinds and codes, never by these. */
const LABELS = new Set(['message', 'why', 'way_out', 'summary', 'resource', 'title', 'basis', 'label', 'body']);

/** Methods that look into a text. */
const METHODS = new Set(['match', 'matchAll', 'search', 'startsWith', 'endsWith', 'includes', 'indexOf', 'split']);
const PATTERN_METHODS = new Set(['test', 'exec']);

/**
 * Where words of others are read: AWS, Presto and GitHub give no code for some errors, and a comment carries its marker. The
 * reason stands behind each file.
 */
const WORDS_OF_OTHERS: Record<string, string> = {
  'src/adapters/': 'errors and answers of AWS, Presto, GitHub and git',
  'src/observed/query/': 'messages of Presto, and the text of a query',
  'src/sql/': 'the text of a query',
  'src/config/': 'the text of configuration files',
  'src/plan/line-difference.ts': 'texts of two commits',
  'src/report/marker.ts': 'the invisible marker of a comment',
  'src/report/plan/': 'cutting texts to a width',
  'src/redact.ts': 'credentials in any text',
};

const files = ['src', 'actions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);

/** The last name of an expression: `message` of `error.message` and of `message`. */
function lastName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : undefined;
}

/** Calls that look for something in a label, as `file:line: code`. */
function readings(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const [argument] = node.arguments;
      const subject = METHODS.has(name.text)
        ? lastName(expression)
        : PATTERN_METHODS.has(name.text) && argument !== undefined
          ? lastName(argument)
          : undefined;
      if (subject !== undefined && LABELS.has(subject)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file}:${line + 1}: ${node.getText().slice(0, 80)}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('code does not decide by words that are written for a person', () => {
  const ours = files.filter((file) => !Object.keys(WORDS_OF_OTHERS).some((start) => file.startsWith(start)));
  expect(ours.length).toBeGreaterThan(100);
  expect(ours.flatMap(readings)).toEqual([]);
});

test('the test sees such code', () => {
  expect(readings('src/adapters/aws/errors.ts').length).toBeGreaterThan(0);
});
