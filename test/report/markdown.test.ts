import { code, comment, fenced, inert, LONGEST_COMMENT, table } from '../../src/report/markdown.ts';
import { findOwn, marker } from '../../src/report/marker.ts';

test.each([
  ['plain', '`plain`'],
  ['a | b', '`a \\| b`'],
  ['tick ` inside', '``tick ` inside``'],
  ['`edge`', '`` `edge` ``'],
  ['two\nlines', '`two lines`'],
  ['', '` `'],
])('code(%j)', (text, expected) => expect(code(text)).toBe(expected));

test.each([
  ['@octocat', '@&#8203;octocat'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert\\(1\\)&gt;'],
  ['[click](https://evil.example)', '\\[click\\]\\(https&#8203;://evil.example\\)'],
  ['![x](http://e)', '\\!\\[x\\]\\(http&#8203;://e\\)'],
  ['a | b', 'a \\| b'],
  ['fixes #12 and GH-13', 'fixes \\#&#8203;12 and GH-&#8203;13'],
  ['one\n\n# two', 'one \\# two'],
  ['<!-- mlops:report:x y -->', '&lt;\\!-- mlops:report:x y --&gt;'],
  ['`code` and *stars*', '\\`code\\` and \\*stars\\*'],
])('inert(%j)', (text, expected) => expect(inert(text)).toBe(expected));

test('a fence is longer than any run of backticks in the text', () => {
  expect(fenced('a ```` b')).toBe('`````\na ```` b\n`````');
  expect(fenced('x', 'sql')).toBe('```sql\nx\n```');
});

test('table aligns by letter', () => {
  expect(table(['a', 'b'], [['1', '2']], 'lr')).toBe('| a | b |\n| --- | ---: |\n| 1 | 2 |');
});

test('a long comment keeps its summary, drops from the end, and says what is missing', () => {
  const text = comment(
    [
      { title: 'summary', body: 'the verdict' },
      { title: 'metrics', body: 'm'.repeat(1000) },
      { title: 'trials', body: 't'.repeat(LONGEST_COMMENT) },
      { title: 'curves', body: 'c'.repeat(10) },
    ],
    'See the summary.',
  );
  expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(text).toContain('the verdict');
  expect(text).toContain('mmm');
  expect(text).toContain('Too long for a comment: trials, curves left out. See the summary.');
  expect(comment([{ title: 's', body: 'x'.repeat(LONGEST_COMMENT * 2) }], '').length).toBe(LONGEST_COMMENT);
});

test('a marker counts only in a comment of our own', () => {
  const body = `${marker('report', 'abc123', { package: 'arn:x/-->/1' })}\n\ntext`;
  const by = (author: string, text = body) => ({ id: 1, author, body: text, url: '' });
  expect(findOwn([by('bot')], 'bot', 'report')).toMatchObject([{ key: 'abc123', facts: { package: 'arn:x/-->/1' } }]);
  expect(findOwn([by('mallory')], 'bot', 'report')).toEqual([]);
  expect(findOwn([by('bot')], 'bot', 'approval')).toEqual([]);
  expect(findOwn([by('bot', `hello\n${body}`)], 'bot', 'report')).toEqual([]);
  expect(findOwn([by('bot', '<!-- mlops:report:abc123 bm90IGpzb24 -->')], 'bot', 'report')).toEqual([]);
  expect(() => marker('report', 'a key', {})).toThrow('marker key');
});
