import {
  hasLocalStorage,
  hasVolumesOnly,
  isBurstable,
  isGraviton,
  localStorageGigabytes,
} from '../../src/config/instance-families.ts';
import { instanceTypes } from '../../src/config/instance-types.ts';

test.each([
  ['ml.g5.xlarge', true],
  ['ml.g4dn.xlarge', true],
  ['ml.r5d.large', true],
  ['ml.p4de.24xlarge', true],
  ['ml.p5.48xlarge', true],
  ['ml.trn1.2xlarge', true],
  ['ml.m5.large', false],
  ['ml.c5n.xlarge', false],
  ['ml.m7i-flex.large', false],
  ['ml.p3.2xlarge', false],
  ['ml.t3.medium', false],
])('%s: local disks %s', (type, expected) => {
  expect(hasLocalStorage(type)).toBe(expected);
  expect(hasVolumesOnly(type)).toBe(!expected);
});

test('every type for training has local disks or volumes only', () => {
  const unclear = instanceTypes('training').filter((type) => hasLocalStorage(type) === hasVolumesOnly(type));
  expect(unclear).toEqual([]);
});

test('every size of a family with known disks has a size', () => {
  const known = [...instanceTypes('training'), ...instanceTypes('processing')].filter((type) =>
    /^ml\.(g4dn|g5|r5d)\./.test(type),
  );
  expect(known.filter((type) => localStorageGigabytes(type) === undefined)).toEqual([]);
  expect(localStorageGigabytes('ml.g5.4xlarge')).toBe(600);
  expect(localStorageGigabytes('ml.m5.large')).toBeUndefined();
});

test('Graviton and burstable types are known by their family', () => {
  expect(['ml.m6g.large', 'ml.c7g.large', 'ml.r6gd.large', 'ml.c8g.medium', 'ml.c6gn.large'].every(isGraviton)).toBe(
    true,
  );
  expect(['ml.g5.xlarge', 'ml.m6i.large', 'ml.g4dn.xlarge', 'ml.c6in.large'].some(isGraviton)).toBe(false);
  expect(['ml.t2.medium', 'ml.t3.large'].every(isBurstable)).toBe(true);
  expect(['ml.trn1.2xlarge', 'ml.m5.large'].some(isBurstable)).toBe(false);
});
