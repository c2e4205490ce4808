import { lintDefinition, type PipelineDefinition, type StepDefinition } from '../../src/pipeline/index.ts';

const processing = (name: string, more: Partial<StepDefinition> & { args?: object } = {}): StepDefinition => {
  const { args, ...rest } = more;
  return {
    Name: name,
    Type: 'Processing',
    Arguments: {
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large' } },
      ProcessingOutputConfig: { Outputs: [{ OutputName: 'out' }] },
      ...args,
    },
    ...rest,
  };
};
const definition = (
  steps: readonly StepDefinition[],
  parameters: PipelineDefinition['Parameters'] = [],
): PipelineDefinition => ({
  Version: '2020-12-01',
  Metadata: {},
  Parameters: parameters,
  PipelineExperimentConfig: {},
  Steps: steps,
});
const uses = (get: string) => ({ args: { Environment: { VALUE: { Get: get } } } });
const ENVIRONMENT = 'Steps.a.Arguments.Environment.VALUE';
const tuning = (args: object): StepDefinition => ({ Name: 't', Type: 'Tuning', Arguments: { ...args } });
const condition = (name: string, ifSteps: StepDefinition[], conditions: object[] = []): StepDefinition => ({
  Name: name,
  Type: 'Condition',
  Arguments: { Conditions: conditions, IfSteps: ifSteps, ElseSteps: [] },
});

test('a definition without a mistake has no finding', () => {
  const first = processing('a', {
    PropertyFiles: [{ PropertyFileName: 'F', OutputName: 'out', FilePath: 'f.json' }],
  });
  const jsonGet = { 'Std:JsonGet': { PropertyFile: { Get: 'Steps.a.PropertyFiles.F' }, Path: 'x' } };
  const decide = condition(
    'c',
    [processing('b', uses("Steps.a.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri"))],
    [{ Type: 'Equals', LeftValue: jsonGet, RightValue: { Get: 'Parameters.P' } }],
  );
  expect(lintDefinition(definition([first, decide], [{ Name: 'P', Type: 'Integer', DefaultValue: 1 }]))).toEqual([]);
});

const cases: [
  name: string,
  definition: PipelineDefinition,
  expected: [rule: string, path: string, message: string | RegExp][],
][] = [
  [
    'a parameter that nothing uses',
    definition([processing('a')], [{ Name: 'P', Type: 'String' }]),
    [['unused-parameter', 'Parameters.P', 'no step uses the parameter P']],
  ],
  [
    'a parameter that is not declared',
    definition([processing('a', uses('Parameters.Q'))]),
    [['undeclared-parameter', ENVIRONMENT, 'there is no parameter Q']],
  ],
  [
    'a variable that executions do not have',
    definition([processing('a', uses('Execution.Nonsense'))]),
    [['unknown-variable', ENVIRONMENT, 'Execution.Nonsense is not a variable of an execution']],
  ],
  [
    'a reference with another root',
    definition([processing('a', uses('Foo.Bar'))]),
    [['unknown-variable', ENVIRONMENT, 'Foo.Bar is not a variable of an execution']],
  ],
  [
    'a step that does not exist',
    definition([processing('a', { ...uses('Steps.b.ProcessingJobName'), DependsOn: ['z'] })]),
    [
      ['unknown-step', ENVIRONMENT, 'there is no step b'],
      ['unknown-step', 'Steps.a.DependsOn[0]', 'there is no step z'],
    ],
  ],
  [
    'an output that a step does not have',
    definition([
      processing('a', uses("Steps.b.ProcessingOutputConfig.Outputs['nope'].S3Output.S3Uri")),
      processing('b', { PropertyFiles: [{ PropertyFileName: 'F', OutputName: 'gone', FilePath: 'f' }] }),
    ]),
    [
      ['unknown-output', ENVIRONMENT, 'step b has no output nope'],
      ['unknown-output', 'Steps.b.PropertyFiles.F.OutputName', 'step b has no output gone'],
    ],
  ],
  [
    'a property that a type of step does not have',
    definition([processing('a', uses('Steps.b.ModelArtifacts.S3ModelArtifacts')), processing('b')]),
    [['unknown-output', ENVIRONMENT, 'step b of type Processing has no ModelArtifacts.S3ModelArtifacts']],
  ],
  [
    'a property file that a step does not declare',
    definition([processing('b'), processing('a', uses('Steps.b.PropertyFiles.F'))]),
    [['unknown-property-file', ENVIRONMENT, 'step b declares no property file F']],
  ],
  [
    'a JsonGet of something else',
    definition([processing('a', { args: { X: { 'Std:JsonGet': { PropertyFile: 'F', Path: 'x' } } } })]),
    [['unknown-property-file', 'Steps.a.Arguments.X', 'Std:JsonGet does not name a property file']],
  ],
  [
    'steps that wait for each other',
    definition([
      processing('a', uses('Steps.b.ProcessingJobName')),
      processing('b', { DependsOn: ['c'] }),
      condition('c', [processing('d')], [{ LeftValue: { Get: 'Steps.a.ProcessingJobName' } }]),
    ]),
    [['cycle', 'Steps.a', 'steps wait for each other: a → b → c → a']],
  ],
  [
    'a condition that waits for a step in its branch',
    definition([condition('c', [processing('d')], [{ LeftValue: { Get: 'Steps.d.ProcessingJobName' } }])]),
    [['cycle', 'Steps.c', 'steps wait for each other: c → d → c']],
  ],
  [
    'names that are used twice',
    definition(
      [
        processing('a', {
          args: { ProcessingInputs: [{ InputName: 'i' }, { InputName: 'i' }], Tags: [{ Key: 'k' }, { Key: 'k' }] },
        }),
        condition('c', [processing('a')]),
      ],
      [
        { Name: 'P', Type: 'String' },
        { Name: 'P', Type: 'String' },
      ],
    ),
    [
      ['unused-parameter', 'Parameters.P', 'no step uses the parameter P'],
      ['unused-parameter', 'Parameters.P', 'no step uses the parameter P'],
      ['duplicate-name', 'Parameters.P', 'two parameters have the name P'],
      ['duplicate-name', 'Steps.a', 'two steps have the name a'],
      ['duplicate-name', 'Steps.a.Arguments.ProcessingInputs.i', 'two inputs have the name i'],
      ['duplicate-name', 'Steps.a.Arguments.Tags.k', 'two tags have the name k'],
    ],
  ],
  [
    'a name that SageMaker does not accept',
    definition([processing('a b'), processing('x'.repeat(65))]),
    [
      ['invalid-name', 'Steps.a b', 'SageMaker does not accept the name "a b"'],
      ['invalid-name', `Steps.${'x'.repeat(65)}`, /does not accept the name/],
    ],
  ],
  [
    'a default that does not fit',
    definition(
      [processing('a', { args: { Environment: { A: { Get: 'Parameters.P' }, B: { Get: 'Parameters.Q' } } } })],
      [
        { Name: 'P', Type: 'Integer', DefaultValue: 1.5 },
        { Name: 'Q', Type: 'String', DefaultValue: 'c', EnumValues: ['a', 'b'] },
      ],
    ),
    [
      ['invalid-default', 'Parameters.P.DefaultValue', '1.5 is not of type Integer'],
      ['invalid-default', 'Parameters.Q.DefaultValue', '"c" is not allowed'],
    ],
  ],
  [
    'an instance type that does not exist, one for another use, and one that a parameter gives',
    definition(
      [
        processing('a', { args: { ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.3xlarge' } } } }),
        processing('b', { args: { ProcessingResources: { ClusterConfig: { InstanceType: 'ml.c6g.large' } } } }),
        processing('c', {
          args: { ProcessingResources: { ClusterConfig: { InstanceType: { Get: 'Parameters.T' } } } },
        }),
      ],
      [{ Name: 'T', Type: 'String', DefaultValue: 'm5.large' }],
    ),
    [
      [
        'bad-instance-type',
        'Steps.a.Arguments.ProcessingResources.ClusterConfig.InstanceType',
        /ml\.m5\.3xlarge does not exist/,
      ],
      [
        'bad-instance-type',
        'Steps.b.Arguments.ProcessingResources.ClusterConfig.InstanceType',
        /ml\.c6g\.large is not/,
      ],
      ['bad-instance-type', 'Steps.c.Arguments.ProcessingResources.ClusterConfig.InstanceType', /m5\.large is not/],
    ],
  ],
  [
    'limits of lists and texts',
    definition(
      [
        processing('a', {
          args: {
            AppSpecification: {
              ContainerArguments: [
                'x'.repeat(257),
                { 'Std:Join': { On: '-', Values: ['y'.repeat(200), { Get: 'Parameters.P' }] } },
              ],
            },
            Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}` })),
          },
        }),
        tuning({ TrainingJobDefinition: { StaticHyperParameters: { h: 'x'.repeat(2501) } } }),
      ],
      [{ Name: 'P', Type: 'String', DefaultValue: 'z'.repeat(2501) }],
    ),
    [
      ['over-limit', 'Parameters.P.DefaultValue', '2,501 characters; SageMaker takes at most 2,500'],
      [
        'over-limit',
        'Steps.a.Arguments.AppSpecification.ContainerArguments[0]',
        '257 characters; SageMaker takes at most 256',
      ],
      [
        'over-limit',
        'Steps.a.Arguments.AppSpecification.ContainerArguments[1]',
        '2,702 characters; SageMaker takes at most 256',
      ],
      ['over-limit', 'Steps.a.Arguments.Tags', '51 tags; SageMaker takes at most 50'],
      [
        'over-limit',
        'Steps.t.Arguments.TrainingJobDefinition.StaticHyperParameters.h',
        '2,501 characters; SageMaker takes at most 2,500',
      ],
    ],
  ],
  [
    'too many steps',
    definition(Array.from({ length: 51 }, (_, index) => processing(`s${index}`))),
    [['over-limit', 'Steps', '51 steps; SageMaker takes at most 50']],
  ],
  [
    'a definition that is too long',
    definition([processing('a', { args: { Environment: { X: 'x'.repeat(1_048_576) } } })]),
    [['over-limit', '(definition)', /characters; SageMaker takes at most 1,048,576/]],
  ],
  [
    'an objective without a metric definition',
    definition([
      tuning({
        HyperParameterTuningJobConfig: { HyperParameterTuningJobObjective: { MetricName: 'auc' } },
        TrainingJobDefinition: { AlgorithmSpecification: { MetricDefinitions: [{ Name: 'loss', Regex: '(.*)' }] } },
      }),
    ]),
    [
      [
        'objective-without-metric',
        'Steps.t.Arguments.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName',
        'no metric definition is named auc',
      ],
    ],
  ],
];

test.each(cases)('%s', (_, broken, expected) => {
  const findings = lintDefinition(broken);
  expect(findings.map(({ rule, path, message }) => [rule, path, message])).toEqual(
    expected.map(([rule, path, message]) => [
      rule,
      path,
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]),
  );
  expect(findings.every(({ way_out }) => way_out.length > 0)).toBe(true);
});

test('too many parameters', () => {
  const parameters = Array.from({ length: 201 }, (_, index) => ({ Name: `P${index}`, Type: 'String' as const }));
  const env = Object.fromEntries(parameters.map(({ Name }) => [Name, { Get: `Parameters.${Name}` }]));
  expect(lintDefinition(definition([processing('a', { args: { Environment: env } })], parameters))).toEqual([
    {
      rule: 'over-limit',
      path: 'Parameters',
      message: '201 parameters; SageMaker takes at most 200',
      way_out: 'Use fewer parameters.',
    },
  ]);
});

test('the way out names the nearest parameters', () => {
  const finding = lintDefinition(
    definition([processing('a', uses('Parameters.Targte'))], [{ Name: 'Target', Type: 'String' }]),
  ).find(({ rule }) => rule === 'undeclared-parameter');
  expect(finding?.way_out).toBe('Declare it, or use a declared one: Target.');
});
