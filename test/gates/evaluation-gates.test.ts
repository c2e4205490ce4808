import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingPipeline } from '../../src/desired/index.ts';
import { conditionPath, EVALUATION_GATES, MIN_TEST_ROWS, VERDICTS } from '../../src/gates/evaluation-gates.ts';
import { allSteps, at, list } from '../../src/pipeline/lint/helpers/walk.ts';
import { contextOf, publishedWith, ROOT } from '../desired/configurations.ts';

const config = publishedWith({});
const gatesPy = readFileSync(join(ROOT, 'sagemaker-code', 'mlops', 'gates.py'), 'utf8');

/** The arguments of the only step of a type, with every gate that is on. */
function argumentsOf(type: string): Record<string, unknown> {
  const { definition } = trainingPipeline(config, contextOf(config));
  const placed = allSteps(definition).find(({ step }) => step.Type === type);
  if (!placed) throw new Error(`the training pipeline has no ${type} step`);
  return placed.step.Arguments;
}

test('each switch of config.yml is a gate of the table', () => {
  const switches = EVALUATION_GATES.flatMap((gate) => ('switch' in gate ? [gate.switch] : []));
  expect(Object.keys(config.evaluation_step.gates).sort()).toEqual([...switches].sort());
});

test('each threshold of the table is a key of config.yml and a parameter of the pipeline', () => {
  const { definition } = trainingPipeline(config, contextOf(config));
  const thresholds = EVALUATION_GATES.flatMap((gate) => (gate.kind === 'threshold' ? [gate] : []));
  for (const { setting, parameter } of thresholds) {
    expect(definition.Parameters).toContainEqual({
      Name: parameter,
      Type: 'Float',
      DefaultValue: config.evaluation_step[setting],
    });
  }
});

test('the pipeline compares the value of each gate, in the order of the table', () => {
  const paths = list(argumentsOf('Condition').Conditions).map((condition) =>
    at(condition, 'LeftValue.Std:JsonGet.Path'),
  );
  expect(paths).toEqual(EVALUATION_GATES.map(conditionPath));
});

test('the message of the Fail step names each gate', () => {
  const message = JSON.stringify(argumentsOf('Fail').ErrorMessage);
  for (const gate of EVALUATION_GATES) {
    expect(message).toContain(gate.kind === 'threshold' ? `${gate.title} <` : `gate ${gate.name} not passed`);
  }
});

test('the container scripts decide exactly the gates of the table', () => {
  const table = /^GATES\b.*= \{\n([\s\S]*?)^\}/m.exec(gatesPy)?.[1] ?? '';
  const names = [...table.matchAll(/^ {4}"(\w+)": \w+,$/gm)].map(([, name]) => name);
  expect(names).toEqual(EVALUATION_GATES.map(({ name }) => name));
});

test('the container scripts write exactly the verdicts that the report reads', () => {
  const verdicts = /^PASSED, FAILED, INCONCLUSIVE = (.*)$/m.exec(gatesPy)?.[1] ?? '';
  expect([...verdicts.matchAll(/"(\w+)"/g)].map(([, verdict]) => verdict)).toEqual(VERDICTS);
});

test('the container scripts need as many test rows as the table says', () => {
  expect(/^MIN_TEST_ROWS = (\d+)$/m.exec(gatesPy)?.[1]).toBe(String(MIN_TEST_ROWS));
});
