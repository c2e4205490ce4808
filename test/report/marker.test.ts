import { marker, withNote, withoutMarker, withoutNote } from '../../src/report/marker.ts';

test('a note is taken out again, also when its words change', () => {
  const text = '## Plan\n\n> [!WARNING]\n> **Out of date.** A line of the plan itself.';
  const first = withNote('stale', 'One note', text);
  expect(first).toMatch(/^<!-- mlops:stale -->\n\nOne note\n\n<!-- \/mlops:stale -->\n\n## Plan/);
  expect(withoutNote('stale', first)).toBe(text);
  expect(withNote('stale', 'Other words', withoutNote('stale', first))).toBe(withNote('stale', 'Other words', text));
});

test('only a note at the beginning counts, and only a whole one', () => {
  const later = `## Plan\n\n${withNote('stale', 'pasted', 'text')}`;
  expect(withoutNote('stale', later)).toBe(later);
  expect(withoutNote('stale', '<!-- mlops:stale -->\n\ncut')).toBe('<!-- mlops:stale -->\n\ncut');
  expect(withoutNote('stale', withNote('other', 'note', 'text'))).toBe(withNote('other', 'note', 'text'));
});

test('a comment without its marker begins with what a person reads', () => {
  const line = marker('report', 'abc', { package: null });
  expect(withoutMarker(`${line}\n\n## Model\n`)).toBe('## Model\n');
  expect(withoutMarker(`## Model\n\n${line}`)).toBe(`## Model\n\n${line}`);
});
