import type { Pin } from '../../../src/config/index.ts';
import { monthlyCost } from '../../../src/plan/cost/monthly.ts';
import { SERVERLESS_PRICES } from '../../../src/plan/cost/serverless-prices.ts';

const MODEL: Pin = { package_group: 'mlops-presto', version: 1, artifact_digest: `sha256:${'0'.repeat(64)}` };

const serving = (type: string, min: number, max: number, more: { model?: null; region?: string } = {}) => ({
  region: more.region ?? 'us-east-1',
  endpoint: {
    model: more.model === undefined ? MODEL : more.model,
    instance_type: type,
    min_instance_count: min,
    max_instance_count: max,
  },
});
const NOTHING = serving('ml.m5.xlarge', 1, 3, { model: null });

test('a first model costs its endpoint, from the min to the max number of instances', () => {
  expect(monthlyCost(NOTHING, serving('ml.m5.xlarge', 1, 3))).toEqual({
    from: null,
    to: { min: 167.9, max: 503.7, what: '1–3 × ml.m5.xlarge' },
    basis:
      '730 hours at prices on demand in us-east-1 (AWS Price List as quoted, read 2026-09-28); without disks and traffic',
  });
  expect(monthlyCost(null, serving('ml.m5.xlarge', 2, 2))?.to).toEqual({
    min: 335.8,
    max: 335.8,
    what: '2 × ml.m5.xlarge',
  });
});

test('another instance type or another number is a change; another model on the same instances is none', () => {
  const changed = monthlyCost(serving('ml.m5.xlarge', 1, 3), serving('ml.m5.large', 1, 3));
  expect(changed).toMatchObject({ from: { min: 167.9 }, to: { min: 83.95 } });
  expect(changed?.basis).toContain('read 2026-07-30 to 2026-09-28');
  expect(monthlyCost(serving('ml.m5.xlarge', 1, 3), serving('ml.m5.xlarge', 1, 4))).toMatchObject({
    to: { max: 671.6 },
  });
  expect(monthlyCost(serving('ml.m5.xlarge', 1, 3), serving('ml.m5.xlarge', 1, 3))).toBeNull();
});

test('without a model there is nothing to pay; an endpoint whose pin goes stays and costs as before', () => {
  expect(monthlyCost(NOTHING, NOTHING)).toBeNull();
  expect(monthlyCost(null, NOTHING)).toBeNull();
  expect(monthlyCost(serving('ml.m5.xlarge', 1, 3), NOTHING)).toBeNull();
});

test('a price that is not in the list is unknown, also for a type that has a price in another region', () => {
  expect(monthlyCost(serving('ml.m5.xlarge', 1, 1), serving('ml.t2.medium', 1, 1))).toMatchObject({
    from: { min: 167.9 },
    to: { min: null, max: null, what: '1 × ml.t2.medium' },
    basis: expect.stringContaining('no price of ml.t2.medium for hosting in us-east-1 is known'),
  });
  expect(monthlyCost(null, serving('ml.m5.xlarge', 1, 1, { region: 'eu-central-1' }))).toEqual({
    from: null,
    to: { min: null, max: null, what: '1 × ml.m5.xlarge' },
    basis: 'no price of ml.m5.xlarge for hosting in eu-central-1 is known',
  });
});

const serverless = (memory: 2048 | 3072, warm?: number, region = 'us-east-1') => ({
  region,
  endpoint: {
    model: MODEL,
    serverless: {
      memory_in_mb: memory,
      max_concurrency: 5,
      ...(warm === undefined ? {} : { provisioned_concurrency: warm }),
    },
  },
});

test('a serverless endpoint costs nothing while nobody calls it; the price is said for a million requests', () => {
  expect(monthlyCost(null, serverless(3072))).toEqual({
    from: null,
    to: { min: 0, max: 0, what: 'serverless, 3072 MB, up to 5 at once' },
    basis:
      'a million requests of one second each cost 60 USD at the price on demand in us-east-1 (AWS Price List as quoted, read 2026-09-09), without data in and out',
  });
  expect(monthlyCost(serving('ml.m5.xlarge', 1, 3), serverless(2048))).toEqual({
    from: { min: 167.9, max: 503.7, what: '1–3 × ml.m5.xlarge' },
    to: { min: 0, max: 0, what: 'serverless, 2048 MB, up to 5 at once' },
    basis:
      '730 hours at prices on demand in us-east-1 (AWS Price List as quoted, read 2026-09-28); without disks and traffic; a million requests of one second each cost 40 USD at the price on demand in us-east-1 (published price tables, read 2026-11-30), without data in and out',
  });
  expect(monthlyCost(serverless(2048), serverless(2048))).toBeNull();
});

test('what provisioned concurrency costs, and a serverless endpoint in another region, is unknown and said to be', () => {
  expect(monthlyCost(serverless(2048), serverless(2048, 2))).toMatchObject({
    from: { min: 0, max: 0 },
    to: { min: null, max: null, what: 'serverless, 2048 MB, up to 5 at once, 2 always warm' },
    basis: expect.stringContaining('no price of provisioned concurrency in us-east-1 is known'),
  });
  expect(monthlyCost(null, serverless(2048, undefined, 'eu-central-1'))).toMatchObject({
    to: { min: 0, max: 0 },
    basis: 'no price of a serverless endpoint with 2048 MB in eu-central-1 is known',
  });
});

test('each price of a serverless endpoint has a source and a day, and is there once', () => {
  const keys = SERVERLESS_PRICES.flatMap(({ region, second }) =>
    Object.keys(second).map((memory) => `${region} ${memory}`),
  );
  expect(keys).toEqual([...new Set(keys)]);
  for (const { source, date, second } of SERVERLESS_PRICES) {
    expect(source).toMatch(/^(AWS Price List as quoted|published price tables)$/);
    expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
    for (const price of Object.values(second)) expect(price).toBeGreaterThan(0);
  }
});
