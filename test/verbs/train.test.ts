/** @servers moto */

import { train } from '../../src/verbs/train.ts';
import { faultyAws, Killed } from './faulty-aws.ts';
import { EVALUATION, MODEL_DIGEST, quickJobs } from './quick-jobs.ts';
import { COMMIT, GROUP, startWorld, type World } from './world.ts';

const PIPELINE = 'mlops-pipeline-presto';
let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

const input = (more: object = {}) => ({
  configFile: world.configFile,
  commit: COMMIT,
  repository: 'team/models',
  ...more,
});
const run = (more: object = {}) => train(input(more), world.ports);
const again = async (...jobs: Parameters<typeof quickJobs>) => {
  await world.close();
  world = await startWorld(quickJobs(...jobs));
};

test('a run is registered with its evaluation, trials and lineage', async () => {
  const result = await run();
  expect(result).toMatchObject({ decision: 'done', reason_code: 'ok', facts: { adopted: false } });
  const trained = result.facts.run;
  expect(trained).toMatchObject({
    outcome: 'registered',
    account: '123456789012',
    region: 'us-east-1',
    pipeline: { name: PIPELINE },
    execution: { status: 'Succeeded', parameters: { DeployedModel: 'none', AccuracyConditionThreshold: '0.85' } },
    provenance: { commit: COMMIT, repository: 'team/models', environment: null, run_key: null },
    evaluation: { report: EVALUATION },
    tuning: { trials: [{ objective: 0.3 }, { objective: 0.2 }, { objective: 0.1 }] },
    package: { group: GROUP, version: 1, approval_status: 'PendingManualApproval', artifact_digest: MODEL_DIGEST },
    failure: null,
  });
  expect(trained?.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'Preprocess-Data Succeeded',
    'Train-And-Tune-Model Succeeded',
    'Evaluate-Model Succeeded',
    'Accuracy-Condition Succeeded',
    'Register-Model-RegisterModel Succeeded',
    'AccuracyThresholdFailed NotRun',
  ]);
  const { lineage, execution } = trained ?? {};
  expect(lineage).toEqual({
    definition_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    query_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    source_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    data_digest: 'rows-digest',
    image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
  });
  expect(trained?.package?.metadata).toMatchObject({
    commit: COMMIT,
    repository: 'team/models',
    execution_arn: execution?.arn,
    definition_hash: lineage?.definition_hash,
    artifact_digest: MODEL_DIGEST,
  });
});

test('the same commit again picks the same execution up; another run key is another run', async () => {
  const first = await run();
  const second = await run();
  expect(second).toMatchObject({
    decision: 'unchanged',
    facts: { adopted: true, execution_arn: first.facts.execution_arn },
  });
  expect(second.facts.run).toEqual(first.facts.run);
  const scheduled = await run({ runKey: '2026-11-22' });
  expect(scheduled.facts.execution_arn).not.toBe(first.facts.execution_arn);
  expect(scheduled.facts.pipeline_change.action).toBe('keep');
});

test('nothing is called that changes anything when nothing changed', async () => {
  await run();
  const { aws, calls } = faultyAws(world.aws, { at: 0, when: 'before' });
  await train(input({ commit: COMMIT }), world.portsOver(aws));
  expect(calls).toEqual([]);
});

test('another commit that changes nothing of the definition starts nothing, unless a run is asked for or the last one failed', async () => {
  const first = await run();
  const later = { commit: 'c'.repeat(40) };
  world.edit((text) => `# a remark\n${text}`);
  expect(await run(later)).toMatchObject({
    decision: 'unchanged',
    reason_code: 'ok',
    facts: { same_as: COMMIT, execution_arn: first.facts.execution_arn, run: null },
  });
  const asked = await run({ ...later, runKey: '2026-11-23' });
  expect(asked.facts).toMatchObject({ same_as: null, adopted: false });
  // Back to what ran before, but not last: that is a change.
  world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 12]'));
  await run({ commit: 'd'.repeat(40) });
  world.edit((text) => text.replace('max_depth: [3, 12]', 'max_depth: [3, 20]'));
  expect((await run({ commit: 'e'.repeat(40) })).facts).toMatchObject({ same_as: null, adopted: false });
});

test('what failed is run again by the next commit', async () => {
  world.edit((text) => text.replace('accuracy_condition_threshold: 0.85', 'accuracy_condition_threshold: 0.999'));
  await expect(run()).rejects.toMatchObject({ code: 'gate_failed' });
  await expect(run({ commit: 'c'.repeat(40) })).rejects.toMatchObject({ code: 'gate_failed' });
  expect(await world.aws.sagemaker.executions('mlops-pipeline-presto')).toHaveLength(2);
});

test('a changed hyperparameter updates the pipeline and runs that definition', async () => {
  const first = await run();
  world.edit((text) => text.replace('max_depth: [3, 20]', 'max_depth: [3, 12]'));
  const second = await run({ commit: 'b'.repeat(40) });
  expect(second.facts.pipeline_change).toMatchObject({ action: 'update', why: 'its definition differs' });
  expect(second.facts.run?.package?.version).toBe(2);
  expect(second.facts.run?.lineage.definition_hash).not.toBe(first.facts.run?.lineage.definition_hash);
});

test('a model below the threshold is refused with the step’s own words, and nothing is registered', async () => {
  const poor = { ...EVALUATION, binary_classification_metrics: { accuracy: { value: 0.5 } } };
  await again({}, { evaluation: poor });
  await expect(run()).rejects.toMatchObject({
    code: 'gate_failed',
    message: expect.stringMatching(/^Execution failed due to Accuracy < 0.85/),
    facts: { run: { outcome: 'gate_failed', evaluation: { report: poor }, package: null } },
  });
  expect(await world.aws.sagemaker.modelPackages(GROUP)).toEqual([]);
});

test('a failed step gives its reason; --retry runs it again under the same execution', async () => {
  await again({ 'Evaluate-Model': { fails: ['AlgorithmError: cannot read test.csv'] } });
  const failure = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'execution_failed',
    message: expect.stringContaining('Evaluate-Model failed: '),
    facts: { run: { failure: { step: 'Evaluate-Model', reason: expect.stringContaining('cannot read test.csv') } } },
  });
  await expect(run()).rejects.toMatchObject({ code: 'execution_failed' });
  const retried = await run({ retry: true });
  expect(retried).toMatchObject({ decision: 'done', facts: { adopted: true, run: { outcome: 'registered' } } });
});

test('a run that takes longer than the wait is parked, and picked up', async () => {
  let ready = false;
  await again({ 'Preprocess-Data': { takes: () => ready } });
  const parked = await run({ timeout: 2_000 });
  expect(parked).toMatchObject({ decision: 'parked', reason_code: 'still_running', facts: { run: null } });
  ready = true;
  const later = await run({ timeout: 3_600_000 });
  expect(later.facts).toMatchObject({
    adopted: true,
    execution_arn: parked.facts.execution_arn,
    run: { outcome: 'registered' },
  });
});

test('the candidate is compared with the model that the environment pins', async () => {
  const { yaml, modelDataUri } = await world.register({ repository: 'team/models' });
  world.environment('dev', { endpoint: yaml });
  const { facts } = await run({ environment: 'dev' });
  expect(facts.run?.execution.parameters.DeployedModel).toBe(modelDataUri);
  await world.server.context.files.write(modelDataUri, 'another model');
  await expect(run({ environment: 'dev', runKey: 'x' })).rejects.toMatchObject({ code: 'moved' });
});

test('an artifact that was replaced after the registration is found out', async () => {
  const { facts } = await run();
  await world.server.context.files.write(facts.run?.package?.model_data_uri ?? '', 'another model');
  await expect(run()).rejects.toMatchObject({ code: 'moved' });
});

test('killed at any call, before it or after it, and run again: one execution, one package', async () => {
  let tried = 0;
  for (let at = 1; ; at += 1) {
    let finished = false;
    // The calls come one after the other: what was left before one of them is what was left after the one before it.
    for (const when of at === 1 ? (['before', 'after'] as const) : (['after'] as const)) {
      await again();
      const { aws } = faultyAws(world.aws, { at, when });
      try {
        await train(input(), world.portsOver(aws));
        finished = true;
      } catch (error) {
        expect(error).toBeInstanceOf(Killed);
        tried += 1;
      }
      const result = await run();
      expect(result.facts.run).toMatchObject({ outcome: 'registered', package: { metadata: { commit: COMMIT } } });
      expect(await world.aws.sagemaker.executions(PIPELINE)).toHaveLength(1);
      expect(await world.aws.sagemaker.modelPackages(GROUP)).toHaveLength(1);
    }
    if (finished) break;
  }
  // Before the first; after each of four files, the pipeline, the group, the start, the lineage.
  expect(tried).toBe(9);
});
