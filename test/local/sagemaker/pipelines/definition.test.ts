import { readFileSync } from 'node:fs';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import {
  compare,
  condition,
  fail,
  get,
  IMAGE,
  join,
  jsonGet,
  parameter,
  pipeline,
  processing,
  processingInput,
  register,
  reporting,
} from './definitions.ts';
import { endWorlds, World } from './world.ts';

afterEach(endWorlds);

const one = processing('One');
const uses = (value: unknown) => processing('Two', { ProcessingInputs: [processingInput('x', value)] });
const cached = (CacheConfig: unknown) => processing('One', {}, { CacheConfig });
const retried = (...RetryPolicies: Shape[]) => processing('One', {}, { RetryPolicies });

test.each<[string, unknown, string]>([
  ['text that is not JSON', 'nonsense', 'It is not JSON'],
  ['JSON that is not an object', '[]', 'It must be a JSON object'],
  [
    'another version',
    { ...pipeline([one]), Version: '2021-01-01' },
    "Value '2021-01-01' for 'Version' failed to satisfy enum value set: [2020-12-01]",
  ],
  ['an unknown member', pipeline([one], [], { Extra: 1 }), "Unknown member 'Extra'"],
  ['an empty list of steps', pipeline([]), 'Steps must be a list with at least one step'],
  [
    'an unknown parameter type',
    pipeline([one], [parameter('A', 'Double')]),
    "Value 'Double' for 'ParameterType' failed to satisfy enum value set: [String, Integer, Float, Boolean]",
  ],
  [
    'a default of another type',
    pipeline([one], [parameter('A', 'Integer', '1')]),
    'DefaultValue "1" is not of type Integer',
  ],
  [
    'a default that is not an integer',
    pipeline([one], [parameter('A', 'Integer', 1.5)]),
    'DefaultValue 1.5 is not of type Integer',
  ],
  [
    'a default outside its enum',
    pipeline([one], [parameter('A', 'String', 'c', { EnumValues: ['a', 'b'] })]),
    "DefaultValue 'c' is not one of [a, b]",
  ],
  [
    'a duplicate parameter',
    pipeline([one], [parameter('A', 'String'), parameter('A', 'String')]),
    "Parameter 'A' is declared more than once",
  ],
  [
    '201 parameters',
    pipeline(
      [one],
      Array.from({ length: 201 }, (_, index) => parameter(`P${index}`, 'String')),
    ),
    'Parameters has 201 members, at most 200 are allowed',
  ],
  ['a step name with a blank', pipeline([processing('a b')]), "not 'a b'"],
  ['a duplicate step name', pipeline([one, one]), "Step name 'One' is not unique"],
  [
    'a duplicate step name in a branch',
    pipeline([one, condition('C', [compare('Equals', 1, 1)], [one])]),
    "Step name 'One' is not unique",
  ],
  [
    'an unknown step type',
    pipeline([{ Name: 'X', Type: 'Magic', Arguments: {} }]),
    "Value 'Magic' for 'StepType' failed to satisfy enum value set",
  ],
  [
    'a Lambda step',
    pipeline([{ Name: 'X', Type: 'Lambda', Arguments: {} }]),
    'steps of type Lambda are not run by this local service',
  ],
  ['a step without Arguments', pipeline([{ Name: 'X', Type: 'Processing' }]), "Step 'X' needs Arguments"],
  ['an unknown parameter', pipeline([uses(get('Parameters.Nope'))]), "the parameter 'Nope' is not declared"],
  ['an unknown step', pipeline([uses(get('Steps.Nope.ProcessingJobName'))]), "the step 'Nope' does not exist"],
  ['an unknown variable', pipeline([uses(get('Execution.Nope'))]), "there is no execution variable 'Nope'"],
  [
    'an unknown root of a Get',
    pipeline([uses(get('Nothing.x'))]),
    "'Nothing.x' is not Parameters.…, Execution.… or Steps.…",
  ],
  [
    'an unknown function',
    pipeline([uses({ 'Std:Split': {} })]),
    'Std:Split is not a function of a pipeline definition',
  ],
  [
    'an unknown output',
    pipeline([reporting('R'), uses(get("Steps.R.ProcessingOutputConfig.Outputs['x'].S3Output.S3Uri"))]),
    "the step 'R' has no output 'x', only [report]",
  ],
  [
    'an unknown property',
    pipeline([one, uses(get('Steps.One.ProcessingJobNam'))]),
    "'ProcessingJobNam' of 'ProcessingJobNam' is not a property of a Processing step",
  ],
  [
    'an unknown property file',
    pipeline([reporting('R'), condition('C', [compare('Equals', jsonGet('R', 'Nope', 'a'), 1)])]),
    "the step 'R' has no property file 'Nope'",
  ],
  [
    'a property file of no output',
    pipeline([processing('P', {}, { PropertyFiles: [{ PropertyFileName: 'F', OutputName: 'out', FilePath: 'f' }] })]),
    "property file 'F' names the output 'out', the step has []",
  ],
  [
    'an unknown step in DependsOn',
    pipeline([processing('P', {}, { DependsOn: ['Nope'] })]),
    "DependsOn names the step 'Nope', which does not exist",
  ],
  [
    'a cycle',
    pipeline([processing('A', {}, { DependsOn: ['B'] }), processing('B', {}, { DependsOn: ['A'] })]),
    'Cycle in the steps: A -> B -> A',
  ],
  [
    'a condition that waits for its own branch',
    pipeline([condition('C', [compare('Equals', get('Steps.In.ProcessingJobName'), 'x')], [processing('In')])]),
    'Cycle in the steps',
  ],
  [
    'a step after a Fail step',
    pipeline([fail('F'), processing('P', {}, { DependsOn: ['F'] })]),
    'P can not depends on F',
  ],
  [
    'an unknown condition type',
    pipeline([condition('C', [compare('Similar', 1, 1)])]),
    "Value 'Similar' for 'ConditionType' failed to satisfy enum value set",
  ],
  [
    'a condition without a side',
    pipeline([condition('C', [{ Type: 'Equals', LeftValue: 1 }])]),
    'Equals needs RightValue',
  ],
  ['a Condition step without conditions', pipeline([condition('C', [])]), "Step 'C' needs at least one of Conditions"],
  [
    'an unknown property of a condition',
    pipeline([condition('C', [compare('Equals', 1, 1)]), uses(get('Steps.C.Result'))]),
    'a Condition step has only the property Outcome',
  ],
  [
    'a missing argument',
    pipeline([{ ...one, Arguments: { RoleArn: 'arn:aws:iam::123456789012:role/x' } }]),
    "(CreateProcessingJob): 2 validation errors detected: Value null at 'processingResources'",
  ],
  [
    'an unknown value of an enum',
    pipeline([
      processing('P', {
        ProcessingInputs: [{ ...processingInput('x', 's3://b/x'), S3Input: { S3Uri: 's3://b/x', S3DataType: 'Nope' } }],
      }),
    ]),
    'Member must satisfy enum value set: [ManifestFile, S3Prefix]',
  ],
  ['an unknown argument', pipeline([processing('P', { Nope: 1 })]), "'nope' failed to satisfy constraint"],
  [
    'a parameter of the wrong type in an argument',
    pipeline(
      [processing('P', { StoppingCondition: { MaxRuntimeInSeconds: get('Parameters.S') } })],
      [parameter('S', 'String', 'x')],
    ),
    'STRING_VALUE can not be converted to Integer',
  ],
  ['a cache without Enabled', pipeline([cached({})]), 'CacheConfig needs Enabled'],
  [
    'an expiry that is not a duration',
    pipeline([cached({ Enabled: true, ExpireAfter: 'soon' })]),
    "ExpireAfter 'soon' is not an ISO 8601 duration",
  ],
  [
    'an unknown exception type',
    pipeline([retried({ ExceptionType: ['Step.NOPE'], MaxAttempts: 1 })]),
    "Value 'Step.NOPE' for 'ExceptionType' failed",
  ],
  [
    '21 attempts',
    pipeline([retried({ ExceptionType: ['Step.THROTTLING'], MaxAttempts: 21 })]),
    'MaxAttempts must be a number from 0 to 20',
  ],
  [
    'a retry policy with attempts and an expiry',
    pipeline([retried({ ExceptionType: 'Step.THROTTLING', MaxAttempts: 1, ExpireAfterMin: 1 })]),
    'has both MaxAttempts and ExpireAfterMin',
  ],
  [
    'a duplicate exception',
    pipeline([
      retried(
        { ExceptionType: ['Step.THROTTLING'], MaxAttempts: 1 },
        { ExceptionType: ['Step.THROTTLING'], MaxAttempts: 2 },
      ),
    ]),
    "ExceptionType 'Step.THROTTLING' is named more than once",
  ],
  [
    'an experiment that reads a step',
    pipeline([one], [], { PipelineExperimentConfig: { ExperimentName: get('Steps.One.ProcessingJobName') } }),
    'PipelineExperimentConfig.ExperimentName: cannot read a step',
  ],
])('a definition with %s is refused', async (_, definition, message) => {
  const world = new World();
  const creating = world.create(definition);
  await expect(creating).rejects.toThrow(message);
  await expect(creating).rejects.toThrow(/^Unable to parse pipeline definition\. /);
  await expect(creating).rejects.toMatchObject({ code: 'ValidationException' });
  expect(world.requests('pipeline')).toEqual([]);
});

test('a message lists every problem', async () => {
  const creating = new World().create(pipeline([uses(get('Execution.A')), cached({})]));
  await expect(creating).rejects.toThrow(/CacheConfig needs Enabled.*there is no execution variable 'A'/);
});

test('a retry policy without a limit is accepted: the service takes five attempts', async () => {
  await expect(new World().create(pipeline([retried({ ExceptionType: 'Step.THROTTLING' })]))).resolves.toBeDefined();
});

test('a definition over 1 MiB is refused', async () => {
  const big = processing('One', {}, { Description: 'x'.repeat(1_048_576) });
  await expect(new World().create(pipeline([big]))).rejects.toMatchObject({ code: 'ValidationException' });
});

test.each(['seed-training', 'seed-batch'])('the definition %s, which the SDK wrote, is accepted', async (name) => {
  const file = new URL(`../../../golden/seed/${name}.definition.json`, import.meta.url);
  await expect(new World().create(readFileSync(file, 'utf8'))).resolves.toMatch(/:pipeline\/pipe$/);
});

test('expressions in arguments are checked by the type of their values', async () => {
  const steps = [
    reporting('R'),
    processing('P', {
      ProcessingInputs: [processingInput('x', get("Steps.R.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri"))],
      StoppingCondition: { MaxRuntimeInSeconds: get('Parameters.Seconds') },
      AppSpecification: { ImageUri: IMAGE, ContainerArguments: [join('', get('Parameters.Share'))] },
    }),
    register('M', get('Parameters.Group')),
  ];
  const parameters = [
    parameter('Seconds', 'Integer', 60),
    parameter('Share', 'Float', 0.7),
    parameter('Group', 'String'),
  ];
  await expect(new World().create(pipeline(steps, parameters))).resolves.toBeDefined();
});
