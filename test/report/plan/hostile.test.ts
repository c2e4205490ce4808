import { Marked } from 'marked';
import { planAnnotations } from '../../../src/report/plan/annotations.ts';
import { planCheckRun } from '../../../src/report/plan/check-run.ts';
import { planComment } from '../../../src/report/plan/comment.ts';
import { planTerminal } from '../../../src/report/plan/terminal.ts';
import { everyText, fork, HOSTILE, hostile, long, preExisting } from './fixtures.ts';

const RUN = 'https://github.com/acme/late-lines/actions/runs/1';
const comment = (plan: ReturnType<typeof long>) =>
  planComment(plan, { key: 'plan', facts: { text: HOSTILE }, runUrl: RUN });

/** What means something to Markdown, HTML, GitHub, mermaid, a terminal or a runner, and what stands between. */
const PIECES = [
  ...'`*_~|\\<>&#@!$[](){}"\'=+-.:;/%^ \t\n\r\v\f0123aZé漢😀\u0000\u0007\u001b\u0085\u00a0\u00ad\u200b\u200d\u202e\u2028\u2066\ufeff\ud800\udc00'.split(
    '',
  ),
  ...[
    '```',
    '~~~',
    '-->',
    '<!--',
    '\n\n',
    '\n# ',
    '\n- ',
    '\n1. ',
    '\n> ',
    '\n---\n',
    '\n===\n',
    '    ',
    '\\|',
    '\\\\|',
    '|\n|---|\n|',
    '@octocat',
    '@acme/team',
  ],
  ...[
    'a@b.example',
    '#12',
    'acme/app#3',
    'GH-4',
    'https://evil.example',
    'www.evil.example',
    'HTTP://x',
    'ftp://x',
    'mailto:a@b.c',
    '![x](y)',
    '[x](y)',
    '[x]: y',
    '[^1]',
    '- [ ] ',
  ],
  ...[
    '<img src=x onerror=alert(1)>',
    '<script>',
    '</details>',
    '</summary>',
    '</sub>',
    '<a href="x">',
    '&lt;',
    '&#64;octocat',
    '&commat;',
    '<https://evil.example>',
    '$x$',
    '$`x`$',
    ':tada:',
  ],
  ...[
    '"]',
    ']:::',
    'click s0 "x"',
    '%%{init}',
    'end',
    '-->|x|',
    ';',
    '#quot;',
    'subgraph',
    '::error::x',
    '\n::stop-commands::x',
    '##[error]x',
    '\u001b]8;;http://x\u0007',
    '\u001b[2J',
  ],
];

/** Numbers that are the same at each run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same text for the same text, and another one for another. */
function hostileTexts(seed: number): (was: string) => string {
  const random = generator(seed);
  const made = new Map<string, string>();
  return (was) => {
    const known = made.get(was);
    if (known !== undefined) return known;
    const text = Array.from({ length: 1 + random(9) }, () => PIECES[random(PIECES.length)] ?? '').join('');
    // Something that is seen, so that nothing is left out for being empty.
    made.set(was, `${text}x${made.size}${random(2) === 0 ? '' : (PIECES[random(PIECES.length)] ?? '')}`);
    return made.get(was) ?? '';
  };
}

const html = (markdown: string) =>
  new Marked({ gfm: true, breaks: true }).parse(markdown.replace(/^<!-- mlops:plan:plan [\w-]* -->\n/, ''), {
    async: false,
  });

const TAGS =
  /<\/?(?:h2|h3|p|strong|sub|ul|li|table|thead|tbody|tr|details|summary|blockquote|code|pre)>|<br\/?>|<(?:th|td)(?: align="(?:right|center|left)")?>|<\/(?:th|td)>|<code class="language-(?:diff|mermaid)">/g;

const structure = (text: string) =>
  Object.fromEntries(
    [
      'h1',
      'h2',
      'h3',
      'table',
      'tr',
      'th',
      'td',
      'ul',
      'ol',
      'li',
      'details',
      'summary',
      'pre',
      'blockquote',
      'hr',
      'input',
      'a',
      'img',
    ].map((tag) => [tag, text.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0]),
  );

const decoded = (text: string) =>
  text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

function expectHarmless(markdown: string): void {
  const page = html(markdown);
  const ours = page.replaceAll(`<a href="${RUN}">The run that made this plan</a>`, '');
  // No tag but ours, and of ours no attribute that is not.
  expect(ours.replaceAll(TAGS, '')).not.toMatch(/[<>]/);
  // What GitHub looks for in the rendered text, outside of code.
  const prose = decoded(ours.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, '').replaceAll(TAGS, ' '));
  expect(prose).not.toMatch(/@[\w]/);
  expect(prose).not.toMatch(/#\d|\bGH-\d/i);
  expect(prose).not.toMatch(/(https?|ftp):\/\/|www\./i);
  expect(prose).not.toContain('$');
  expect(page).not.toMatch(/[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
  for (const [row, columns] of tableRows(markdown)) {
    // Parsers read `\\|` in two ways: neither may see another cell.
    expect([row, row.replaceAll('\\|', '').split('|').length - 2]).toEqual([row, columns]);
    expect([row, row.replaceAll(/\\./g, '').split('|').length - 2]).toEqual([row, columns]);
  }
  for (const graph of markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)) {
    for (const line of (graph[1] ?? '').split('\n')) expect(line).toMatch(GRAPH);
  }
}

/** Everything that a graph of ours can hold; a name is letters, digits and `_ . -`. */
const LABEL = '"[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*(<br/>(runs|cached))?"';
const GRAPH = new RegExp(
  `^(flowchart LR|  s\\d+(\\[${LABEL}\\]|\\{\\{${LABEL}\\}\\}):::(runs|cached|conditional)|  s\\d+ (-->|-\\.->\\|(yes|no)\\|) s\\d+|  classDef (runs|cached|conditional) [\\w:#, -]+)$`,
  'u',
);

/** Rows of tables with the number of columns that their heads have. Inside of fences there are none. */
function tableRows(markdown: string): Array<[string, number]> {
  const rows: Array<[string, number]> = [];
  let fence = '';
  let columns = 0;
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1] ?? '';
    if (fence === '' && mark !== '') fence = mark;
    else if (fence !== '') fence = line === fence ? '' : fence;
    else if (!line.startsWith('|')) columns = 0;
    else if (columns === 0) columns = line.split('|').length - 2;
    else rows.push([line, columns]);
  }
  return rows;
}

test('what somebody writes to be believed more than the plan', () => {
  expectHarmless(comment(hostile()).body);
  expectHarmless(comment(hostile()).full);
});

test.each([
  ['long', long],
  ['fork', fork],
  ['pre-existing', preExisting],
])('any text in any field of a plan leaves the comment as it is: %s', (_, make) => {
  const expected = structure(html(comment(make()).body));
  for (let seed = 1; seed <= 50; seed += 1) {
    const plan = everyText(make(), hostileTexts(seed));
    const { body, dropped } = comment(plan);
    expect(dropped).toEqual([]);
    try {
      expectHarmless(body);
      expect(structure(html(body))).toEqual(expected);
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`);
    }
  }
});

test('a line of code cannot end the block that it stands in', () => {
  for (const [text, mark] of ['```', '````', '~~~', '```\n\n@octocat', '</details>'].flatMap((text) =>
    ([' ', '+', '-'] as const).map((mark) => [text, mark] as const),
  )) {
    const plan = long();
    const [first] = plan.environments[0]?.differences ?? [];
    if (first === undefined) throw new Error('the plan has no difference');
    // Unchanged lines are shown beside a changed one.
    first.lines = [{ mark: '+', text: 'changed' }, ...Array.from({ length: 13 }, () => ({ mark, text }))];
    const { body } = comment(plan);
    expectHarmless(body);
    expect(structure(html(body)).pre).toBe(structure(html(comment(long()).body)).pre);
  }
});

test('any text in any field leaves the terminal and the log of a job as they are', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const plan = everyText(long(), hostileTexts(seed));
    const text = planTerminal(plan, { color: false, width: 90 });
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
    expect(text).not.toMatch(/^\s*::|##\[/m);
  }
});

test('any text in any field leaves annotations of one line each', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const plan = everyText(long(), hostileTexts(seed));
    const annotations = planAnnotations(plan);
    expect(annotations).toHaveLength(3);
    for (const annotation of annotations) {
      expect(Object.values(annotation).join('')).not.toMatch(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }
    for (const { environment } of plan.environments) {
      const run = planCheckRun(plan, environment);
      expect(`${run.name}${run.title}`).not.toMatch(/\p{Cc}/u);
      expectHarmless(run.summary);
      expectHarmless(run.text);
    }
  }
});
