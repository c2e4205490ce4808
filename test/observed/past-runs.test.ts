import { didRun, type Look, type PastRuns, readFigures, readPastRuns } from '../../src/observed/past-runs.ts';
import type { ExecutionSummary, SageMaker, StepState } from '../../src/ports/sagemaker.ts';

const arn = (id: string) => `arn:aws:sagemaker:us-east-1:123456789012:pipeline/p/execution/${id}`;

function step(name: string, more: Partial<StepState> = {}): StepState {
  return {
    name,
    status: 'Succeeded',
    startedAt: '2026-11-20T10:00:00.000Z',
    endedAt: '2026-11-20T10:05:00.000Z',
    failureReason: undefined,
    attempts: 1,
    cacheHit: undefined,
    job: { kind: 'processing', arn: 'arn:aws:sagemaker:us-east-1:123456789012:processing-job/rows' },
    modelArn: undefined,
    modelPackageArn: undefined,
    conditionOutcome: undefined,
    failMessage: undefined,
    ...more,
  };
}

interface Told {
  definition?: string;
  steps?: StepState[];
  parameters?: Record<string, string>;
}

const DEFINITION = JSON.stringify({ Steps: [{ Name: 'Rows', Type: 'Processing' }] });

/** A service with these executions, newest first, that writes down what it is asked. */
function service(executions: Record<string, Told>) {
  const asked: string[] = [];
  const of = (question: string, at: string) => {
    const id = at.slice(at.lastIndexOf('/') + 1);
    asked.push(`${question} ${id}`);
    return executions[id] ?? {};
  };
  const sagemaker = {
    executions: async () =>
      Object.keys(executions).map(
        (id, index): ExecutionSummary => ({
          arn: arn(id),
          status: 'Succeeded',
          displayName: undefined,
          description: undefined,
          startedAt: `2026-11-${20 - index}T10:00:00.000Z`,
        }),
      ),
    executionDefinition: async (at: string) => of('definition', at).definition ?? DEFINITION,
    steps: async (at: string) => of('steps', at).steps ?? [step('Rows')],
    execution: async (at: string) => ({ parameters: of('start', at).parameters ?? {} }),
    processingJob: async () => {
      asked.push('job');
      return {
        name: 'rows',
        instanceCount: 2,
        startedAt: '2026-11-20T10:02:00.000Z',
        endedAt: '2026-11-20T10:04:00.000Z',
      };
    },
  } as unknown as SageMaker;
  return { sagemaker, asked };
}

const untimed = ({ runs }: PastRuns) =>
  runs.length > 0 && !runs.some(({ steps }) => didRun(steps.find(({ name }) => name === 'Rows'))) ? ['Rows'] : [];
const look = (more: Partial<Look> = {}): Look => ({
  enough: () => true,
  wants: () => true,
  cached: () => 0,
  untimed,
  ...more,
});

test('the newest execution is enough when it says everything', async () => {
  const { sagemaker, asked } = service({ c: {}, b: {}, a: {} });
  const past = await readPastRuns(sagemaker, 'p', look());
  expect(asked).toEqual(['definition c', 'steps c']);
  expect(past).toMatchObject({ executions: 3, starts: { [arn('c')]: '2026-11-20T10:00:00.000Z' } });
  expect(past.runs.map((run) => run.arn)).toEqual([arn('c')]);
});

test('what an execution was started with is asked only when something would come from the cache', async () => {
  const { sagemaker, asked } = service({ c: { parameters: { DataSnapshot: 'x' } } });
  const past = await readPastRuns(sagemaker, 'p', look({ cached: ({ runs }) => runs.length }));
  expect(asked).toEqual(['definition c', 'steps c', 'start c']);
  expect(past.runs[0]?.parameters).toEqual({ DataSnapshot: 'x' });
});

test('it looks at three executions at most, and of older ones first at the definition', async () => {
  const { sagemaker, asked } = service({ d: {}, c: {}, b: {}, a: {} });
  await readPastRuns(sagemaker, 'p', look({ enough: () => false, wants: () => false }));
  expect(asked).toEqual(['definition d', 'steps d', 'definition c', 'definition b']);
});

test('a step that came from the cache is looked for where it did its work, however far back', async () => {
  const hit = [step('Rows', { cacheHit: arn('a') })];
  const { sagemaker, asked } = service({ e: { steps: hit }, d: { steps: hit }, c: {}, b: {}, a: {} });
  const past = await readPastRuns(sagemaker, 'p', look({ enough: (so) => untimed(so).length === 0 }));
  expect(asked).toEqual(['definition e', 'steps e', 'definition a', 'steps a']);
  expect(past.runs.map((run) => run.arn)).toEqual([arn('e'), arn('a')]);
  const figures = await readFigures(sagemaker, past, [{ name: 'Rows', billed: false }]);
  expect(figures.get('Rows')).toEqual({ execution: arn('a'), seconds: 300, billed: null });
});

test.each(['no JSON', '[]', 'null', '{"Steps": 3}'])(
  'a definition that reads %s is passed over',
  async (definition) => {
    const { sagemaker } = service({ b: { definition }, a: {} });
    const past = await readPastRuns(sagemaker, 'p', look({ enough: () => false }));
    expect(past.runs.map((run) => run.arn)).toEqual([arn('a')]);
  },
);

test('a pipeline that never ran has no past', async () => {
  const { sagemaker } = service({});
  expect(await readPastRuns(sagemaker, 'p', look())).toEqual({ runs: [], executions: 0, starts: {} });
});

test('a job is billed for its own time on each of its instances, and asked for only where that is of use', async () => {
  const { sagemaker, asked } = service({ a: {} });
  const past = await readPastRuns(sagemaker, 'p', look());
  const figures = await readFigures(sagemaker, past, [
    { name: 'Rows', billed: true },
    { name: 'Another', billed: true },
  ]);
  expect([...figures]).toEqual([['Rows', { execution: arn('a'), seconds: 300, billed: 240 }]]);
  expect(asked.filter((question) => question === 'job')).toHaveLength(1);
});

test.each([
  ['Failed', undefined, false],
  ['Succeeded', 'another', false],
  ['Succeeded', undefined, true],
] as const)('a step that %s (cache: %s) did its work: %s', (status, cacheHit, expected) => {
  expect(didRun(step('Rows', { status, cacheHit }))).toBe(expected);
});
