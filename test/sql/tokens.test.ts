import { tokenize } from '../../src/sql/tokens.ts';

const kinds = (text: string) =>
  tokenize(text)
    .slice(0, -1)
    .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

test.each([
  ['a A1 _b c@d:e', ['word a', 'word A1', 'word _b', 'word c@d:e']],
  [
    '1 1.5 .5 5. 1e3 1.5E-3 1a 1e 1ex',
    [
      'integer 1',
      'decimal 1.5',
      'decimal .5',
      'decimal 5.',
      'double 1e3',
      'double 1.5E-3',
      'digit-word 1a',
      'digit-word 1e',
      'digit-word 1ex',
    ],
  ],
  ['t.1 a.b 1.a', ['word t', 'decimal .1', 'word a', 'symbol .', 'word b', 'decimal 1.', 'word a']],
  ["'it''s' '' \"a\"\"b\" `c`", ["string 'it''s'", "string ''", 'quoted "a""b"', 'backquoted `c`']],
  ["U&'\\00e4' x'00' u &'a'", ["unicode U&'\\00e4'", "binary x'00'", 'word u', 'unknown &', "string 'a'"]],
  [
    'a<>b!=c<=d||e->f=>g',
    [
      'word a',
      'symbol <>',
      'word b',
      'symbol !=',
      'word c',
      'symbol <=',
      'word d',
      'symbol ||',
      'word e',
      'symbol ->',
      'word f',
      'symbol =>',
      'word g',
    ],
  ],
  ['a--b\nc/*d*/e/**/f', ['word a', 'word c', 'word e', 'word f']],
  ['timestamp with\ttime zone double precisions', ['type timestamp with\ttime zone', 'word double', 'word precisions']],
  [
    '{start_time_utc}{end_time_utc}{a}',
    ['placeholder {start_time_utc}', 'placeholder {end_time_utc}', 'unknown {', 'word a', 'unknown }'],
  ],
  ["'a'' b", ["string 'a'", "unknown '", 'word b']],
  ['a /* b', ['word a', 'symbol /', 'symbol *', 'word b']],
  ['😀;', ['unknown 😀', 'unknown ;']],
])('the lexer splits %j into tokens', (text, expected) => expect(kinds(text)).toEqual(expected));

test('the last token is the end of the text', () => {
  expect(tokenize('a ')).toMatchObject([
    { start: 0, end: 1 },
    { kind: 'end', start: 2, end: 2 },
  ]);
});
