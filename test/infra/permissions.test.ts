import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDiagnostics, loadConfig } from '../../src/config/index.ts';
import { SKLEARN_REGISTRIES } from '../../src/config/sklearn-images.ts';
import { batchPipeline, packageSource, trainingPipeline } from '../../src/desired/index.ts';
import { contentName } from '../../src/observed/content-name.ts';
import { FOLDER, MANAGED_BY, resourceTags } from '../../src/observed/ownership.ts';
import { allSteps } from '../../src/pipeline/index.ts';
import { promotionBranch } from '../../src/verbs/promote.ts';
import { adapterCalls, containerCalls } from './aws-calls.ts';
import { actionsOf, allows, asRole, type RequestContext, type Role, statementsOf } from './policy.ts';
import { reachedCalls } from './reached-calls.ts';
import {
  actionsFor,
  CONTAINER_ACTIONS,
  KEY_ACTIONS,
  NETWORK_ACTIONS,
  resourceTypes,
  STEP_ACTIONS,
  typeOf,
  WITHOUT_RESOURCE,
} from './service-authorization.ts';
import { readTemplate, resolveTemplate } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const source = readTemplate('roles.yml');
const REQUIRED = { Environment: 'dev', Repository: 'my-team/models', Bucket: 'sagemaker-us-east-1-123456789012' };
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';
const EVERYTHING = {
  ...REQUIRED,
  Branch: 'main',
  VpcId: 'vpc-0a1b2c3d',
  KmsKeyArn: KEY,
  PlanRole: 'true',
  TargetTracking: 'true',
  RegistryDeletion: 'true',
  Adoption: 'true',
  PermissionsBoundary: 'arn:aws:iam::123456789012:policy/bound',
};

const roles = (parameters: Record<string, string>) => {
  const resources = resolveTemplate(source, parameters);
  return { github: asRole(resources.GitHubRole), execution: asRole(resources.ExecutionRole), resources };
};
const planRole = (parameters: Record<string, string>) => asRole(roles(parameters).resources.PullRequestRole);
const least = roles(REQUIRED);
const most = roles(EVERYTHING);

const shipped = () => {
  const file = join(ROOT, 'config.yml');
  const loaded = loadConfig({ file, environment: 'dev', packageRoot: ROOT, env: {} });
  if (!loaded.ok) throw new Error(formatDiagnostics(loaded.diagnostics));
  if (loaded.environment === undefined) throw new Error('there is no environment dev');
  const { config, environment } = loaded;
  const context = {
    account: environment.account,
    region: config.aws.region,
    source: packageSource(join(ROOT, 'sagemaker-code')),
    environment: environment.name,
  };
  const training = trainingPipeline(config, context);
  return { config, environment, training, batch: batchPipeline(config, environment, context) };
};
const { config, environment, training, batch } = shipped();

describe('the role of the workflows', () => {
  const calls = adapterCalls();

  test('there are calls to hold it to', () => expect(calls.length).toBeGreaterThan(50));

  test('may make every call that the adapters make', () => {
    const allowed = new Set(actionsOf(most.github));
    const missing = calls.flatMap((call) =>
      actionsFor(call)
        .filter((action) => !allowed.has(action))
        .map((action) => `${action} for ${call.file}`),
    );
    expect(missing).toEqual([]);
  });

  test('may do nothing else', () => {
    const needed = new Set([...calls.flatMap(actionsFor), ...KEY_ACTIONS]);
    expect(actionsOf(most.github).filter((action) => !needed.has(action))).toEqual([]);
  });

  test('has less while less is in use', () => {
    const { github } = roles({ ...REQUIRED, TargetTracking: 'false' });
    const optional = actionsOf(most.github).filter((action) => !actionsOf(github).includes(action));
    expect(
      optional.filter((action) => !/^(kms|cloudwatch|iam):|:\w+(Scal|Scheduled)|Weights|ModelPackage/.test(action)),
    ).toEqual([]);
    expect(actionsOf(least.github)).not.toContain('sagemaker:DeleteModelPackage');
    // What ships scales.
    expect(actionsOf(least.github)).toContain('application-autoscaling:RegisterScalableTarget');
    expect(actionsOf(github)).not.toContain('application-autoscaling:RegisterScalableTarget');
  });

  test('is given to this repository’s environment and branch only, for up to twelve hours', () => {
    const [statement] = most.github.AssumeRolePolicyDocument.Statement;
    expect(statement).toEqual({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: '<GitHubProvider>' },
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': [
            'repo:my-team/models:environment:dev',
            'repo:my-team/models:ref:refs/heads/main',
          ],
        },
      },
    });
    const { github } = roles({ ...REQUIRED, Environment: 'prod' });
    expect(JSON.stringify(github.AssumeRolePolicyDocument.Statement)).not.toContain('refs/heads');
    expect(github.MaxSessionDuration).toBe(12 * 3600);
  });

  test.each(['my-team@123/models@456', 'a/b.c_d'])('takes %s as a repository', (Repository) => {
    expect(roles({ ...REQUIRED, Repository }).github.RoleName).toBe('mlops-github-dev');
  });

  test.each(['my-team/*', '*', 'my-team', 'my-team/models:*', 'my-team/models@*'])('refuses %s', (Repository) => {
    expect(() => roles({ ...REQUIRED, Repository })).toThrow('does not match');
  });

  test('can take an identity provider that the account has already', () => {
    const OidcProviderArn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const { github, resources } = roles({ ...REQUIRED, OidcProviderArn });
    expect(Object.keys(resources)).toEqual(['GitHubRole', 'ExecutionRole']);
    expect(github.AssumeRolePolicyDocument.Statement[0]?.Principal).toEqual({ Federated: OidcProviderArn });
  });
});

describe('the role of pull requests', () => {
  const role = planRole(EVERYTHING);
  const calls = reachedCalls('src/verbs/plan.ts#plan');

  test('may make the calls that a plan reaches, and nothing else', () => {
    // ListBucket is no call of its own: without it an object that is gone is one that may not be read.
    const needed = new Set([...calls.flatMap(actionsFor), 's3:ListBucket', 'kms:Decrypt']);
    expect(actionsOf(role)).toEqual([...needed].sort());
    expect(actionsOf(planRole({ ...REQUIRED, PlanRole: 'true' }))).not.toContain('kms:Decrypt');
  });

  test('changes nothing', () => {
    const reading = /^(\w[\w-]*):(Describe|List|Get)\w+$|^kms:Decrypt$/;
    expect(actionsOf(role).filter((action) => !reading.test(action))).toEqual([]);
    expect(actionsOf(role).filter((action) => !actionsOf(most.github).includes(action))).toEqual([]);
  });

  test('is made where it is asked for, and taken by pull requests and offers of this repository only', () => {
    expect(Object.keys(least.resources)).not.toContain('PullRequestRole');
    expect(role.AssumeRolePolicyDocument.Statement[0]?.Condition).toEqual({
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: {
        'token.actions.githubusercontent.com:sub': [
          'repo:my-team/models:pull_request',
          `repo:my-team/models:ref:refs/heads/${promotionBranch('*')}`,
        ],
      },
    });
    expect(role.MaxSessionDuration).toBe(3600);
    expect(JSON.stringify(least.github.AssumeRolePolicyDocument)).not.toContain('pull_request');
  });

  test.each<[string, string, boolean]>([
    ['DescribeEndpoint', 'endpoint/mlops-realtime-ep-prod', true],
    ['DescribePipeline', `pipeline/${training.name}`, true],
    ['DescribePipeline', `pipeline/${batch.name}`, true],
    ['DescribePipelineExecution', `pipeline/${training.name}/execution/abcdef123456`, true],
    ['DescribeModelPackage', `model-package/${config.register_model_step.model_group}/3`, true],
    ['DescribeEndpoint', 'endpoint/payments', false],
    ['DescribePipeline', 'pipeline/payments', false],
  ])('%s on %s: %s', (action, name, may) => {
    expect(allows(role, `sagemaker:${action}`, `arn:aws:sagemaker:us-east-1:123456789012:${name}`)).toBe(may);
  });
});

describe('the role of SageMaker', () => {
  const steps = [training, batch].flatMap(({ definition }) => allSteps(definition).map(({ step }) => step.Type));
  const calls = containerCalls();

  test('there are steps and calls to hold it to', () => {
    expect([...new Set(steps)].sort()).toEqual(Object.keys(STEP_ACTIONS).sort());
    expect(calls.map(({ operation }) => operation).sort()).toEqual(['download_file', 'get_secret_value']);
  });

  test('may do what the steps, the containers and SageMaker itself do, and nothing else', () => {
    const needed = [
      ...steps.flatMap((type) => STEP_ACTIONS[type] ?? []),
      ...calls.flatMap(actionsFor),
      ...CONTAINER_ACTIONS,
    ];
    expect(actionsOf(least.execution)).toEqual([...new Set(needed)].sort());
    expect(actionsOf(most.execution)).toEqual([...new Set([...needed, ...NETWORK_ACTIONS, ...KEY_ACTIONS])].sort());
  });

  test('is for SageMaker in this account', () => {
    expect(least.execution.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Principal: { Service: 'sagemaker.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
  });

  test('pulls SageMaker’s scikit-learn image from the registry of its region', () => {
    const accounts = Object.entries(source.Mappings.Images ?? {}).map(([region, { Account }]) => [region, Account]);
    expect(Object.fromEntries(accounts)).toEqual(SKLEARN_REGISTRIES);
    const image = (account: string, name: string) => `arn:aws:ecr:us-east-1:${account}:repository/${name}`;
    expect(allows(least.execution, 'ecr:BatchGetImage', image('683313688378', 'sagemaker-scikit-learn'))).toBe(true);
    expect(allows(least.execution, 'ecr:BatchGetImage', image('683313688378', 'other'))).toBe(false);
    expect(allows(least.execution, 'ecr:BatchGetImage', image('123456789012', 'sagemaker-scikit-learn'))).toBe(false);
  });
});

describe.each([
  ['the role of the workflows', most.github],
  ['the role of pull requests', planRole(EVERYTHING)],
  ['the role of SageMaker', most.execution],
])('%s', (_, role) => {
  const statements = statementsOf(role);

  test('names actions, not patterns of them', () => {
    expect(actionsOf(role).filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
  });

  test('is unscoped only where an action has no resource', () => {
    const unscoped = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(unscoped.filter((action) => !WITHOUT_RESOURCE.has(action))).toEqual([]);
    expect(actionsOf(role).filter((action) => WITHOUT_RESOURCE.has(action))).toEqual(unscoped.sort());
  });

  test('names account and region of everything else, and no other wildcard at its start', () => {
    const arns = statements.flatMap(({ Resource }) => Resource).filter((resource) => resource !== '*');
    const wide = arns.filter(
      (arn) => !/^arn:aws:(s3:::|iam::123456789012:|[a-z0-9-]+:us-east-1:\d{12}:)[a-z/]/.test(arn),
    );
    expect(wide).toEqual([]);
  });

  test('names resources of the type that each action acts on', () => {
    // An action may be spread over statements with different conditions: CreateNetworkInterface is.
    const givenTo = (action: string) =>
      new Set(statements.flatMap(({ Action, Resource }) => (Action.includes(action) ? Resource.map(typeOf) : [])));
    const scoped = actionsOf(role).filter((action) => !WITHOUT_RESOURCE.has(action));
    const missing = scoped.flatMap((action) => {
      const given = givenTo(action);
      return (resourceTypes(action) ?? []).filter((type) => !given.has(type)).map((type) => `${action} on ${type}`);
    });
    expect(missing).toEqual([]);
    for (const { Sid, Action, Resource } of statements.filter(({ Resource: of }) => !of.includes('*'))) {
      const acted = Action.map(resourceTypes);
      if (acted.includes(undefined)) continue;
      const idle = Resource.map(typeOf).filter((type) => !acted.some((types) => types?.includes(type)));
      expect([Sid, idle]).toEqual([Sid, []]);
    }
  });

  const passes = actionsOf(role).includes('iam:PassRole');
  test(`passes the execution role to ${passes ? 'SageMaker and to nobody else' : 'nobody'}`, () => {
    const own = 'arn:aws:iam::123456789012:role/mlops-execution-role';
    const pass = (arn: string, context: RequestContext) => allows(role, 'iam:PassRole', arn, context);
    expect(pass(own, { 'iam:PassedToService': 'sagemaker.amazonaws.com' })).toBe(passes);
    expect(pass(own, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
    expect(pass(own, {})).toBe(false);
    expect(pass('arn:aws:iam::123456789012:role/admin', { 'iam:PassedToService': 'sagemaker.amazonaws.com' })).toBe(
      false,
    );
  });

  test('reads one secret', () => {
    const read = (name: string) =>
      allows(role, 'secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`);
    expect(read(`${config.presto.presto_credentials}-aB3dE6`)).toBe(true);
    expect(read(`${config.presto.presto_credentials}-admin-aB3dE6`)).toBe(false);
  });

  test('fits IAM’s quota for the policies of a role, and carries the boundary', () => {
    // 10,240 characters, white space not counted (IAM quotas, "Role policies"). Longer names than the shipped ones need room.
    expect(JSON.stringify(role.Policies.map(({ PolicyDocument }) => PolicyDocument)).length).toBeLessThan(9_700);
    expect(role.PermissionsBoundary).toBe(EVERYTHING.PermissionsBoundary);
  });
});

describe('the shipped configuration', () => {
  const arn = (name: string) => `arn:aws:sagemaker:us-east-1:123456789012:${name}`;
  const ours = { 'aws:ResourceTag/mlops:managed-by': 'sagemaker-presto-gitops' };
  const tagged = { 'aws:RequestTag/mlops:managed-by': 'sagemaker-presto-gitops' };
  const { endpoint, batch_transform } = environment;
  const model = contentName(endpoint.endpoint_name, {});
  const endpointConfig = contentName(endpoint.endpoint_config_name, {});

  test('the conditions are about the tag that everything gets', () => {
    expect(resourceTags([], { repository: null, folder: '.', environment: null })).toEqual({
      [MANAGED_BY]: tagged[`aws:RequestTag/${MANAGED_BY}`],
      [FOLDER]: '.',
    });
  });

  test.each<[string, string, RequestContext]>([
    ['CreatePipeline', `pipeline/${training.name}`, tagged],
    ['UpdatePipeline', `pipeline/${batch.name}`, {}],
    ['AddTags', `pipeline/${training.name}`, {}],
    ['StartPipelineExecution', `pipeline/${batch.name}`, {}],
    ['DescribePipelineExecution', `pipeline/${training.name}/execution/abcdef123456`, {}],
    ['DescribeProcessingJob', 'processing-job/pipelines-abcdef123456-evaluate-model-x', {}],
    ['DescribeHyperParameterTuningJob', 'hyper-parameter-tuning-job/abcdef123456-train-an-x', {}],
    ['UpdateModelPackage', `model-package/${config.register_model_step.model_group}/3`, {}],
    ['CreateModelPackageGroup', `model-package-group/${config.register_model_step.model_group}`, tagged],
    ['AddTags', `model-package-group/${config.register_model_step.model_group}`, {}],
    ['ListModelPackages', `model-package/${config.register_model_step.model_group}/3`, {}],
    ['CreateModel', `model/${model}`, tagged],
    ['CreateEndpointConfig', `endpoint-config/${endpointConfig}`, tagged],
    ['CreateEndpoint', `endpoint/${endpoint.endpoint_name}`, {}],
    ['UpdateEndpoint', `endpoint-config/${endpointConfig}`, {}],
    ['DeleteModel', `model/${model}`, ours],
    ['DeleteModel', 'model/pipelines-abcdef123456-mlops-presto-CreateM-x', {}],
    ['DeleteEndpoint', `endpoint/${endpoint.endpoint_name}`, ours],
    ['DeletePipeline', `pipeline/${batch_transform.pipeline_name}`, ours],
  ])('the workflows may %s on %s', (action, name, context) => {
    expect(allows(least.github, `sagemaker:${action}`, arn(name), context)).toBe(true);
  });

  test.each<[string, string, RequestContext]>([
    ['CreatePipeline', `pipeline/${training.name}`, {}],
    ['UpdatePipeline', 'pipeline/payments', {}],
    ['DeletePipeline', `pipeline/${batch.name}`, {}],
    ['DeletePipeline', `pipeline/${training.name}`, ours],
    ['DeleteModel', `model/${model}`, {}],
    ['DeleteEndpoint', `endpoint/${endpoint.endpoint_name}`, {}],
    ['DeleteEndpoint', 'endpoint/mlops-realtime-ep-prod', ours],
    ['InvokeEndpoint', 'endpoint/payments', {}],
    ['UpdateModelPackage', 'model-package/payments/1', {}],
    ['CreateModelPackageGroup', `model-package-group/${config.register_model_step.model_group}`, {}],
    ['AddTags', 'model-package-group/payments', {}],
    ['AddTags', `endpoint/${endpoint.endpoint_name}`, {}],
    ['AddTags', `model/${model}`, {}],
    ['CreateProcessingJob', 'processing-job/pipelines-x', {}],
  ])('the workflows may not %s on %s %j', (action, name, context) => {
    expect(allows(least.github, `sagemaker:${action}`, arn(name), context)).toBe(false);
  });

  const object = (uri: string) => `arn:aws:s3:::${uri.slice('s3://'.length)}`;
  const may = (role: Role, action: string, uri: string) => allows(role, `s3:${action}`, object(uri));

  test('the workflows may adopt an endpoint where the stack allows it', () => {
    const { github } = roles({ ...REQUIRED, Adoption: 'true' });
    for (const name of [`model/${model}`, `endpoint-config/${endpointConfig}`, `endpoint/${endpoint.endpoint_name}`]) {
      expect([name, allows(github, 'sagemaker:AddTags', arn(name))]).toEqual([name, true]);
    }
    expect(allows(github, 'sagemaker:AddTags', arn('endpoint/payments'))).toBe(false);
  });

  test('the workflows upload every file of a pipeline, and SageMaker reads it', () => {
    for (const { uri } of [...training.assets, ...batch.assets]) {
      expect([uri, may(least.github, 'PutObject', uri), may(least.github, 'GetObject', uri)]).toEqual([
        uri,
        true,
        true,
      ]);
      expect([uri, may(least.execution, 'GetObject', uri), may(least.execution, 'PutObject', uri)]).toEqual([
        uri,
        true,
        false,
      ]);
    }
    expect(may(least.github, 'PutObject', `s3://${REQUIRED.Bucket}/${batch.name}/definition/abc.json`)).toBe(true);
  });

  test('SageMaker writes data, models and predictions, the workflows only read them', () => {
    const root = `s3://${REQUIRED.Bucket}`;
    const written = [
      `${root}/${config.aws.s3_prefix}/abcdef123456/evaluation/evaluation.json`,
      `${root}/abcdef123456-train-an-x-001-abc/output/model.tar.gz`,
      `${root}/${batch_transform.output_prefix}/abcdef123456/batch-0.csv.out`,
    ];
    for (const uri of written) {
      expect([uri, may(least.execution, 'PutObject', uri), may(least.github, 'GetObject', uri)]).toEqual([
        uri,
        true,
        true,
      ]);
      expect([uri, may(least.github, 'PutObject', uri)]).toEqual([uri, false]);
    }
    for (const uri of [`${root}/payroll/2026.csv`, 's3://another-bucket/mlops-pipeline-model/x']) {
      for (const action of ['GetObject', 'PutObject']) {
        expect([uri, may(least.github, action, uri), may(least.execution, action, uri)]).toEqual([uri, false, false]);
      }
    }
  });

  test('the stack’s default names are those of config.yml', () => {
    const default_ = (name: string) => source.Parameters[name]?.Default;
    expect({
      ExecutionRoleName: default_('ExecutionRoleName'),
      Prefix: default_('Prefix'),
      OutputPrefix: default_('OutputPrefix'),
      SecretName: default_('SecretName'),
      TrainingPipeline: default_('TrainingPipeline'),
      ModelPackageGroup: default_('ModelPackageGroup'),
      BatchPipeline: `${default_('BatchPipeline')}-dev`,
      EndpointName: `${default_('EndpointName')}-dev`,
      EndpointConfigName: `${default_('EndpointConfigName')}-dev`,
    }).toEqual({
      ExecutionRoleName: config.aws.sagemaker_execution_role_name,
      Prefix: config.aws.s3_prefix,
      OutputPrefix: config.transform_step.output_prefix,
      SecretName: config.presto.presto_credentials,
      TrainingPipeline: training.name,
      ModelPackageGroup: config.register_model_step.model_group,
      BatchPipeline: batch.name,
      EndpointName: endpoint.endpoint_name,
      EndpointConfigName: endpoint.endpoint_config_name,
    });
  });
});

describe('docs/permissions.md', () => {
  const text = readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8');

  test('names every action that has no resource', () => {
    expect([...WITHOUT_RESOURCE].filter((action) => !text.includes(`\`${action}\``))).toEqual([]);
  });

  test('explains every parameter of the stack', () => {
    expect(Object.keys(source.Parameters).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
