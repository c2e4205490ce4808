import type { Finding } from '../../src/finding.ts';
import { type Judged, withStanding } from '../../src/plan/standing.ts';

const judged = (more: Partial<Finding> = {}, about: string | null = 'tuning_step.strategy'): Judged => ({
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
const standing = (head: Judged[], base: Judged[]) => withStanding(head, base).map((each) => each.standing === true);

test('what the base has too is standing, wherever it stands now, and nothing else of it changes', () => {
  const head = judged(at(90));
  expect(withStanding([head], [judged()])).toEqual([{ ...head.finding, standing: true }]);
  expect(standing([judged(at(3, 'sql/other.sql'))], [judged()])).toEqual([true]);
  expect(standing([judged({ place: null })], [judged()])).toEqual([true]);
  expect(standing([judged({ way_out: 'Take it out; the sample of 6,000 rows stays.' })], [judged()])).toEqual([true]);
});

test('what the base has not is news, and has no field that says so', () => {
  expect(withStanding([judged()], [])).toEqual([judged().finding]);
  expect(withStanding([judged()], [])[0]).not.toHaveProperty('standing');
  expect(withStanding([], [judged()])).toEqual([]);
});

test.each<[string, Judged]>([
  ['another rule', judged({ rule: 'honesty/split-by-row' })],
  ['another severity', judged({ severity: 'notice' })],
  ['a figure', judged({ message: 'Tuning searches for the best of 3 random_states.' })],
  ['another reason', judged({ why: 'Seeds differ.' })],
  ['about another setting', judged({}, 'tuning_step.seed')],
])('%s: news', (_, other) => {
  expect(standing([other], [judged()])).toEqual([false]);
  expect(standing([judged()], [other])).toEqual([false]);
});

test('an error is never standing, nor is what is said of the change', () => {
  expect(standing([judged({ severity: 'error' })], [judged({ severity: 'error' })])).toEqual([false]);
  expect(standing([judged()], [judged({ severity: 'error' })])).toEqual([false]);
  expect(standing([judged({}, null)], [judged({}, null)])).toEqual([false]);
  expect(standing([judged({}, null)], [judged()])).toEqual([false]);
});

test('one more than before: nobody can tell which is new, so all of them are news', () => {
  expect(standing([judged(at(70)), judged(at(90))], [judged(at(70))])).toEqual([false, false]);
  expect(standing([judged(at(70)), judged(at(90))], [judged(at(75)), judged(at(95))])).toEqual([true, true]);
  expect(standing([judged(at(90))], [judged(at(70)), judged(at(90))])).toEqual([true]);
  // Others are not touched by it.
  const other = judged({ message: 'x' });
  expect(standing([judged(at(70)), other, judged(at(90))], [other, judged(at(70))])).toEqual([false, true, false]);
});

test('what is said twice of one place is one', () => {
  expect(standing([judged(), judged()], [judged()])).toEqual([true, true]);
  expect(standing([judged(at(70)), judged(at(90))], [judged(at(70)), judged(at(70))])).toEqual([false, false]);
});

/** A small generator of numbers, the same at every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('of any two lists: only what the base has as often is standing, all of that is, and the order says nothing', () => {
  const random = numbers(7);
  const below = (most: number) => Math.floor((random.next().value as number) * most);
  const some = (): Judged[] =>
    Array.from({ length: below(9) }, () =>
      judged(
        {
          severity: (['error', 'warning', 'notice'] as const)[below(3)] as Finding['severity'],
          message: `message ${below(3)}`,
          ...at(1 + below(4)),
        },
        (['a', 'b', null] as const)[below(3)] as string | null,
      ),
    );
  const key = ({ finding: { severity, message }, about }: Judged) => JSON.stringify([severity, message, about]);
  const often = (list: Judged[], one: Judged) =>
    new Set(list.filter((each) => key(each) === key(one)).map(({ finding }) => finding.place?.line)).size;
  let known = 0;
  for (let round = 0; round < 2_000; round++) {
    const [head, base] = [some(), some()];
    const marks = standing(head, base);
    const expected = head.map(
      (one) => one.finding.severity !== 'error' && one.about !== null && often(head, one) <= often(base, one),
    );
    expect(marks).toEqual(expected);
    expect(standing([...head].reverse(), [...base].reverse())).toEqual([...expected].reverse());
    known += marks.filter(Boolean).length;
  }
  expect(known).toBeGreaterThan(300);
});
