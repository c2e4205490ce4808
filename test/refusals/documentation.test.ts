import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalDocs } from '../../scripts/refusal-docs.ts';
import { ROOT } from '../config/workspace.ts';

test('docs/aws-refusals.md has the tables that the rules give', () => {
  const page = readFileSync(join(ROOT, 'docs/aws-refusals.md'), 'utf8');
  expect(page).toBe(refusalDocs(page));
});
