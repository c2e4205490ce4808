import type { Pin } from '../../../src/config/index.ts';
import { monthlyCost } from '../../../src/plan/cost/monthly.ts';

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
