import { ServiceError } from '../../../../local/sagemaker/context.ts';
import { javaPattern } from '../../../../local/sagemaker/java-pattern.ts';
import { loadServiceModel, type ServiceModel } from '../../../../local/sagemaker/service-model.ts';
import { createValidator, type Validator } from '../../../../local/sagemaker/validation.ts';

let model: ServiceModel;
let validator: Validator;
beforeAll(async () => {
  model = loadServiceModel();
  validator = createValidator(model);
});

function problem(operation: string, input: unknown): string {
  try {
    validator.input(operation, input);
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceError);
    return `${(error as ServiceError).code}: ${(error as ServiceError).message}`;
  }
  return 'accepted';
}

test('a value that breaks a pattern is refused in the words of the service', () => {
  expect(problem('DescribePipeline', { PipelineName: 'no blanks' })).toBe(
    "ValidationException: 1 validation error detected: Value 'no blanks' at 'pipelineName' failed to satisfy constraint: Member must satisfy regular expression pattern: " +
      model.shapes.PipelineNameOrArn?.pattern,
  );
});

test('a message lists all mistakes with their places', () => {
  const message = problem('CreateEndpointConfig', {
    EndpointConfigName: 'x'.repeat(64),
    ProductionVariants: [{ VariantName: 'ok' }, { InstanceType: 'ml.huge', InitialInstanceCount: 0, Extra: true }],
    Tags: [{ Key: 'k' }],
  });
  expect(message).toContain('validation errors detected');
  expect(message).toContain(
    "at 'endpointConfigName' failed to satisfy constraint: Member must have length less than or equal to 63",
  );
  expect(message).toContain(
    "Value null at 'productionVariants.2.member.variantName' failed to satisfy constraint: Member must not be null",
  );
  expect(message).toContain(
    "Value 'ml.huge' at 'productionVariants.2.member.instanceType' failed to satisfy constraint: Member must satisfy enum value set: [ml.t2.medium",
  );
  expect(message).toContain(
    "Value '0' at 'productionVariants.2.member.initialInstanceCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
  );
  expect(message).toContain(
    "Value 'true' at 'productionVariants.2.member.extra' failed to satisfy constraint: Member must be one of: [VariantName",
  );
  expect(message).toContain(
    "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
  );
});

test('list sizes and map keys are checked', () => {
  expect(problem('CreateEndpointConfig', { EndpointConfigName: 'a', ProductionVariants: [] })).toContain(
    "Value '[]' at 'productionVariants' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  expect(
    problem('CreateModel', { ModelName: 'm', PrimaryContainer: { Environment: { 'not a name': 'x' } } }),
  ).toContain(
    "at 'primaryContainer.environment.not a name.key' failed to satisfy constraint: Member must satisfy regular expression pattern",
  );
});

test('a null member is left out', () => {
  expect(validator.input('ListModels', { NameContains: null, MaxResults: 5 })).toEqual({ MaxResults: 5 });
});

test('a value of another JSON type is refused', () => {
  expect(problem('ListModels', { MaxResults: 1.5 })).toBe(
    'SerializationException: NUMBER_VALUE can not be converted to Integer (maxResults)',
  );
  expect(problem('ListModels', { CreationTimeAfter: '2026-01-01' })).toContain('can not be converted to Timestamp');
  expect(problem('CreateModel', { ModelName: 'm', Containers: {} })).toContain('Start of structure or map');
  expect(problem('CreateModel', { ModelName: 'm', EnableNetworkIsolation: 'yes' })).toContain(
    'can not be converted to Boolean',
  );
});

test('an output is checked against the model too', () => {
  expect(
    validator.outputProblems('CreateModel', { ModelArn: 'arn:aws:sagemaker:us-east-1:123456789012:model/m' }),
  ).toEqual([]);
  expect(validator.outputProblems('CreateModel', {})).toEqual([
    "Value null at 'modelArn' failed to satisfy constraint: Member must not be null",
  ]);
  expect(validator.outputProblems('DeleteModel', { Surprise: 1 })).toEqual(['The operation has no output']);
});

test('every pattern of the service model can be translated', () => {
  const patterns = new Set(Object.values(model.shapes).flatMap((shape) => shape.pattern ?? []));
  expect(patterns.size).toBeGreaterThan(200);
  for (const pattern of patterns) expect(() => javaPattern(pattern)).not.toThrow();
});

test.each<[string, string[], string[]]>([
  ['[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}', ['a', 'a--b'], ['', 'a-', 'a\n', ' a']],
  ['arn:[\\p{Alnum}\\-]+:lambda', ['arn:aws-cn:lambda'], ['arn:aws_cn:lambda']],
  ['[\\p{L}\\p{M}\\p{Z}\\p{S}\\p{N}\\p{P}]*', ['Ünïcode — “quoted” 1 + 1', ''], ['line\nbreak']],
  ['[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*', ['a[b] c'], ['"quoted"']],
  ['.*', ['anything'], ['two\nlines']],
  ['(?!^[.-])^([a-zA-Z0-9-_.]+)', ['a_b.c-d'], ['.a', '-a']],
  ['[\\w-_]{1,3}', ['a-_'], ['a b']],
  ['{x}', ['{x}'], ['x']],
])('%s matches the same values as in Java', (pattern, matching, others) => {
  for (const value of matching) expect([value, javaPattern(pattern).test(value)]).toEqual([value, true]);
  for (const value of others) expect([value, javaPattern(pattern).test(value)]).toEqual([value, false]);
});

test('a missing service model is an error that names the folder and says what to do', () => {
  expect(() => loadServiceModel('/no/such/folder')).toThrow(
    "SageMaker's service model was not found: there is no botocore in /no/such/folder. Run npm run setup.",
  );
});
