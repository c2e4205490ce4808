import { DataProcessing } from '../../../../local/sagemaker/jobs/data-processing.ts';
import { algorithmError, failureReason } from '../../../../local/sagemaker/jobs/failure-reason.ts';
import { parseJsonPath, select } from '../../../../local/sagemaker/jobs/json-path.ts';
import { checkMetrics, MetricReader } from '../../../../local/sagemaker/jobs/metrics.ts';
import { Slots } from '../../../../local/sagemaker/jobs/slots.ts';

test.each<[string, unknown, unknown]>([
  ['$', [1, 2], [1, 2]],
  ['$[1:]', ['k', 'a', 'b'], ['a', 'b']],
  ['$[:-1]', ['k', 'a', 'b'], ['k', 'a']],
  ['$[0,-2,-1]', ['k', 'a', 'p', 'q'], ['k', 'p', 'q']],
  ['$[-1]', ['k', 'a'], 'a'],
  ['$.x.y', { x: { y: 3 } }, 3],
  ["$['a', 'c']", { a: 1, b: 2, c: 3 }, [1, 3]],
  ['$.features[0:2]', { features: [1, 2, 3] }, [1, 2]],
  ['$.*', { a: 1, b: 2 }, [1, 2]],
  ['$[*]', [1, 2], [1, 2]],
])('%s selects from %j', (path, value, expected) => {
  expect(select(parseJsonPath(path), value)).toEqual(expected);
});

test.each(['x', '$..a', '$[', '$[a]', '$.a b', '$[?(@.x)]'])('%s is not a path', (text) => {
  expect(() => parseJsonPath(text)).toThrow(text);
});

test('a path that selects nothing is an error with the record', () => {
  const processing = new DataProcessing({ InputFilter: '$.x' }, 'application/jsonlines', undefined);
  expect(() => processing.toModel('{"y":1}')).toThrow(
    'ClientError: DataProcessing.InputFilter: the path selects nothing in {"y":1}',
  );
  expect(() => processing.toModel('{')).toThrow('this is not JSON: {');
});

test('JSON records are joined as the service joins them', () => {
  const processing = new DataProcessing({ JoinSource: 'Input' }, 'application/json', 'application/json');
  expect(processing.toOutput('{"id":7}', '{"p":1}')).toBe('{"id":7,"SageMakerOutput":{"p":1}}');
  expect(processing.toOutput('[7]', '1')).toBe('{"SageMakerInput":[7],"SageMakerOutput":1}');
  expect(() => new DataProcessing({ JoinSource: 'Input' }, 'text/csv', 'application/json')).toThrow(/cannot be joined/);
});

test('the last finite value of a metric counts, also with flags and named groups of Python', () => {
  const reader = new MetricReader([
    { Name: 'auc', Regex: 'auc (\\S+)' },
    { Name: 'loss', Regex: '(?i)LOSS=(?P<value>[0-9.e-]+)' },
    { Name: 'never', Regex: 'never (.*)' },
  ]);
  for (const [time, line] of ['auc 0.5', 'x auc 0.75; loss=1e-3', 'auc nan', 'auc n/a'].entries())
    reader.line(line, time);
  expect(reader.final()).toEqual([
    { MetricName: 'auc', Value: 0.75, Timestamp: 1 },
    { MetricName: 'loss', Value: 0.001, Timestamp: 1 },
  ]);
  expect(() => checkMetrics([{ Name: 'bad', Regex: '(' }])).toThrow(/regular expression of metric bad is invalid/);
});

test('a long reason is cut to 1,024 characters and keeps the exit code', () => {
  const reason = failureReason(algorithmError('x'.repeat(5000), 3));
  expect(reason).toHaveLength(1024);
  expect(reason).toMatch(/^AlgorithmError: x+, exit code: 3$/);
  expect(failureReason(new Error('moto is gone'))).toBe('InternalServerError: moto is gone');
});

test('jobs get slots in order, and a job that leaves the queue does not block the others', async () => {
  const slots = new Slots(2);
  const never = new AbortController().signal;
  const first = await slots.acquire(1, never);
  const order: string[] = [];
  const leaving = new AbortController();
  const big = slots.acquire(5, leaving.signal).then(
    () => order.push('big'),
    () => order.push('left'),
  );
  const small = slots.acquire(1, never).then((release) => {
    order.push('small');
    return release;
  });
  await new Promise((go) => setImmediate(go));
  expect(order).toEqual([]);
  leaving.abort();
  await big;
  const release = await small;
  expect(order).toEqual(['left', 'small']);
  first();
  first();
  release();
  await (await slots.acquire(2, never))();
});
