/** @servers moto */

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../../src/failure.ts';
import { gapText } from '../../src/observed/gap.ts';
import { affectedParts } from '../../src/plan/affected-parts.ts';
import { type ObservedForPlan, observeForPlan } from '../../src/planning/observe-aws.ts';
import type { Aws } from '../../src/ports/index.ts';
import type { EnvironmentState } from '../../src/project/environment-state.ts';
import { readProject } from '../../src/project/read-project.ts';
import { deploy } from '../../src/verbs/deploy.ts';
import { train } from '../../src/verbs/train.ts';
import { requestsOf } from '../support/aws-requests.ts';
import { COMMIT, GROUP, ROOT, startWorld, type World } from '../verbs/world.ts';

const PIPELINE = 'mlops-pipeline-presto';
const ROLE = 'arn:aws:iam::123456789012:role/mlops-execution-role';
let world: World;

beforeEach(async () => {
  world = await startWorld();
  world.environment('dev', {});
});
afterEach(async () => {
  await world.close();
});

function state(name = 'dev'): EnvironmentState {
  const read = readProject({
    root: dirname(world.configFile),
    configPath: 'config.yml',
    packageRoot: ROOT,
  });
  const found = read.applied({ env: process.env })?.environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(JSON.stringify(read.findings));
  return found;
}

async function observe(
  base: EnvironmentState | null,
  {
    name = 'dev',
    aws = world.aws,
    now = new Date().toISOString(),
    repository,
  }: { name?: string; aws?: Aws; now?: string; repository?: string } = {},
): Promise<ObservedForPlan & { requests: string[] }> {
  const target = { aws, partition: 'aws', base, head: state(name), now, repository };
  const { result, requests } = await requestsOf(() => observeForPlan(target));
  return { ...result, requests };
}

const actions = ({ changes }: ObservedForPlan) => changes.map(({ resource, action }) => `${action} ${resource}`);
const merge = (commit = COMMIT) => train({ configFile: world.configFile, environment: 'dev', commit }, world.ports);

describe('training', () => {
  test('a pipeline that is not there is made and started', async () => {
    const seen = await observe(null);
    expect(actions(seen)).toEqual([`create pipeline ${PIPELINE}`, `start pipeline ${PIPELINE}`]);
    expect(seen.run).toMatchObject({
      pipeline: PIPELINE,
      basis: expect.stringMatching(/^Unknown: the pipeline has not run yet\./),
    });
    expect(seen).toMatchObject({ findings: [], gaps: [], endpoint: null });
    expect(seen.observed).toEqual({ 'training pipeline': 'none', 'role of the training pipeline': 'none' });
    expect(seen.requests).toEqual(['DescribePipeline', 'DescribeModelPackageGroup', 'ListPipelineExecutions']);
  });

  test('what was planned is what is there after the merge', async () => {
    const planned = await observe(null);
    await merge();
    const base = state();
    world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 12]'));
    const next = await observe(base);
    expect(next.observed).toEqual(planned.applied);
    expect(next.observed).toEqual({
      'training pipeline': base.training?.hash.slice(0, 32),
      'role of the training pipeline': ROLE,
    });
    expect(next.changes).toMatchObject([
      { action: 'update', why: 'its definition differs' },
      { action: 'start', why: 'a merge trains; from the step cache: Preprocess-Data' },
    ]);
    expect(next.applied['training pipeline']).toBe(state().training?.hash.slice(0, 32));
  });

  describe('costs few calls', () => {
    beforeEach(async () => {
      await merge('1'.repeat(40));
    });

    async function costOf(edit: [from: string, to: string]): Promise<string[]> {
      const base = state();
      world.edit((text) => text.replace(...edit));
      const { requests } = await observe(base);
      // The quick jobs give one trial a page, SageMaker a hundred.
      return requests.filter((request, index) => !/^ListTrainingJobs/.test(request) || requests[index - 1] !== request);
    }

    // The tags of the pipeline and of the group say whose they are.
    const OWNERS = ['ListTags', 'DescribeModelPackageGroup', 'ListTags'];
    const LOOK = ['DescribePipeline', ...OWNERS, 'ListPipelineExecutions'];
    const RUN = ['DescribePipelineDefinitionForExecution', 'ListPipelineExecutionSteps'];
    const START = ['DescribePipelineExecution', 'ListPipelineParametersForExecution'];
    // A job's name is known from its ARN, in lower case.
    const PROCESSING = ['DescribeProcessingJob', 'ListProcessingJobs', 'DescribeProcessingJob'];
    const TUNING = [
      'DescribeHyperParameterTuningJob',
      'ListHyperParameterTuningJobs',
      'DescribeHyperParameterTuningJob',
      'ListTrainingJobsForHyperParameterTuningJob',
    ];

    test('for another query, with which everything runs', async () => {
      const expected = [...LOOK, ...RUN, ...PROCESSING, ...TUNING, ...PROCESSING];
      expect(await costOf(['seed: 42', 'seed: 43'])).toEqual(expected);
    });

    test('and the job of a step is not asked for when nobody knows the price of its instance', async () => {
      world.edit((text) =>
        text.replace('processing_instance_type: ml.c5.xlarge', 'processing_instance_type: ml.c4.xlarge'),
      );
      expect(await costOf(['seed: 42', 'seed: 43'])).toEqual([...LOOK, ...RUN, ...TUNING, ...PROCESSING]);
    });

    test('for another threshold, with which what is never cached runs', async () => {
      expect(await costOf(['threshold: 0.85', 'threshold: 0.8'])).toEqual([...LOOK, ...RUN, ...START, ...PROCESSING]);
    });

    test('after executions that took everything from the cache', async () => {
      for (const digit of '2345') {
        world.edit((text) => text.replace(/threshold: 0\.\d+/, `threshold: 0.8${digit}`));
        await merge(digit.repeat(40));
      }
      // The newest, the one that did the work, and the definitions of two more, which have nothing of the new query.
      const expected = [...LOOK, ...RUN, ...RUN, RUN[0], RUN[0], ...PROCESSING, ...TUNING, ...PROCESSING];
      expect((await costOf(['seed: 42', 'seed: 43'])).sort()).toEqual(expected.sort());
    });
  });

  test('without a forecast only the pipeline is read', async () => {
    const target = { aws: world.aws, partition: 'aws', base: null, head: state(), now: new Date().toISOString() };
    const { result, requests } = await requestsOf(() => observeForPlan({ ...target, forecast: false }));
    expect(requests).toEqual(['DescribePipeline']);
    expect(result).toMatchObject({ run: null, gaps: [], observed: { 'training pipeline': 'none' } });
  });

  test('an environment that promotes from another one does not train', async () => {
    world.environment('prod', { environment: 'account: "123456789012"\npromotes_from: dev\n' });
    const { changes, run, requests } = await observe(null, { name: 'prod' });
    expect({ changes, run, requests }).toEqual({ changes: [], run: null, requests: [] });
  });

  test('nothing is asked when nothing changed', async () => {
    const base = state();
    expect(affectedParts(base, state())).toEqual({ training: false, endpoint: false, batch: false });
    expect((await observe(base)).requests).toEqual([]);
  });

  test('a change of config.yml that leaves the pipeline as it is trains nothing', async () => {
    await merge();
    const { yaml } = await world.register();
    world.environment('dev', { endpoint: yaml });
    const base = state();
    world.edit((text) => text.replace('max_instance_count: 3', 'max_instance_count: 4'));
    const seen = await observe(base);
    expect(seen.run).toBeNull();
    expect(actions(seen).filter((action) => action.includes(PIPELINE))).toEqual([]);
    expect(await merge('b'.repeat(40))).toMatchObject({ decision: 'unchanged', facts: { same_as: COMMIT } });
    // The same in the environment's own folder only deploys.
    const before = state();
    world.environment('dev', { endpoint: `${yaml}max_instance_count: 5\n` });
    expect(affectedParts(before, state())).toEqual({ training: false, endpoint: true, batch: false });
  });

  test('what must not be read is a gap with its reason, and the rest is there', async () => {
    const denied = async () => {
      throw new Failure('access_denied', 'AWS refused to list the executions');
    };
    const aws = { ...world.aws, sagemaker: { ...world.aws.sagemaker, executions: denied } };
    const seen = await observe(null, { aws });
    expect(seen.gaps.map(gapText)).toEqual(['AWS, earlier executions: AWS refused to list the executions']);
    expect(actions(seen)).toEqual([`create pipeline ${PIPELINE}`, `start pipeline ${PIPELINE}`]);
    expect(seen.run).toBeNull();
  });
});

describe('pins', () => {
  const endpointPlace = { file: 'environments/dev/endpoint.yml', line: 1 };

  test('a pinned model is served', async () => {
    const base = state();
    const { yaml, version } = await world.register();
    world.environment('dev', { endpoint: yaml });
    const seen = await observe(base);
    expect(actions(seen).map((line) => line.replace(/-[0-9a-f]{12}$/, ''))).toEqual([
      `create model ${world.endpoint('dev')}`,
      'create endpoint-config random-forest-classifier-dev',
      `create endpoint ${world.endpoint('dev')}`,
      `create scaling of ${world.endpoint('dev')}`,
    ]);
    expect(seen.packages.endpoint).toMatchObject({ group: GROUP, version, approval_status: 'Approved' });
    expect(seen.observed).toMatchObject({ endpoint: 'none', 'endpoint scaling': 'none' });
    await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
    const after = await observe(base);
    expect(after.changes).toMatchObject([{ action: 'keep' }]);
    expect(after.observed).toEqual(seen.applied);
    expect(after.endpoint?.endpoint?.status).toBe('InService');
  });

  test('the same version for endpoint and batch is read once', async () => {
    const base = state();
    const { yaml } = await world.register();
    world.environment('dev', { endpoint: yaml, batch: yaml });
    const { requests, packages, changes } = await observe(base);
    expect(requests.filter((request) => request === 'DescribeModelPackage')).toHaveLength(1);
    expect(packages.batch).toEqual(packages.endpoint);
    expect(changes.at(-1)).toMatchObject({ resource: 'pipeline mlops-batch-inference-dev', action: 'create' });
  });

  test('a version that nobody approved is a finding, and what it would do is shown', async () => {
    const base = state();
    const { yaml, version } = await world.register({ approved: false });
    world.environment('dev', { endpoint: yaml });
    const { findings, changes } = await observe(base);
    expect(findings).toMatchObject([
      {
        rule: 'pin/not-approved',
        severity: 'error',
        message: `${GROUP} version ${version} is PendingManualApproval, not Approved`,
        place: endpointPlace,
      },
    ]);
    expect(changes).not.toEqual([]);
  });

  test('a version that does not exist is a finding', async () => {
    const base = state();
    const digest = `sha256:${'0'.repeat(64)}`;
    world.environment('dev', {
      endpoint: `model: {package_group: ${GROUP}, version: 7, artifact_digest: "${digest}"}\n`,
    });
    const { findings, changes, packages } = await observe(base);
    expect(findings).toMatchObject([{ rule: 'pin/missing', severity: 'error', place: endpointPlace }]);
    expect({ changes, packages }).toEqual({ changes: [], packages: { endpoint: null, batch: null } });
  });

  test('an artifact that was replaced, or is gone, is a finding', async () => {
    const base = state();
    const { yaml, modelDataUri } = await world.register();
    world.environment('dev', { endpoint: yaml });
    await world.server.context.files.write(modelDataUri, 'other bytes');
    const [moved] = (await observe(base)).findings;
    expect(moved).toMatchObject({ rule: 'pin/artifact-moved', severity: 'error', place: endpointPlace });
    expect(moved?.message).toContain('but environments/dev/endpoint.yml pins sha256:');
  });

  test('a pin that goes takes nothing down', async () => {
    const { yaml } = await world.register();
    world.environment('dev', { endpoint: yaml, batch: yaml });
    await deploy({ configFile: world.configFile, environment: 'dev', commit: COMMIT }, world.ports);
    const base = state();
    // All is as the files say.
    const still = await observe(null);
    expect(still.changes.slice(2)).toMatchObject([{ action: 'keep' }, { action: 'keep' }]);
    expect(still.observed['batch pipeline']).toBe(base.batch?.hash.slice(0, 32));
    world.environment('dev', {});
    const seen = await observe(base);
    expect(actions(seen)).toEqual([
      `keep endpoint ${world.endpoint('dev')}`,
      'keep pipeline mlops-batch-inference-dev',
    ]);
    expect(seen.applied).toEqual(seen.observed);
  });
});

describe('what another owner has', () => {
  const merge = (repository: string) =>
    train({ configFile: world.configFile, environment: 'dev', commit: COMMIT, repository }, world.ports);

  test('the pipeline and the group of another repository are findings on their lines, and nothing changes', async () => {
    await merge('team/models');
    const seen = await observe(null, { repository: 'other/team' });
    expect(seen.findings).toMatchObject([
      {
        rule: 'environment/not-ours',
        severity: 'error',
        message: `The pipeline ${PIPELINE} belongs to the repository team/models`,
        way_out: expect.stringContaining('pipeline.training_pipeline_name in config.yml'),
        place: { file: 'config.yml', line: lineOf('training_pipeline_name:') },
      },
      {
        rule: 'environment/not-ours',
        severity: 'error',
        message: `The model package group ${GROUP} belongs to the repository team/models`,
        place: { file: 'config.yml', line: lineOf('model_group:') },
      },
    ]);
    expect(seen.changes).toMatchObject([
      {
        action: 'keep',
        resource: `pipeline ${PIPELINE}`,
        why: 'belongs to the repository team/models, so an apply refuses to change it',
      },
      { action: 'keep', resource: `model-package-group ${GROUP}` },
    ]);
    expect(seen.run).toBeNull();
    expect((await observe(null, { repository: 'team/models' })).findings).toEqual([]);
  });

  test('the endpoint and the batch pipeline of another repository are findings', async () => {
    const base = state();
    const { yaml } = await world.register({ repository: 'team/models' });
    world.environment('dev', { endpoint: yaml, batch: yaml });
    const input = { configFile: world.configFile, environment: 'dev', commit: COMMIT, repository: 'team/models' };
    await deploy(input, world.ports);
    const seen = await observe(base, { repository: 'other/team' });
    const found = seen.findings.map(({ rule, message }) => [rule, message.replace(/-[0-9a-f]{12}(?= belongs)/, '')]);
    expect(found.sort(([, one = ''], [, other = '']) => (one < other ? -1 : 1))).toEqual(
      [
        `The endpoint ${world.endpoint('dev')} belongs to the repository team/models`,
        'The endpoint configuration random-forest-classifier-dev belongs to the repository team/models',
        `The model ${world.endpoint('dev')} belongs to the repository team/models`,
        'The pipeline mlops-batch-inference-dev belongs to the repository team/models',
      ]
        .sort()
        .map((message) => ['environment/not-ours', message]),
    );
    expect(new Set(seen.changes.map(({ action }) => action))).toEqual(new Set(['keep']));
    // The endpoint of another owner is no matter of the rules.
    expect(seen.endpoint).toBeNull();
    const own = await observe(base, { repository: 'team/models' });
    expect(own.findings).toEqual([]);
    expect(own.changes).toMatchObject([{ action: 'keep' }, { action: 'keep' }]);
  });

  const lineOf = (text: string) =>
    readFileSync(world.configFile, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
});
