import type { RefusalCase } from '../refusal-case.ts';
import { type Json, REQUESTS } from '../requests.ts';

type Shape = Record<string, Json>;

const operation = 'CreatePipeline';
const AT = 'PipelineDefinition.Steps';

/** A definition of some steps as the change of a request. */
const steps = (...list: Json[]): Shape => ({ PipelineDefinition: definition(list) });
const definition = (list: Json, Parameters: Json = []): string =>
  JSON.stringify({ Version: '2020-12-01', Metadata: {}, Parameters, Steps: list });

const { ProcessingJobName: _, Tags: __, ...ARGUMENTS } = REQUESTS.CreateProcessingJob;
const processing = (Name: string, args: Shape = {}, more: Shape = {}): Json => ({
  Name,
  Type: 'Processing',
  Arguments: { ...ARGUMENTS, ...args },
  ...more,
});
const fail = (Name: string): Json => ({ Name, Type: 'Fail', Arguments: { ErrorMessage: 'stopped' } });
const condition = (Name: string, inner: Json, IfSteps: Json = []): Json => ({
  Name,
  Type: 'Condition',
  Arguments: { Conditions: [inner], IfSteps, ElseSteps: [] },
});
const EQUALS = { Type: 'Equals', LeftValue: 1, RightValue: 1 };
const modelStep = (container: Shape): Json => ({
  Name: 'Model',
  Type: 'Model',
  Arguments: { ExecutionRoleArn: 'arn:aws:iam::123456789012:role/mlops', PrimaryContainer: container },
});
const { ModelApprovalStatus: ___, ...PACKAGE } = REQUESTS.CreateModelPackage;
const register = (args: Shape): Json => ({
  Name: 'Register',
  Type: 'RegisterModel',
  Arguments: { ...PACKAGE, ...args },
});
const retried = (policy: Shape): Json =>
  processing('One', {}, { RetryPolicies: [{ ExceptionType: ['Step.THROTTLING'], ...policy }] });
const network = (Subnets: Json): Shape => ({
  NetworkConfig: { VpcConfig: { Subnets, SecurityGroupIds: ['sg-0123'] } },
});
const SUBNET = [{ Name: 'Subnet', Type: 'String', DefaultValue: 'subnet-0123' }];
const CONTAINER = {
  Image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/x:1',
  ModelDataUrl: 's3://bucket/model.tar.gz',
};

export const pipelinesCases: readonly RefusalCase[] = [
  {
    rule: 'definition-missing',
    operation,
    refused: { PipelineDefinition: null },
    at: '',
    message: 'Either Pipeline Definition or Pipeline Definition S3 location should be provided',
    taken: { PipelineDefinition: null, PipelineDefinitionS3Location: { Bucket: 'bucket', ObjectKey: 'key' } },
  },
  {
    rule: 'definition-twice',
    operation: 'UpdatePipeline',
    refused: { PipelineDefinitionS3Location: { Bucket: 'bucket', ObjectKey: 'key' } },
    at: 'PipelineDefinitionS3Location',
    message: "Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present",
    taken: { PipelineDefinition: null, PipelineDefinitionS3Location: { Bucket: 'bucket', ObjectKey: 'key' } },
  },
  {
    rule: 'definition-not-json',
    operation,
    refused: { PipelineDefinition: '{"Version": ' },
    at: 'PipelineDefinition',
    message: /^Unable to parse pipeline definition\. Model Validation failed: It is not JSON: /,
    taken: {},
  },
  {
    rule: 'definition-not-json',
    operation: 'UpdatePipeline',
    refused: { PipelineDefinition: '[]' },
    at: 'PipelineDefinition',
    message: 'Unable to parse pipeline definition. Model Validation failed: It must be a JSON object.',
    taken: {},
  },
  {
    rule: 'step-name-twice',
    operation,
    refused: steps(fail('Stop'), condition('If', EQUALS, [fail('Stop')])),
    at: `${AT}.1.Arguments.IfSteps.0.Name`,
    message: "Unable to parse pipeline definition. Model Validation failed: Step name 'Stop' is not unique.",
    taken: steps(fail('Stop'), condition('If', EQUALS, [fail('Halt')])),
  },
  {
    rule: 'step-after-fail',
    operation,
    refused: steps(fail('FailStep'), { ...(condition('CondStep', EQUALS) as Shape), DependsOn: ['FailStep'] }),
    at: `${AT}.1.DependsOn.0`,
    message: /CondStep can not depends on FailStep/,
    taken: steps(processing('First'), { ...(fail('FailStep') as Shape), DependsOn: ['First'] }),
  },
  {
    rule: 'fail-step-read',
    operation,
    refused: steps(fail('Stop'), processing('P', { Environment: { WHY: { Get: 'Steps.Stop.ErrorMessage' } } })),
    at: `${AT}.1.Arguments.Environment.WHY`,
    message: /Step 'P': Environment\.WHY: a Fail step has no properties/,
    taken: steps(processing('First'), processing('P', { Environment: { WHY: { Get: 'Steps.First.ExitMessage' } } })),
  },
  {
    rule: 'depends-on-unknown-step',
    operation,
    refused: steps(processing('P', {}, { DependsOn: ['Nope'] })),
    at: `${AT}.0.DependsOn.0`,
    message: /Step 'P': DependsOn names the step 'Nope', which does not exist/,
    taken: steps(processing('First'), processing('P', {}, { DependsOn: ['First'] })),
  },
  {
    rule: 'pipeline-parameter-undeclared',
    operation,
    refused: { PipelineDefinition: definition([processing('P', { RoleArn: { Get: 'Parameters.Role' } })]) },
    at: `${AT}.0.Arguments.RoleArn`,
    message: /Step 'P': RoleArn: the parameter 'Role' is not declared/,
    taken: {
      PipelineDefinition: definition(
        [processing('P', { RoleArn: { Get: 'Parameters.Role' } })],
        [{ Name: 'Role', Type: 'String' }],
      ),
    },
  },
  {
    rule: 'parameter-default-type',
    operation,
    refused: { PipelineDefinition: definition([fail('Stop')], [{ Name: 'A', Type: 'Integer', DefaultValue: '1' }]) },
    at: 'PipelineDefinition.Parameters.0.DefaultValue',
    message: /Parameter 'A': DefaultValue "1" is not of type Integer/,
    taken: { PipelineDefinition: definition([fail('Stop')], [{ Name: 'A', Type: 'Float', DefaultValue: 1 }]) },
  },
  {
    rule: 'not-expression',
    operation,
    refused: steps(condition('If', { Type: 'Not', Expression: EQUALS })),
    at: `${AT}.0.Arguments.Conditions.0.Expression`,
    message: "Unable to parse pipeline definition. Cannot parse object, unknown property 'Expression'.",
    taken: steps(condition('If', { Type: 'Or', Conditions: [{ Type: 'Not', Condition: EQUALS }] })),
  },
  {
    rule: 'unknown-argument',
    operation,
    refused: steps(modelStep({ ...CONTAINER, AdditionalModelDataSources: [] })),
    at: `${AT}.0.Arguments.PrimaryContainer.AdditionalModelDataSources`,
    message: "Unable to parse pipeline definition. Unknown Argument member 'AdditionalModelDataSources'.",
    taken: steps(modelStep(CONTAINER)),
  },
  {
    rule: 'unknown-argument',
    operation,
    refused: steps(register({ ModelPackageGroupName: null, ModelPackageName: 'package' })),
    at: `${AT}.0.Arguments.ModelPackageName`,
    message: "Unable to parse pipeline definition. Unknown Argument member 'ModelPackageName'.",
    taken: steps(register({})),
  },
  {
    rule: 'list-from-parameter',
    operation,
    refused: { PipelineDefinition: definition([processing('P', network({ Get: 'Parameters.Subnet' }))], SUBNET) },
    at: `${AT}.0.Arguments.NetworkConfig.VpcConfig.Subnets`,
    message: 'Unable to parse pipeline definition. Expecting start of Json Array.',
    taken: { PipelineDefinition: definition([processing('P', network([{ Get: 'Parameters.Subnet' }]))], SUBNET) },
  },
  {
    rule: 'object-from-constant',
    operation,
    refused: steps(processing('P', { NetworkConfig: 'vpc' })),
    at: `${AT}.0.Arguments.NetworkConfig`,
    message: 'Unable to parse pipeline definition. Expecting start of Json Object.',
    taken: steps(processing('P', { Environment: { NetworkConfig: 'vpc' } }), {
      Name: 'Lambda',
      Type: 'Lambda',
      Arguments: { NetworkConfig: 'vpc' },
    }),
  },
  {
    rule: 'property-file-output',
    operation,
    refused: steps(
      processing('P', {}, { PropertyFiles: [{ PropertyFileName: 'F', OutputName: 'x', FilePath: 'f.json' }] }),
    ),
    at: `${AT}.0.PropertyFiles.0.OutputName`,
    message: /property file 'F' names the output 'x', the step has \[train\]/,
    taken: steps(
      processing('P', {}, { PropertyFiles: [{ PropertyFileName: 'F', OutputName: 'train', FilePath: 'f.json' }] }),
    ),
  },
  {
    rule: 'retry-policy-two-limits',
    operation,
    refused: steps(retried({ MaxAttempts: 3, ExpireAfterMin: 5 })),
    at: `${AT}.0.RetryPolicies.0`,
    message: /RetryPolicies\[0\] has both MaxAttempts and ExpireAfterMin/,
    taken: steps(retried({})),
  },
  {
    rule: 'retry-policy-limit',
    operation,
    refused: steps(retried({ MaxAttempts: 21 })),
    at: `${AT}.0.RetryPolicies.0.MaxAttempts`,
    message: /MaxAttempts must be a number from 0 to 20/,
    taken: steps(retried({ MaxAttempts: 0 })),
  },
  {
    rule: 'retry-policy-limit',
    operation,
    refused: steps(retried({ IntervalSeconds: 43_201 })),
    at: `${AT}.0.RetryPolicies.0.IntervalSeconds`,
    message: /IntervalSeconds must be a number from 0 to 43200/,
    taken: steps(retried({ IntervalSeconds: 43_200, ExpireAfterMin: 14_400 })),
  },
  {
    rule: 'version-named-twice',
    operation: 'StartPipelineExecution',
    refused: { PipelineVersionId: 1, PipelineVersionAlias: 'live' },
    at: 'PipelineVersionAlias',
    message: 'PipelineVersionAlias cannot be specified together with PipelineVersionId.',
    taken: { PipelineVersionAlias: 'live' },
  },
  {
    rule: 'version-alias-of-digits',
    operation,
    refused: { PipelineVersionAliases: ['123'] },
    at: 'PipelineVersionAliases.0',
    message: 'The alias 123 of a pipeline version must not consist of numbers only.',
    taken: { PipelineVersionAliases: ['v123'] },
  },
  {
    rule: 'version-alias-twice',
    operation,
    refused: { PipelineVersionAliases: ['live', 'live'] },
    at: 'PipelineVersionAliases.1',
    message: 'The alias live of a pipeline version must be unique within the pipeline.',
    taken: { PipelineVersionAliases: ['live', 'Live'] },
  },
  {
    rule: 'version-alias-without-definition',
    operation: 'UpdatePipeline',
    refused: { PipelineDefinition: null, PipelineVersionAliases: ['live'] },
    at: 'PipelineVersionAliases',
    message: 'PipelineVersionAliases can be specified only when the pipeline definition changes.',
    taken: { PipelineVersionAliases: ['live'] },
  },
];
