import { conditionProblems, evaluateConditions } from '../../../../local/sagemaker/pipelines/conditions.ts';
import { durationSeconds } from '../../../../local/sagemaker/pipelines/duration.ts';
import { type ExpressionContext, evaluate } from '../../../../local/sagemaker/pipelines/evaluate.ts';
import { followPath, NOT_FOUND, parsePath } from '../../../../local/sagemaker/pipelines/property-path.ts';
import { compare, get, join, jsonGet } from './definitions.ts';

const report = '{"a": {"b": [1, {"c.d": 0.5}]}, "yes": true, "word": "x", "none": null, "big": 12345678901}';
const context: ExpressionContext = {
  parameter: (name) =>
    ({
      Text: { type: 'String', value: 'text' } as const,
      Whole: { type: 'Integer', value: 3 } as const,
      Half: { type: 'Float', value: 0.6 } as const,
      One: { type: 'Float', value: 1 } as const,
      Tiny: { type: 'Float', value: 0.0000001 } as const,
      Yes: { type: 'Boolean', value: true } as const,
    })[name],
  execution: (name) => (name === 'PipelineExecutionId' ? 'abcdef123456' : undefined),
  properties: (step) =>
    step === 'Prep'
      ? {
          ProcessingOutputConfig: { Outputs: [{ OutputName: 'train', S3Output: { S3Uri: 's3://b/train' } }] },
          Environment: { KEY: 'value' },
          List: [{ TrainingJobName: 'best' }, { TrainingJobName: 'second' }],
        }
      : undefined,
  propertyFile: (step, file) =>
    step === 'Prep' && file === 'Report' ? 's3://b/report.json' : file === 'Broken' ? 's3://b/broken' : undefined,
  read: async (uri) => {
    if (uri === 's3://b/report.json') return Buffer.from(report);
    if (uri === 's3://b/broken') return Buffer.from('{"value": NaN}');
    throw new Error('The specified key does not exist.');
  },
};

test.each<[string, unknown, unknown]>([
  ['a plain value', 'plain', 'plain'],
  ['null', null, null],
  ['a parameter', get('Parameters.Text'), 'text'],
  ['a typed parameter stays typed', get('Parameters.Whole'), 3],
  ['an execution variable', get('Execution.PipelineExecutionId'), 'abcdef123456'],
  ['deep inside lists and maps', { x: [{ y: get('Parameters.Yes') }] }, { x: [{ y: true }] }],
  ['a named output', get("Steps.Prep.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"), 's3://b/train'],
  [
    'a named output in double quotes',
    get('Steps.Prep.ProcessingOutputConfig.Outputs["train"].S3Output.S3Uri'),
    's3://b/train',
  ],
  ['a list index', get('Steps.Prep.List[1].TrainingJobName'), 'second'],
  ['a map entry', get("Steps.Prep.Environment['KEY']"), 'value'],
  ['a join', join('/', 's3:/', 'b', get('Parameters.Text')), 's3://b/text'],
  ['a join without On', { 'Std:Join': { Values: ['a', 'b'] } }, 'ab'],
  ['an integer in a join', join('', get('Parameters.Whole')), '3'],
  ['a float in a join', join('', get('Parameters.Half')), '0.6'],
  ['a whole float keeps its point', join('', get('Parameters.One')), '1.0'],
  ['a small float has no exponent', join('', get('Parameters.Tiny')), '0.0000001'],
  ['a boolean in a join', join('', get('Parameters.Yes')), 'true'],
  ['a join in a join', join('-', join('', 'a', 1), 'b'), 'a1-b'],
  ['a join of nothing', join(','), ''],
  ['JsonGet with dots and an index', jsonGet('Prep', 'Report', 'a.b[0]'), 1],
  ['JsonGet with a quoted key', jsonGet('Prep', 'Report', "a.b[1]['c.d']"), 0.5],
  ['JsonGet from the root', jsonGet('Prep', 'Report', '$.yes'), true],
  ['JsonGet with a joined path', jsonGet('Prep', 'Report', join('.', 'word')), 'x'],
  ['JsonGet in a join', join('=', 'big', jsonGet('Prep', 'Report', 'big')), 'big=12345678901'],
  ['JsonGet of an address', { 'Std:JsonGet': { S3Uri: join('/', 's3://b', 'report.json'), Path: 'word' } }, 'x'],
  ['a Get beside another member is a map', { Get: 'x', other: 1 }, { Get: 'x', other: 1 }],
])('%s is evaluated', async (_, value, expected) => {
  expect(await evaluate(value, context)).toEqual(expected);
});

test.each<[string, unknown, string]>([
  ['an unknown parameter', get('Parameters.Nope'), "The pipeline has no parameter 'Nope'"],
  ['an unknown variable', get('Execution.Nope'), "There is no execution variable 'Nope'"],
  ['a step that did not run', get('Steps.Other.A'), "Step 'Other' has no properties: it did not run"],
  ['an unknown property', get('Steps.Prep.Nope.A'), "Step 'Prep' has no property 'Nope.A'"],
  ['an index past the end', get('Steps.Prep.List[7]'), "Step 'Prep' has no property 'List[7]'"],
  ['a name on a list', get('Steps.Prep.List.TrainingJobName'), "Step 'Prep' has no property 'List.TrainingJobName'"],
  ['a missing JSON path', jsonGet('Prep', 'Report', 'a.x'), "Std:JsonGet: s3://b/report.json has nothing at 'a.x'"],
  [
    'a JSON null',
    jsonGet('Prep', 'Report', 'none'),
    "Std:JsonGet: 'none' of s3://b/report.json is null, not a string, number or boolean",
  ],
  [
    'a JSON object',
    jsonGet('Prep', 'Report', 'a'),
    "Std:JsonGet: 'a' of s3://b/report.json is an object, not a string, number or boolean",
  ],
  ['a NaN in the report', jsonGet('Prep', 'Broken', 'value'), 'Std:JsonGet: s3://b/broken is not JSON'],
  [
    'a missing report',
    { 'Std:JsonGet': { S3Uri: 's3://b/none', Path: 'a' } },
    'cannot be read: The specified key does not exist.',
  ],
  ['a malformed path', jsonGet('Prep', 'Report', 'a..b'), 'is not a JSON path'],
  ['a list in a join', join('', get('Steps.Prep.List')), 'is a list'],
])('%s has no value', async (_, value, message) => {
  await expect(evaluate(value, context)).rejects.toThrow(message);
});

const yes = compare('Equals', 1, 1);
const no = compare('Equals', 1, 2);
test.each<[string, unknown[], boolean]>([
  ['Equals numbers', [compare('Equals', 3, get('Parameters.Whole'))], true],
  ['Equals strings', [compare('Equals', 'a', 'b')], false],
  ['Equals booleans', [compare('Equals', true, get('Parameters.Yes'))], true],
  ['GreaterThan', [compare('GreaterThan', 2, 1)], true],
  ['GreaterThan of equals', [compare('GreaterThan', 1, 1)], false],
  ['GreaterThanOrEqualTo of equals', [compare('GreaterThanOrEqualTo', 0.6, get('Parameters.Half'))], true],
  ['LessThan', [compare('LessThan', jsonGet('Prep', 'Report', 'a.b[0]'), 2)], true],
  ['LessThan of equals', [compare('LessThan', 1, 1)], false],
  ['LessThanOrEqualTo of equals', [compare('LessThanOrEqualTo', 1, 1)], true],
  ['In', [{ Type: 'In', QueryValue: get('Parameters.Text'), Values: ['a', 'text'] }], true],
  ['not In', [{ Type: 'In', QueryValue: 'x', Values: ['a', get('Parameters.Text')] }], false],
  ['In keeps types apart', [{ Type: 'In', QueryValue: '1', Values: [1] }], false],
  ['Not', [{ Type: 'Not', Condition: no }], true],
  ['Or', [{ Type: 'Or', Conditions: [no, yes] }], true],
  ['Or of none', [{ Type: 'Or', Conditions: [no, no] }], false],
  ['And', [{ Type: 'And', Conditions: [yes, no] }], false],
  ['nested', [{ Type: 'Not', Condition: { Type: 'And', Conditions: [yes, { Type: 'Or', Conditions: [no] }] } }], true],
  ['list with a false condition', [yes, no], false],
  ['list of true conditions', [yes, yes], true],
])('the condition %s is evaluated', async (_, conditions, expected) => {
  expect(conditions.flatMap((each, index) => conditionProblems(each, String(index)))).toEqual([]);
  expect(await evaluateConditions(conditions, context)).toBe(expected);
});

test.each<[string, unknown[], string]>([
  ['a number and a string', [compare('GreaterThan', 1, 'a')], 'GreaterThan cannot compare 1 with "a"'],
  ['booleans by order', [compare('LessThan', true, false)], 'LessThan cannot compare booleans'],
  ['a missing metric', [compare('Equals', jsonGet('Prep', 'Report', 'x'), 1)], "has nothing at 'x'"],
  [
    'a missing metric behind a false condition',
    [no, compare('Equals', jsonGet('Prep', 'Report', 'x'), 1)],
    "has nothing at 'x'",
  ],
  [
    'a missing metric behind a true Or',
    [{ Type: 'Or', Conditions: [yes, compare('Equals', jsonGet('Prep', 'Report', 'x'), 1)] }],
    "has nothing at 'x'",
  ],
  [
    'a negated missing metric',
    [{ Type: 'Not', Condition: compare('Equals', jsonGet('Prep', 'Report', 'x'), 1) }],
    "has nothing at 'x'",
  ],
  ['an object', [compare('Equals', get('Steps.Prep.Environment'), 1)], 'LeftValue is an object and cannot be compared'],
])('a condition with %s is neither true nor false', async (_, conditions, message) => {
  await expect(evaluateConditions(conditions, context)).rejects.toThrow(message);
});

test.each<[string, number | undefined]>([
  ['P30D', 30 * 86400],
  ['PT1H', 3600],
  ['P1DT12H30M', 86400 + 12 * 3600 + 30 * 60],
  ['P1Y2M3W', (365 + 60 + 21) * 86400],
  ['30d', 30 * 86400],
  ['T16m', 16 * 60],
  ['30dT5h', 30 * 86400 + 5 * 3600],
  ['', undefined],
  ['P', undefined],
  ['PT', undefined],
  ['1 hour', undefined],
])('the duration %s has its seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each(['a..b', 'a[', 'a[x]', "a['b", 'a]b', '[0]b'])('%s is not a path', (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test('a path does not read inherited properties', () => {
  expect(followPath({}, parsePath('constructor.name') ?? [])).toBe(NOT_FOUND);
});
