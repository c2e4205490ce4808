import type { Finding } from '../../../src/finding.ts';
import { type AttributedFinding, type FindingSubject, markPreExisting } from '../../../src/plan/rules/pre-existing.ts';

const STRATEGY: FindingSubject = { kind: 'setting', path: 'tuning_step.strategy' };

const judged = (more: Partial<Finding> = {}, about: FindingSubject | null = STRATEGY): AttributedFinding => ({
  finding: {
    rule: 'honesty/tuned-seed',
    severity: 'warning',
    message: 'Tuning searches for the best random_state.',
    why: 'Seeds do not differ in quality.',
    way_out: 'Take it out.',
    place: { file: 'config.yml', line: 70, column: 5 },
    ...more,
  },
  about,
});
const at = (line: number, file = 'config.yml') => ({ place: { file, line, column: 5 } });
const preExisting = (head: AttributedFinding[], base: AttributedFinding[]) =>
  markPreExisting(head, base).map((each) => each.pre_existing === true);

test('a finding that the base has too is pre-existing at any place, and nothing else of it changes', () => {
  const head = judged(at(90));
  expect(markPreExisting([head], [judged()])).toEqual([{ ...head.finding, pre_existing: true }]);
  expect(preExisting([judged(at(3, 'sql/other.sql'))], [judged()])).toEqual([true]);
  expect(preExisting([judged({ place: null })], [judged()])).toEqual([true]);
  expect(preExisting([judged({ way_out: 'Take it out; the sample of 6,000 rows stays.' })], [judged()])).toEqual([
    true,
  ]);
});

test('a finding that the base does not have is new, and has no field for it', () => {
  expect(markPreExisting([judged()], [])).toEqual([judged().finding]);
  expect(markPreExisting([judged()], [])[0]).not.toHaveProperty('pre_existing');
  expect(markPreExisting([], [judged()])).toEqual([]);
});

test.each<[string, AttributedFinding]>([
  ['another rule', judged({ rule: 'honesty/split-by-row' })],
  ['another severity', judged({ severity: 'notice' })],
  ['a figure', judged({ message: 'Tuning searches for the best of 3 random_states.' })],
  ['another reason', judged({ why: 'Seeds differ.' })],
  ['about another setting', judged({}, { kind: 'setting', path: 'tuning_step.seed' })],
])('%s: new', (_, other) => {
  expect(preExisting([other], [judged()])).toEqual([false]);
  expect(preExisting([judged()], [other])).toEqual([false]);
});

test('an error is never pre-existing, nor is a finding about the change', () => {
  expect(preExisting([judged({ severity: 'error' })], [judged({ severity: 'error' })])).toEqual([false]);
  expect(preExisting([judged()], [judged({ severity: 'error' })])).toEqual([false]);
  expect(preExisting([judged({}, null)], [judged({}, null)])).toEqual([false]);
  expect(preExisting([judged({}, null)], [judged()])).toEqual([false]);
});

test('one more than before: it is not known which is new, so all of them are new', () => {
  expect(preExisting([judged(at(70)), judged(at(90))], [judged(at(70))])).toEqual([false, false]);
  expect(preExisting([judged(at(70)), judged(at(90))], [judged(at(75)), judged(at(95))])).toEqual([true, true]);
  expect(preExisting([judged(at(90))], [judged(at(70)), judged(at(90))])).toEqual([true]);
  // Other findings do not change.
  const other = judged({ message: 'x' });
  expect(preExisting([judged(at(70)), other, judged(at(90))], [other, judged(at(70))])).toEqual([false, true, false]);
});

test('a finding that is reported twice at one place counts once', () => {
  expect(preExisting([judged(), judged()], [judged()])).toEqual([true, true]);
  expect(preExisting([judged(at(70)), judged(at(90))], [judged(at(70)), judged(at(70))])).toEqual([false, false]);
});

/** A small generator of numbers, the same at every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('of any two lists: only what the base has as often is pre-existing, all of that is, and the order says nothing', () => {
  const random = numbers(7);
  const below = (most: number) => Math.floor((random.next().value as number) * most);
  const some = (): AttributedFinding[] =>
    Array.from({ length: below(9) }, () =>
      judged(
        {
          severity: (['error', 'warning', 'notice'] as const)[below(3)] as Finding['severity'],
          message: `message ${below(3)}`,
          ...at(1 + below(4)),
        },
        ([STRATEGY, { kind: 'setting', path: 'tuning_step.seed' }, null] as const)[below(3)] as FindingSubject | null,
      ),
    );
  const key = ({ finding: { severity, message }, about }: AttributedFinding) =>
    JSON.stringify([severity, message, about]);
  const often = (list: AttributedFinding[], one: AttributedFinding) =>
    new Set(list.filter((each) => key(each) === key(one)).map(({ finding }) => finding.place?.line)).size;
  let known = 0;
  for (let round = 0; round < 2_000; round++) {
    const [head, base] = [some(), some()];
    const marks = preExisting(head, base);
    const expected = head.map(
      (one) => one.finding.severity !== 'error' && one.about !== null && often(head, one) <= often(base, one),
    );
    expect(marks).toEqual(expected);
    expect(preExisting([...head].reverse(), [...base].reverse())).toEqual([...expected].reverse());
    known += marks.filter(Boolean).length;
  }
  expect(known).toBeGreaterThan(300);
});
