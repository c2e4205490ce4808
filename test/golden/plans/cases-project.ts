import { environment, type PlanCase, pin, UNCHANGED } from './project.ts';

const all = (...differences: string[]) => ({ all: differences });
const code = (path: string) => `code sagemaker-code/${path}`;
const SCRIPT = 'sagemaker-code/training.py';

export const CODE_SAME: readonly PlanCase[] = [
  {
    name: 'a file that is not packed: byte code',
    head: [{ file: 'sagemaker-code/training.pyc', write: 'x' }],
    expect: UNCHANGED,
  },
  {
    name: 'a file that is not packed: tests',
    head: [{ file: 'sagemaker-code/tests/test_training.py', write: 'def test(): pass\n' }],
    expect: UNCHANGED,
  },
  {
    name: 'a file that is not packed: hidden',
    head: [{ file: 'sagemaker-code/.editorconfig', write: 'root = true\n' }],
    expect: UNCHANGED,
  },
  {
    name: 'a file that is not packed: settings of tools',
    head: [{ file: 'sagemaker-code/pyproject.toml', by: (text) => `${text}\n# more\n` }],
    expect: UNCHANGED,
  },
  { name: 'an empty folder', head: [{ file: 'sagemaker-code/empty/__pycache__/x.pyc', write: '' }], expect: UNCHANGED },
  {
    name: 'the folder of the scripts has another name',
    head: [
      { file: 'sagemaker-code', rename: 'ml/scripts' },
      { file: 'config.yml', from: 'source_dir: sagemaker-code', to: 'source_dir: ml/scripts' },
    ],
    expect: UNCHANGED,
  },
  {
    name: 'a file elsewhere in the repository',
    head: [{ file: 'README.md', write: '# Late lines\n' }],
    expect: UNCHANGED,
  },
  { name: 'nothing at all', head: [], expect: UNCHANGED },
];

export const CODE_CHANGED: readonly PlanCase[] = [
  {
    name: 'a line of a script',
    head: [{ file: SCRIPT, by: (text) => `${text}\n# one more line\n` }],
    expect: all(code('training.py')),
  },
  {
    name: 'only a blank of a script',
    head: [{ file: SCRIPT, by: (text) => `${text}\n` }],
    expect: all(code('training.py')),
  },
  {
    name: 'a module more',
    head: [{ file: 'sagemaker-code/mlops/more.py', write: 'X = 1\n' }],
    expect: all(code('mlops/more.py')),
  },
  {
    name: 'a module that nothing imports goes',
    base: [{ file: 'sagemaker-code/mlops/more.py', write: 'X = 1\n' }],
    head: [{ file: 'sagemaker-code/mlops/more.py', remove: true }],
    expect: all(code('mlops/more.py')),
  },
  {
    name: 'the requirements',
    head: [{ file: 'sagemaker-code/requirements.txt', by: (text) => `${text}lightgbm==4.6.0\n` }],
    expect: all(code('requirements.txt')),
  },
  {
    name: 'a file that is no text',
    head: [{ file: 'sagemaker-code/model.bin', write: new Uint8Array([0, 255, 1, 0]) }],
    expect: all(code('model.bin')),
  },
];

export const ENVIRONMENTS_SAME: readonly PlanCase[] = [
  {
    name: 'comments of an environment',
    head: [{ file: 'environments/prod/endpoint.yml', by: (text) => text.replaceAll(/^#.*\n/gm, '') }],
    expect: UNCHANGED,
  },
  {
    name: 'a time in another unit',
    head: [environment('staging', 'environment', 'soak: 24h', 'soak: 1d')],
    expect: UNCHANGED,
  },
  {
    name: 'a value that config.yml says already',
    head: [{ file: 'environments/dev/endpoint.yml', by: (text) => `${text}instance_type: ml.m5.xlarge\n` }],
    expect: UNCHANGED,
  },
  {
    name: 'an overlay that changes nothing',
    head: [environment('dev', 'environment', 'config: {}', 'config:\n  training_step: {instance_count: 1}')],
    expect: UNCHANGED,
  },
  {
    name: 'no overlay instead of an empty one',
    head: [environment('dev', 'environment', 'config: {}', '')],
    expect: UNCHANGED,
  },
  {
    name: 'a file of an environment that says nothing is left out',
    head: [{ file: 'environments/dev/batch-transform.yml', remove: true }],
    expect: UNCHANGED,
  },
  {
    name: 'approvers in another order and case',
    base: [environment('prod', 'environment', 'approvers: []', 'approvers: [octocat, Hubot]')],
    head: [environment('prod', 'environment', 'approvers: [octocat, Hubot]', 'approvers: [hubot, octocat]')],
    expect: UNCHANGED,
  },
  {
    name: 'a freeze by its date and by its first moment',
    base: [
      environment(
        'prod',
        'environment',
        'freeze: []',
        'freeze:\n  - {from: 2026-12-18, to: 2027-01-04, reason: holidays}',
      ),
    ],
    head: [
      environment(
        'prod',
        'environment',
        '{from: 2026-12-18, to: 2027-01-04, reason: holidays}',
        '{from: 2026-12-18T00:00Z, to: 2027-01-04T01:00+01:00, reason: holidays}',
      ),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'a pin written in braces',
    base: [environment('dev', 'endpoint', 'model: null', pin(3))],
    head: [
      environment(
        'dev',
        'endpoint',
        pin(3),
        `model: {package_group: mlops-presto, version: 3, artifact_digest: "sha256:${'a'.repeat(64)}"}`,
      ),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'a hidden folder beside the environments',
    head: [{ file: 'environments/.drafts/environment.yml', write: 'account: nonsense\n' }],
    expect: UNCHANGED,
  },
];

export const ENVIRONMENTS_CHANGED: readonly PlanCase[] = [
  {
    name: 'a model is pinned',
    head: [environment('dev', 'endpoint', 'model: null', pin(3))],
    expect: { dev: ['model environment.endpoint.model'] },
  },
  {
    name: 'a pin moves on',
    base: [environment('dev', 'endpoint', 'model: null', pin(3))],
    head: [environment('dev', 'endpoint', 'version: 3', 'version: 4')],
    expect: { dev: ['model environment.endpoint.model'] },
  },
  {
    name: 'the artifact of a pin',
    base: [environment('dev', 'endpoint', 'model: null', pin(3))],
    head: [environment('dev', 'endpoint', 'sha256:aaaa', 'sha256:aaab')],
    expect: { dev: ['model environment.endpoint.model'] },
  },
  {
    name: 'the model of batch',
    head: [environment('staging', 'batch-transform', 'model: null', pin(2))],
    expect: { staging: ['model environment.batch_transform.model'] },
  },
  {
    name: 'a promotion: the pin of dev goes to staging',
    base: [environment('dev', 'endpoint', 'model: null', pin(3))],
    head: [environment('staging', 'endpoint', 'model: null', pin(3))],
    expect: { staging: ['model environment.endpoint.model'] },
  },
  {
    name: 'instances of one endpoint',
    head: [environment('prod', 'endpoint', 'max_instance_count: 3', 'max_instance_count: 5')],
    expect: { prod: ['endpoint environment.endpoint.max_instance_count'] },
  },
  {
    name: 'how many old models are kept',
    head: [environment('prod', 'endpoint', 'keep: 2', 'keep: 5')],
    expect: { prod: ['endpoint environment.endpoint.keep'] },
  },
  {
    name: 'who scales an endpoint',
    head: [
      {
        file: 'environments/prod/endpoint.yml',
        by: (text) => `${text}\nscaling: {metric: concurrency, target: 8, scale_out_cooldown: 1m}\n`,
      },
    ],
    // 1m is the 60s of the default.
    expect: {
      prod: ['endpoint environment.endpoint.scaling.metric', 'endpoint environment.endpoint.scaling.target'],
    },
  },
  {
    name: 'a rollout',
    head: [
      {
        file: 'environments/prod/endpoint.yml',
        by: (text) => `${text}\nrollout:\n  type: canary\n  step_percent: 10\n  alarms: [ep-5xx]\n`,
      },
    ],
    expect: {
      prod: [
        'endpoint environment.endpoint.rollout.alarms',
        'endpoint environment.endpoint.rollout.maximum_execution_timeout_in_seconds',
        'endpoint environment.endpoint.rollout.step_percent',
        'endpoint environment.endpoint.rollout.termination_wait_in_seconds',
        'endpoint environment.endpoint.rollout.type',
        'endpoint environment.endpoint.rollout.wait_in_seconds',
      ],
    },
  },
  {
    name: 'the prefix of predictions',
    head: [{ file: 'environments/dev/batch-transform.yml', by: (text) => `${text}output_prefix: predictions/dev\n` }],
    expect: { dev: ['batch environment.batch_transform.output_prefix'] },
  },
  {
    name: 'who may approve',
    head: [environment('prod', 'environment', 'approvers: []', 'approvers: [octocat]')],
    expect: { prod: ['environment environment.approvers'] },
  },
  {
    name: 'where a model has to run before',
    head: [environment('prod', 'environment', 'promotes_from: staging', 'promotes_from: dev')],
    expect: { prod: ['environment environment.promotes_from'] },
  },
  {
    name: 'how long a model has to run before',
    head: [environment('prod', 'environment', 'soak: 72h', 'soak: 24h')],
    expect: { prod: ['environment environment.soak'] },
  },
  {
    name: 'a freeze',
    head: [
      environment(
        'prod',
        'environment',
        'freeze: []',
        'freeze:\n  - {from: 2026-12-18, to: 2027-01-04, reason: holidays}',
      ),
    ],
    expect: { prod: ['environment environment.freeze'] },
  },
  {
    name: 'the bucket of one environment',
    head: [{ file: 'environments/dev/environment.yml', by: (text) => `${text}bucket: my-team-dev\n` }],
    expect: { dev: ['environment aws.s3_bucket'] },
  },
  {
    name: 'the account takes role and bucket with it',
    head: [environment('prod', 'environment', '"123456789012"', '"210987654321"')],
    expect: {
      prod: [
        'environment aws.s3_bucket',
        'environment aws.sagemaker_execution_role_arn',
        'environment environment.account',
      ],
    },
  },
  {
    name: 'the region takes the bucket with it',
    head: [environment('prod', 'environment', 'region: us-east-1', 'region: eu-west-1')],
    expect: { prod: ['environment aws.region', 'environment aws.s3_bucket'] },
  },
  {
    name: 'an overlay of one environment',
    head: [environment('dev', 'environment', 'config: {}', 'config:\n  tuning_step: {maximum_training_jobs: 2}')],
    expect: { dev: ['tuning tuning_step.maximum_training_jobs'] },
  },
  {
    name: 'config.yml changes where no overlay stands before it',
    base: [environment('dev', 'environment', 'config: {}', 'config:\n  tuning_step: {maximum_training_jobs: 2}')],
    head: [{ file: 'config.yml', from: 'maximum_training_jobs: 4', to: 'maximum_training_jobs: 6' }],
    expect: {
      prod: ['tuning tuning_step.maximum_training_jobs'],
      staging: ['tuning tuning_step.maximum_training_jobs'],
    },
  },
  {
    name: 'an environment more',
    head: [{ file: 'environments/test/environment.yml', write: 'account: "123456789012"\npromotes_from: null\n' }],
    expect: { test: ['environment environment'] },
  },
  {
    name: 'an environment goes',
    head: [{ file: 'environments/prod', remove: true }],
    expect: { prod: ['environment environment'] },
    findings: ['environment/removed'],
  },
];
