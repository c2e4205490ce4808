import { type Proposal, readRanges, type Search, startSearch } from '../../../../local/sagemaker/jobs/search.ts';

/** The optimiser without trainings: a formula says what each of them would have reached. */
const RANGES = readRanges(
  {
    ContinuousParameterRanges: [{ Name: 'x', MinValue: '0.0', MaxValue: '1.0' }],
    IntegerParameterRanges: [{ Name: 'n', MinValue: '10', MaxValue: '150', ScalingType: 'Logarithmic' }],
    CategoricalParameterRanges: [{ Name: 'kind', Values: ['good', 'bad'] }],
  },
  'Bayesian',
);
const STARTUP = 5;
const score = ({ x, n, kind }: Proposal) =>
  1 - (Number(x) - 0.3) ** 2 - (Number(n) - 40) ** 2 / 10_000 - (kind === 'bad' ? 0.5 : 0);

const searches: Search[] = [];
afterAll(() => {
  for (const search of searches) search.close();
});
function start(strategy: string, seed: number): Search {
  const search = startSearch({ strategy, seed, maximize: true, startup: STARTUP, ranges: RANGES });
  searches.push(search);
  return search;
}

async function proposals(search: Search, count: number): Promise<Proposal[]> {
  const all: Proposal[] = [];
  for (let id = 0; id < count; id += 1) {
    const proposal = await search.ask(id);
    await search.tell(id, score(proposal));
    all.push(proposal);
  }
  return all;
}

const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

test('what is proposed lies in the ranges, and another seed gives another search', async () => {
  const some = await proposals(start('Random', 7), 8);
  for (const { x, n, kind } of some) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(1);
    expect(Number.isInteger(n) && Number(n) >= 10 && Number(n) <= 150).toBe(true);
    expect(['good', 'bad']).toContain(kind);
  }
  expect(await proposals(start('Random', 8), 8)).not.toEqual(some);
});

test('Bayesian learns, and goes on in another process as it would have gone on', async () => {
  const whole = await proposals(start('Bayesian', 7), 40);
  const scores = whole.map(score);
  expect(mean(scores.slice(-20))).toBeGreaterThan(mean(scores.slice(0, STARTUP)) + 0.1);

  const resumed = start('Bayesian', 7);
  for (const [id, proposal] of whole.slice(0, 8).entries()) {
    await resumed.restore(id, proposal);
    await resumed.tell(id, score(proposal));
  }
  expect(await resumed.ask(8)).toEqual(whole[8]);
});
