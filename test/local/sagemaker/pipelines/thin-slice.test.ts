import {
  compare,
  condition,
  fail,
  get,
  join,
  jsonGet,
  parameter,
  pipeline,
  register,
  reporting,
  writes,
} from './definitions.ts';
import { endWorlds, World } from './world.ts';

afterEach(endWorlds);

const definition = pipeline(
  [
    reporting('Evaluate'),
    condition(
      'Accuracy-Condition',
      [
        compare(
          'GreaterThanOrEqualTo',
          jsonGet('Evaluate', 'Report', 'metrics.accuracy.value'),
          get('Parameters.Threshold'),
        ),
      ],
      [register('Register')],
      [fail('TooLow', join(' ', 'Execution failed due to Accuracy <', get('Parameters.Threshold')))],
    ),
  ],
  [parameter('Threshold', 'Float', 0.6)],
);

test('a model above the threshold is registered in a new group', async () => {
  const world = new World({ Evaluate: writes('{"metrics": {"accuracy": {"value": 0.9}}}') });
  const run = await world.run(definition);
  expect(run.statuses).toEqual({ Evaluate: 'Succeeded', 'Accuracy-Condition': 'Succeeded', Register: 'Succeeded' });
  expect(run.status).toBe('Succeeded');
  expect(run.steps['Accuracy-Condition']?.Metadata).toEqual({ Condition: { Outcome: 'True' } });
  const arn = run.steps.Register?.Metadata.RegisterModel.Arn;
  expect(arn).toMatch(/:model-package\/group\/1$/);
  expect(await world.call('DescribeModelPackage', { ModelPackageName: arn })).toMatchObject({
    ModelPackageVersion: 1,
    ModelApprovalStatus: 'PendingManualApproval',
  });
  const group = await world.call('DescribeModelPackageGroup', { ModelPackageGroupName: 'group' });
  const { Tags } = await world.call('ListTags', { ResourceArn: group.ModelPackageGroupArn });
  expect(Tags).toContainEqual({ Key: 'team', Value: 'ours' });
});

test('a model below the threshold ends in the Fail step with its message', async () => {
  const world = new World({ Evaluate: writes('{"metrics": {"accuracy": {"value": 0.5}}}') });
  const run = await world.run(definition);
  expect(run.status).toBe('Failed');
  expect(run.reason).toBe('Step failure: One or multiple steps failed.');
  expect(run.statuses).toEqual({ Evaluate: 'Succeeded', 'Accuracy-Condition': 'Succeeded', TooLow: 'Failed' });
  expect(run.steps.TooLow).toMatchObject({
    FailureReason: 'Execution failed due to Accuracy < 0.6',
    Metadata: { Fail: { ErrorMessage: 'Execution failed due to Accuracy < 0.6' } },
  });
  expect(world.requests('model-package')).toEqual([]);
});
