import { followExecution } from '../../src/apply/follow-execution.ts';
import { type Look, type PollOptions, poll } from '../../src/apply/poll.ts';
import { waitForEndpoint } from '../../src/apply/wait-endpoint.ts';
import { Failure } from '../../src/failure.ts';
import type { Aws, Endpoint, ExecutionState, StepState } from '../../src/ports/index.ts';

/** Waits without waiting: a sleep moves the clock. */
function quickly(timeout = 600_000): PollOptions & { lines: string[]; pauses: number[] } {
  let now = 0;
  const [lines, pauses]: [string[], number[]] = [[], []];
  return {
    lines,
    pauses,
    timeout,
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
      },
    },
    log: {
      info: (line) => lines.push(line),
      warn: (line) => lines.push(`warning: ${line}`),
      error: (line) => lines.push(`error: ${line}`),
      group: () => ({ end: () => {} }),
      secret: () => {},
    },
  };
}

/** Answers one after the other; the last one again and again. A failure is thrown. */
function answers<Value>(...list: Array<Value | Failure>): () => Promise<Value> {
  let next = 0;
  return async () => {
    const answer = list[Math.min(next++, list.length - 1)] as Value | Failure;
    if (answer instanceof Failure) throw answer;
    return answer;
  };
}

const nothing: Look<string> = { changes: [], waitingFor: 'the kettle' };

test('changes are logged with the time since the start, and the result is returned', async () => {
  const options = quickly();
  const look = answers<Look<string>>({ changes: ['kettle: on'], waitingFor: 'the kettle' }, nothing, {
    changes: ['kettle: boils'],
    waitingFor: 'the kettle',
    result: { value: 'tea' },
  });
  expect(await poll(look, options)).toEqual({ over: true, value: 'tea' });
  expect(options.lines).toEqual(['0 s  kettle: on', '2 s  kettle: boils']);
});

test('pauses grow up to 20 s while nothing changes, and a line says once a minute what is waited for', async () => {
  const options = quickly(300_000);
  expect(await poll(answers(nothing), options)).toEqual({ over: false, why: 'timeout' });
  expect(options.pauses.slice(0, 3)).toEqual([1000, 1300, 1690]);
  expect(Math.max(...options.pauses)).toBe(20_000);
  expect(options.lines.length).toBeGreaterThanOrEqual(3);
  for (const line of options.lines) expect(line).toMatch(/^(\d min )?\d+ s {2}waiting for the kettle$/);
});

test('a look that is not answered is repeated; credentials that ran out end the wait; any other failure is thrown', async () => {
  const options = quickly();
  const [away, expired] = [new Failure('unavailable', 'AWS is away'), new Failure('credentials_missing', 'expired')];
  expect(await poll(answers<Look<string>>(away, expired), options)).toEqual({ over: false, why: 'credentials' });
  expect(options.lines).toEqual(['warning: AWS is away; still waiting']);
  await expect(poll(answers<Look<string>>(new Failure('access_denied', 'no')), quickly())).rejects.toThrow('no');
  await expect(
    poll(async () => {
      throw new TypeError('a defect');
    }, quickly()),
  ).rejects.toThrow(TypeError);
});

const endpoint = (status: Endpoint['status']) => ({ name: 'ep', status }) as Endpoint;

test('an endpoint is waited for until SageMaker has changed it, or it is gone', async () => {
  const options = quickly();
  const creating = { endpoint: answers<Endpoint | undefined>(endpoint('Creating'), endpoint('InService')) };
  expect(await waitForEndpoint(creating, 'ep', options)).toEqual(endpoint('InService'));
  expect(options.lines).toEqual(['0 s  endpoint ep: Creating', '1 s  endpoint ep: InService']);
  const deleting = { endpoint: answers<Endpoint | undefined>(endpoint('Deleting'), undefined) };
  expect(await waitForEndpoint(deleting, 'ep', quickly())).toBeUndefined();
});

test('an endpoint that takes too long, or cannot be watched, is left for a later run', async () => {
  const sagemaker = { endpoint: answers<Endpoint | undefined>(endpoint('Updating')) };
  await expect(waitForEndpoint(sagemaker, 'ep', quickly(120_000))).rejects.toMatchObject({
    code: 'still_running',
    message: expect.stringMatching(/^Endpoint ep is still being changed \(Updating after 1 min \d+ s\)$/),
  });
  const blind = { endpoint: answers<Endpoint | undefined>(new Failure('credentials_missing', 'expired')) };
  await expect(waitForEndpoint(blind, 'ep', quickly())).rejects.toMatchObject({
    code: 'still_running',
    message: 'Endpoint ep is still being changed (the credentials of this job ran out)',
  });
});

const step = (name: string, more: Partial<StepState>) => ({ name, ...more }) as StepState;

test('an execution is followed step by step', async () => {
  const options = quickly();
  const [startedAt, endedAt] = ['2026-11-22T12:00:00.000Z', '2026-11-22T12:01:59.600Z'];
  const sagemaker = {
    execution: answers(...['Executing', 'Executing', 'Failed'].map((status) => ({ status }) as ExecutionState)),
    steps: answers(
      [step('Prepare', { status: 'Executing', startedAt })],
      [step('Prepare', { status: 'Succeeded', startedAt, endedAt }), step('Train', { status: 'Starting' })],
      [
        step('Prepare', { status: 'Succeeded', startedAt, endedAt }),
        step('Train', { status: 'Failed', endedAt, failureReason: 'no memory' }),
      ],
    ),
  } as unknown as Aws['sagemaker'];
  expect(await followExecution(sagemaker, 'arn', options)).toEqual({ over: true, status: 'Failed' });
  expect(options.lines).toEqual([
    '0 s  Prepare: Executing',
    '1 s  Prepare: Succeeded in 2 min 0 s',
    '1 s  Train: Starting',
    '2 s  Train: Failed: no memory',
  ]);
});

test('an execution that takes too long goes on without us; one that is gone is a failure', async () => {
  const sagemaker = {
    execution: answers({ status: 'Executing' } as ExecutionState),
    steps: answers([step('Train', { status: 'Executing' })]),
  } as unknown as Aws['sagemaker'];
  expect(await followExecution(sagemaker, 'arn', quickly(90_000))).toEqual({
    over: false,
    why: 'it takes longer than 1 min 30 s',
  });
  const gone = { execution: answers(undefined), steps: answers([]) } as unknown as Aws['sagemaker'];
  await expect(followExecution(gone, 'arn', quickly())).rejects.toMatchObject({ code: 'not_found' });
});
