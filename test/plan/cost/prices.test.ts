import { type InstanceUse, instanceTypes } from '../../../src/config/index.ts';
import { PRICE_LIST } from '../../../src/plan/cost/price-list.ts';
import { dollars, instancePrice, priceBasis } from '../../../src/plan/cost/prices.ts';

const USES: InstanceUse[] = ['processing', 'training', 'transform', 'hosting'];
const rows = PRICE_LIST.flatMap(({ region, uses, source, date, hour }) =>
  uses.flatMap((use) => Object.entries(hour).map(([type, price]) => ({ region, use, type, price, source, date }))),
);

test('every price has a source, a day that was, a region and a type that the service has for this use', () => {
  for (const { region, use, type, price, source, date } of rows) {
    expect(source).toMatch(
      /^(copy of the AWS Price List|AWS Price List as quoted|AWS pricing page as quoted|AWS bill|published price tables)$/,
    );
    expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
    expect(date <= '2026-11-22').toBe(true);
    expect(region).toMatch(/^[a-z]{2}-[a-z]+-\d$/);
    expect([use, instanceTypes(use).includes(type), type]).toEqual([use, true, type]);
    expect(price).toBeGreaterThan(0);
    expect(dollars(price)).toBe(price);
  }
});

test('no price stands there twice, and they are in order', () => {
  const keys = rows.map(({ region, use, type }) => `${region} ${use} ${type}`);
  expect(keys).toEqual([...new Set(keys)]);
  const regions = PRICE_LIST.map(({ region }) => region);
  expect(regions).toEqual([...regions].sort());
  for (const { hour } of PRICE_LIST) expect(Object.keys(hour)).toEqual(Object.keys(hour).sort());
});

test("tables of others count only where AWS's own figure for another use of the type is the same", () => {
  const others = rows.filter(({ source }) => source === 'published price tables');
  expect(others).not.toEqual([]);
  for (const { region, type, price } of others) {
    const own = rows.filter((row) => row.region === region && row.type === type && row.source.includes('AWS'));
    expect([type, own.some((row) => row.price === price)]).toEqual([type, true]);
  }
});

test('what is shipped has prices: processing, tuning and evaluation, and the endpoint', () => {
  const priced = (use: InstanceUse, type: string) => instancePrice('us-east-1', use, type)?.hour;
  expect(priced('processing', 'ml.c5.xlarge')).toBe(0.204);
  expect(priced('processing', 'ml.m5.xlarge')).toBe(0.23);
  expect(priced('training', 'ml.m5.xlarge')).toBe(0.23);
  expect(priced('hosting', 'ml.m5.xlarge')).toBe(0.23);
});

test('a price carries its region, source and date', () => {
  const price = instancePrice('us-east-1', 'processing', 'ml.m5.xlarge');
  expect(price).toEqual({ hour: 0.23, region: 'us-east-1', source: 'AWS Price List as quoted', date: '2026-09-13' });
  expect(priceBasis(price === null ? [] : [price])).toBe(
    'prices on demand in us-east-1 (AWS Price List as quoted, read 2026-09-13)',
  );
});

test('a region, a use or a type without a price is unknown, and never taken from another', () => {
  expect(instancePrice('eu-central-1', 'processing', 'ml.m5.xlarge')).toBeNull();
  expect(instancePrice('us-east-1', 'transform', 'ml.m5.xlarge')).toBeNull();
  // A price for processing is not a price for training.
  expect(instancePrice('ap-south-1', 'processing', 'ml.t3.medium')?.hour).toBe(0.054);
  expect(instancePrice('ap-south-1', 'training', 'ml.t3.medium')).toBeNull();
  for (const use of USES) expect(instancePrice('us-east-1', use, 'constructor')).toBeNull();
  expect(instancePrice('us-east-1', 'hosting', 'ml.t2.medium')).toBeNull();
});
