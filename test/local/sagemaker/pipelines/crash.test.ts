import { jest } from '@jest/globals';
import type { RecordKind, RecordListener, Shape, Store } from '../../../../local/sagemaker/context.ts';
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
const MAX_WRITES = 200;

/** A store whose process is killed at the n-th write: that write and all later ones fail. */
class KilledStore implements Store {
  isKilled = false;
  #writes = 0;
  readonly #store: Store;
  readonly #killedAt: number;

  constructor(store: Store, killedAt: number) {
    this.#store = store;
    this.#killedAt = killedAt;
  }

  put(kind: RecordKind, name: string, record: Shape): void {
    this.#writes += 1;
    if (this.#writes >= this.#killedAt) this.isKilled = true;
    if (this.isKilled) throw new Error('killed');
    this.#store.put(kind, name, record);
  }

  get(kind: RecordKind, name: string): Shape | undefined {
    return this.#store.get(kind, name);
  }

  delete(kind: RecordKind, name: string): boolean {
    return this.#store.delete(kind, name);
  }

  list(kind: RecordKind): Shape[] {
    return this.#store.list(kind);
  }

  watch(kind: RecordKind, listener: RecordListener): () => void {
    return this.#store.watch(kind, listener);
  }
}

test('an execution that is killed before any of its writes ends the same after a restart, and no job is created twice', async () => {
  let write = 0;
  for (;;) {
    write += 1;
    expect(write).toBeLessThan(MAX_WRITES);
    const stores: KilledStore[] = [];
    const world = new World(structuredClone(behaviours), undefined, (store) => {
      const killed = new KilledStore(store, write);
      stores.push(killed);
      return killed;
    });
    const isKilled = () => stores.some((store) => store.isKilled);
    const arn = await world
      .create(definition)
      .then(() => world.start())
      .catch(() => undefined);
    // The caller has no ARN: it would repeat the request with its token, which is another test.
    if (arn === undefined) continue;
    while (!isKilled()) {
      const status = world.context.store.get('pipeline-execution', arn.split('/').at(-1) as string)?.status;
      if (status !== 'Executing') break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const finished = !isKilled();
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

test('an execution that is Stopping stops after a restart', async () => {
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

test('a job that ended while the service was down does not run again', async () => {
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

test('an execution that has ended does not change after a restart', async () => {
  const world = new World();
  const run = await world.run(pipeline([processing('One')]));
  const again = world.restarted();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await again.ended(run.arn)).toEqual(run);
  expect(world.jobs.created).toHaveLength(1);
});
