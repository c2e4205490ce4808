import { jest } from '@jest/globals';
import type { Store } from '../../../../local/sagemaker/context.ts';
import {
  compare,
  condition,
  get,
  jsonGet,
  pipeline,
  processing,
  processingInput,
  register,
  reporting,
  writes,
} from './definitions.ts';
import { endWorlds, World } from './world.ts';

beforeEach(() => {
  process.env.MLOPS_LOCAL_TIME_SCALE = '0.001';
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  endWorlds();
  delete process.env.MLOPS_LOCAL_TIME_SCALE;
  jest.restoreAllMocks();
});

const read = {
  ProcessingInputs: [processingInput('x', get("Steps.Prep.ProcessingOutputConfig.Outputs['report'].S3Output.S3Uri"))],
};
const definition = pipeline([
  reporting('Prep'),
  processing('Left', read),
  processing('Right', read, { RetryPolicies: [{ ExceptionType: ['SageMaker.CAPACITY_ERROR'], MaxAttempts: 1 }] }),
  condition(
    'Gate',
    [compare('Equals', jsonGet('Prep', 'Report', 'ok'), true)],
    [register('Register')],
    [processing('Never')],
  ),
]);
const behaviours = { Prep: writes('{"ok": true}'), Right: { fails: ['CapacityError: none left'] } };
const MOST_WRITES = 200;

/** A store whose process dies at the n-th write: before it, nothing of it is there; after it, nothing more comes. */
function dyingAt(write: number, written: { count: number; dead: boolean }): (store: Store) => Store {
  return (store) => ({
    ...store,
    put(kind, name, record) {
      written.count += 1;
      if (written.count >= write) written.dead = true;
      if (written.dead) throw new Error('killed');
      store.put(kind, name, record);
    },
  });
}

test('killed before any of its writes and started again, an execution ends the same and no job is made twice', async () => {
  let write = 0;
  for (;;) {
    write += 1;
    expect(write).toBeLessThan(MOST_WRITES);
    const written = { count: 0, dead: false };
    const world = new World(structuredClone(behaviours), undefined, dyingAt(write, written));
    const arn = await world
      .create(definition)
      .then(() => world.start())
      .catch(() => undefined);
    // Not told that it started: the caller would ask again with its token, which is another test.
    if (arn === undefined) continue;
    while (!written.dead) {
      const status = world.context.store.get('pipeline-execution', arn.split('/').at(-1) as string)?.status;
      if (status !== 'Executing') break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const finished = !written.dead;
    const again = world.restarted();
    const run = await again.ended(arn);
    expect({ write, status: run.status, statuses: run.statuses }).toEqual({
      write,
      status: 'Succeeded',
      statuses: { Prep: 'Succeeded', Left: 'Succeeded', Right: 'Succeeded', Gate: 'Succeeded', Register: 'Succeeded' },
    });
    expect({ write, created: [...world.jobs.created].sort() }).toEqual({
      write,
      created: [
        'CreateProcessingJob Left',
        'CreateProcessingJob Prep',
        'CreateProcessingJob Right',
        'CreateProcessingJob Right',
      ],
    });
    expect(again.requests('model-package')).toHaveLength(1);
    endWorlds();
    if (finished) break;
  }
  expect(write).toBeGreaterThan(25);
});

test('a stop survives a restart', async () => {
  const world = new World({ One: { takes: 'hang' } });
  await world.create(pipeline([processing('One'), processing('Two', {}, { DependsOn: ['One'] })]));
  const arn = await world.start();
  await world.stepIs(arn, 'One', (status) => status === 'Executing');
  const id = arn.split('/').at(-1) as string;
  const record = world.context.store.get('pipeline-execution', id);
  world.context.store.put('pipeline-execution', id, { ...record, status: 'Stopping' });
  const run = await world.restarted().ended(arn);
  expect([run.status, run.statuses]).toEqual(['Stopped', { One: 'Stopped' }]);
});

test('a job that ended while the service was down is not run again', async () => {
  const world = new World({ One: { takes: 'hang' } });
  await world.create(pipeline([processing('One')]));
  const arn = await world.start();
  await world.stepIs(arn, 'One', (status) => status === 'Executing');
  world.end();
  const job = world.requests('processing-job')[0];
  world.context.store.put('processing-job', job?.ProcessingJobName, { ...job, ProcessingJobStatus: 'Completed' });
  const run = await world.restarted().ended(arn);
  expect(run.status).toBe('Succeeded');
  expect(world.jobs.created).toEqual(['CreateProcessingJob One']);
});

test('an execution that has ended is left alone', async () => {
  const world = new World();
  const run = await world.run(pipeline([processing('One')]));
  const again = world.restarted();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await again.ended(run.arn)).toEqual(run);
  expect(world.jobs.created).toHaveLength(1);
});
