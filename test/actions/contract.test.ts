import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { COMMON_OUTPUTS } from '../../actions/action.ts';
import { ACTIONS } from '../../actions/actions.ts';
import { actionDocs } from '../../scripts/action-docs.ts';

interface ActionFile {
  description: string;
  inputs: Record<string, { description: string; required: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

const folder = new URL('../../actions/', import.meta.url);
const declared = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

test('every folder of actions/ is an action, and every action has its folder', () => {
  expect(declared.sort()).toEqual(Object.keys(ACTIONS).sort());
});

test.each(Object.keys(ACTIONS))('actions/%s/action.yml says what the code reads and writes', async (verb) => {
  const file = load(readFileSync(new URL(`${verb}/action.yml`, folder), 'utf8')) as ActionFile;
  const action = await (ACTIONS[verb] as NonNullable<(typeof ACTIONS)[string]>)();
  expect(file.description).toBe(action.description);
  expect(file.runs).toEqual({ using: 'node24', main: `../../dist/${verb}.js` });
  const inputs = Object.entries(action.inputs).map(([name, { description, required, ...rest }]) => [
    name,
    { description, required: required === true, ...rest },
  ]);
  expect(file.inputs).toEqual(Object.fromEntries(inputs));
  const outputs = Object.entries({ ...COMMON_OUTPUTS, ...action.outputs }).map(([name, description]) => [
    name,
    { description },
  ]);
  expect(file.outputs).toEqual(Object.fromEntries(outputs));
});

test.each(Object.keys(ACTIONS))('actions/%s/main.ts reads only inputs that it declares', async (verb) => {
  const source = readFileSync(new URL(`${verb}/main.ts`, folder), 'utf8');
  const action = await (ACTIONS[verb] as NonNullable<(typeof ACTIONS)[string]>)();
  const read = [...source.matchAll(/context\.(?:input|flag)\('([a-z-]+)'\)/g)].map((match) => match[1]);
  expect(read.filter((name) => name !== undefined && !(name in action.inputs))).toEqual([]);
});

test('docs/actions.md is written from the action.yml files (npm run docs)', () => {
  expect(readFileSync(new URL('../docs/actions.md', folder), 'utf8')).toBe(actionDocs());
});
