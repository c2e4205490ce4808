import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Pin, setPin } from '../../src/config/index.ts';
import { Failure } from '../../src/failure.ts';
import { ROOT } from './workspace.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const pin: Pin = { package_group: 'mlops-presto', version: 7, artifact_digest: B };
const BLOCK = ['model:', '  package_group: mlops-presto', '  version: 7', `  artifact_digest: ${B}`].join('\n');
const REST = '\n# how it is served\nmin_instance_count: 1 # one is enough\n\n# the end\n';

test.each<[name: string, before: string, after: string]>([
  ['null', `model: null\n${REST}`, `${BLOCK}\n${REST}`],
  ['a tilde', `model: ~\n${REST}`, `${BLOCK}\n${REST}`],
  ['no value', `model:\n${REST}`, `${BLOCK}\n${REST}`],
  ['no value at the end of the file', 'keep: 2\nmodel:', `keep: 2\n${BLOCK}`],
  [
    'null with a comment behind it',
    `model: null # none yet\n${REST}`,
    `${BLOCK.replace('model:', 'model: # none yet')}\n${REST}`,
  ],
  ['no key', 'keep: 2 # two', `keep: 2 # two\n${BLOCK}\n`],
  ['an empty file', '', `${BLOCK}\n`],
  ['a file of comments', '# nothing yet\n', `# nothing yet\n${BLOCK}\n`],
  ['a key in the middle', `# first\nkeep: 2\nmodel: null\n${REST}`, `# first\nkeep: 2\n${BLOCK}\n${REST}`],
  ['a block', `model:\n  package_group: old\n  version: 1\n  artifact_digest: ${A}\n${REST}`, `${BLOCK}\n${REST}`],
  [
    'a block with comments, quotes and another order',
    `model: # the pin\n    # moved by a pull request\n    version:   12   # twelve\n\n    artifact_digest: "${A}"\n    package_group: 'old' # the group\n# after\nkeep: 2\n`,
    `model: # the pin\n    # moved by a pull request\n    version:   7   # twelve\n\n    artifact_digest: ${B}\n    package_group: mlops-presto # the group\n# after\nkeep: 2\n`,
  ],
  [
    'a block in one line',
    `model: {package_group: old, version: 1, artifact_digest: "${A}"} # pinned\nkeep: 2\n`,
    `model: {package_group: mlops-presto, version: 7, artifact_digest: ${B}} # pinned\nkeep: 2\n`,
  ],
  [
    'a block that is not complete',
    `model:\n  # why\n  package_group: old\n  version: 1\nkeep: 2\n`,
    `model:\n  # why\n  package_group: mlops-presto\n  version: 7\n  artifact_digest: ${B}\nkeep: 2\n`,
  ],
  [
    'a block without a newline at its end',
    `model:\n  package_group: old\n  version: 1\n  artifact_digest: ${A}`,
    BLOCK,
  ],
  ['Windows newlines', 'model: null\r\nkeep: 2\r\n', `${BLOCK.replaceAll('\n', '\r\n')}\r\nkeep: 2\r\n`],
  ['a byte order mark', '\uFEFFmodel: null\nkeep: 2\n', `\uFEFF${BLOCK}\nkeep: 2\n`],
  ['a key in quotes', '"model": null\nkeep: 2\n', `${BLOCK.replace('model', '"model"')}\nkeep: 2\n`],
  ['mistakes elsewhere, which are not ours', 'kepe: 2\nmodel: null\n', `kepe: 2\n${BLOCK}\n`],
])('%s', (_, before, after) => {
  expect(setPin(before, pin)).toBe(after);
  expect(setPin(after, pin)).toBe(after);
});

test('a pin is taken out', () => {
  expect(setPin(`keep: 1\n${BLOCK}\n${REST}`, null)).toBe(`keep: 1\nmodel: null\n${REST}`);
  expect(setPin(`${BLOCK.replace('model:', 'model: # why')}`, null)).toBe('model: null # why');
  expect(setPin(`model: null # none\n${REST}`, null)).toBe(`model: null # none\n${REST}`);
  expect(setPin(`model: {package_group: a, version: 1, artifact_digest: ${A}} # x\n`, null)).toBe('model: null # x\n');
});

test('the shipped files change in the block alone, and back', () => {
  for (const environment of ['dev', 'staging', 'prod']) {
    for (const name of ['endpoint.yml', 'batch-transform.yml']) {
      const text = readFileSync(join(ROOT, 'environments', environment, name), 'utf8');
      const pinned = setPin(text, pin);
      const model = /^model:.*\n( .*\n)*/m;
      expect(pinned.replace(model, '')).toBe(text.replace(model, ''));
      expect(pinned).toContain(BLOCK);
      expect(setPin(setPin(pinned, { ...pin, version: 8 }), null)).toBe(setPin(text, null));
    }
  }
});

test.each([
  ['an alias', `x: &x {package_group: a, version: 1, artifact_digest: "${A}"}\nmodel: *x\n`],
  ['an anchor', `model: &x\n  package_group: a\n  version: 1\n`],
  ['text that is not YAML', 'model: [\n'],
  ['a list', '- model\n'],
  ['the whole file in one line', '{model: null, keep: 2}\n'],
])('%s is refused, and nothing is written', (_, text) => {
  expect(() => setPin(text, pin)).toThrow(Failure);
});
