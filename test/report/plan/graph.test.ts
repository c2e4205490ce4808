import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import type { StepForecast } from '../../../src/plan/plan.ts';
import { curveChart } from '../../../src/report/chart.ts';
import { stepGraph } from '../../../src/report/plan/graph.ts';
import { type Flowchart, graphsIn, parseFlowchart, parseGraph } from '../../support/mermaid.ts';
import { HOSTILE } from './fixtures.ts';

/** The graphs are read by mermaid itself, and are what was meant. */

type Step = Pick<StepForecast, 'name' | 'type' | 'outcome'>;

const forecasts = (steps: readonly Step[]): StepForecast[] =>
  steps.map((step) => ({ ...step, why: '', instance: null, seconds: null, dollars: null }));
const step = (name: string, type = 'Processing', outcome: StepForecast['outcome'] = 'runs'): Step => ({
  name,
  type,
  outcome,
});

/** Steps, however they are called, are as many nodes, one after the other, and nothing else. */
async function expectDrawn(steps: readonly Step[]): Promise<Flowchart> {
  const graph = await parseFlowchart(stepGraph(forecasts(steps)));
  expect({ ...graph, nodes: graph.nodes.length, edges: graph.edges.length }).toEqual({
    type: 'flowchart-v2',
    config: {},
    nodes: steps.length,
    edges: Math.max(0, steps.length - 1),
    classes: { runs: expect.any(Array), cached: expect.any(Array), conditional: expect.any(Array) },
    subgraphs: 0,
  });
  let before = 0;
  for (const [i, { type, outcome }] of steps.entries()) {
    const { label = '', ...node } = graph.nodes[i] ?? {};
    const [name, shown, ...more] = label.split('<br/>');
    expect(name).toMatch(LABEL);
    expect([shown, ...more]).toEqual([outcome === 'conditional' ? undefined : outcome]);
    const shape = type === 'Condition' ? 'hexagon' : 'square';
    expect(node).toEqual({ id: `s${i}`, shape, classes: [outcome], active: false });
    if (i > 0) {
      const [label, stroke] = outcome === 'conditional' ? [type === 'Fail' ? 'no' : 'yes', 'dotted'] : ['', 'normal'];
      expect(graph.edges[i - 1]).toEqual({ from: `s${before}`, to: `s${i}`, label, stroke });
    }
    if (outcome !== 'conditional') before = i;
  }
  return graph;
}

/** What a name may leave: nothing in it means anything to mermaid, HTML or Markdown. */
const LABEL = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u;

test('a training: what runs, what is cached, and what the condition decides', async () => {
  const graph = await expectDrawn([
    step('Preprocess-Data', 'Processing', 'cached'),
    step('Train-And-Tune-Model', 'Tuning'),
    step('Accuracy-Condition', 'Condition'),
    step('Register-Model-RegisterModel', 'RegisterModel', 'conditional'),
    step('Accuracy-Too-Low', 'Fail', 'conditional'),
  ]);
  expect(graph.nodes.map(({ label }) => label)).toEqual([
    'Preprocess-Data<br/>cached',
    'Train-And-Tune-Model<br/>runs',
    'Accuracy-Condition<br/>runs',
    'Register-Model-RegisterModel',
    'Accuracy-Too-Low',
  ]);
});

const NAMES = [
  '',
  ' ',
  'end',
  'graph',
  'subgraph a',
  'click s0 "https://evil.example"',
  'click s0 call alert(1)',
  'style s0 fill:#f00',
  'linkStyle 0 stroke:red',
  'class s0 x',
  'classDef runs fill:#f00',
  '%%{init: {"theme": "dark"}}%%',
  '%% a comment',
  '---\ntitle: x\n---',
  '"] --> s9["x',
  'a"b',
  "a'b",
  '`markdown`',
  '**bold**',
  '1. list',
  '- list',
  '# head',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</div><br/>',
  '&quot;#quot;#35;',
  '[x](https://evil.example)',
  '((circle))',
  '{{hexagon}}',
  '>flag]',
  ':::runs',
  '@{ shape: cyl }',
  's0@{ img: "https://evil.example/x.png" }',
  '--> s1',
  '|yes|',
  '-.->',
  'o--o x--x',
  'a;b',
  'a\nb\r\nc\u2028d',
  '@octocat @acme/team',
  '$$x^2$$',
  'fa:fa-car',
  'été-漢字-имя-שלום',
  '😀\u202e\u0000\u001b[2J\ud800',
  '.-.-.',
  'x'.repeat(500),
  '漢'.repeat(500),
  HOSTILE,
];

test.each(NAMES.map((name) => [name]))('a step that is called %j', async (name) => {
  await expectDrawn([step('First'), step(name), step(name, 'Condition'), step(name, 'Fail', 'conditional')]);
  await expectDrawn([step(name, 'Processing', 'cached')]);
});

test('names made of all of that', async () => {
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  for (let round = 0; round < 100; round += 1) {
    const steps = Array.from({ length: 1 + random(8) }, (_, i) =>
      step(
        Array.from({ length: random(5) }, () => pick(NAMES)).join(''),
        pick(['Processing', 'Condition', 'Fail', 'RegisterModel']),
        i === 0 ? 'runs' : pick(['runs', 'cached', 'conditional']),
      ),
    );
    await expectDrawn(steps);
  }
});

test('a hundred steps are drawn as far as anybody can read them, and none are a graph as well', async () => {
  const graph = await parseFlowchart(stepGraph(forecasts(Array.from({ length: 100 }, (_, i) => step(`Step-${i}`)))));
  expect([graph.nodes.length, graph.edges.length, graph.nodes.at(-1)?.label]).toEqual([40, 39, 'Step-39<br/>runs']);
  expect(await parseFlowchart(stepGraph([]))).toMatchObject({ nodes: [], edges: [] });
});

describe('mermaid would tell', () => {
  const raw = (name: string) => `flowchart LR\n  s0["${name}"]:::runs\n  s1["Next"]\n  s0 --> s1`;

  test.each(['a"b', '"] --> s9[x', '`'])('a name as it is, %j, is refused or another label', async (name) => {
    const parsed = await parseFlowchart(raw(name)).catch(() => undefined);
    expect(parsed?.nodes.find(({ id }) => id === 's0')?.label).not.toBe(name);
  });

  test('what is no graph is refused with its line', async () => {
    await expect(parseGraph('flowchart LR\n  s0["A"]x"]')).rejects.toThrow('Parse error on line 2');
    await expect(parseGraph('flowchart LR\n  end["A"] --> end')).rejects.toThrow('Parse error on line 2');
    await expect(parseGraph('a table')).rejects.toThrow(/No diagram type detected/);
  });

  test('what another line would do', async () => {
    const base = raw('A');
    expect((await parseFlowchart(`%%{init: {"theme": "dark"}}%%\n${base}`)).config).toEqual({ theme: 'dark' });
    const clicked = await parseFlowchart(`${base}\n  click s0 "https://evil.example"`);
    expect(clicked.nodes[0]?.active).toBe(true);
    expect((await parseFlowchart(`${base}\n  subgraph x\n  s2\n  end`)).subgraphs).toBe(1);
  });
});

const MARKDOWN = ['README.md', ...markdownIn('docs'), ...markdownIn('test/golden/comments')];
const WITH_GRAPHS = MARKDOWN.map((file) => [file, graphsIn(readFileSync(join(ROOT, file), 'utf8'))] as const).filter(
  ([, graphs]) => graphs.length > 0,
);

test.each(WITH_GRAPHS)('the graphs in %s', async (_file, graphs) => {
  for (const graph of graphs) expect((await parseGraph(graph)).config).toEqual({});
});

test('the curves of a training report', async () => {
  const curve = { title: 'ROC', xTitle: 'False positives', yTitle: 'True positives', x: [0, 0.2, 1], y: [0, 0.9, 1] };
  const [chart = ''] = graphsIn(curveChart({ ...curve, reference: (x) => x }));
  expect(await parseGraph(chart)).toEqual({ type: 'xychart', config: {} });
});

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
