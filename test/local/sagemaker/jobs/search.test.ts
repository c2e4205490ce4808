import { type Proposal, readRanges, Search } from '../../../../local/sagemaker/jobs/search.ts';

/** The optimiser without trainings: a formula gives the objective of each. */
const RANGES = readRanges({
  ContinuousParameterRanges: [{ Name: 'x', MinValue: '0.0', MaxValue: '1.0' }],
  IntegerParameterRanges: [{ Name: 'n', MinValue: '10', MaxValue: '150', ScalingType: 'Logarithmic' }],
  CategoricalParameterRanges: [{ Name: 'kind', Values: ['good', 'bad'] }],
});
const STARTUP = 5;
const objective = ({ x, n, kind }: Proposal) =>
  1 - (Number(x) - 0.3) ** 2 - (Number(n) - 40) ** 2 / 10_000 - (kind === 'bad' ? 0.5 : 0);

const searches: Search[] = [];
afterAll(() => {
  for (const search of searches) search.close();
});
function start(strategy: string, seed: number): Search {
  const search = new Search({ strategy, seed, maximize: true, startup: STARTUP, ranges: RANGES });
  searches.push(search);
  return search;
}

async function proposals(search: Search, count: number): Promise<Proposal[]> {
  const all: Proposal[] = [];
  for (let id = 0; id < count; id += 1) {
    const proposal = await search.ask(id);
    await search.tell(id, objective(proposal));
    all.push(proposal);
  }
  return all;
}

const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

test('proposals are inside the ranges, and another seed gives other proposals', async () => {
  const some = await proposals(start('Random', 7), 8);
  for (const { x, n, kind } of some) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(1);
    expect(Number.isInteger(n) && Number(n) >= 10 && Number(n) <= 150).toBe(true);
    expect(['good', 'bad']).toContain(kind);
  }
  expect(await proposals(start('Random', 8), 8)).not.toEqual(some);
});

test('Bayesian proposals get better, and another process continues with the same ones', async () => {
  const whole = await proposals(start('Bayesian', 7), 40);
  const scores = whole.map(objective);
  expect(mean(scores.slice(-20))).toBeGreaterThan(mean(scores.slice(0, STARTUP)) + 0.1);

  const resumed = start('Bayesian', 7);
  for (const [id, proposal] of whole.slice(0, 8).entries()) {
    await resumed.restore(id, proposal);
    await resumed.tell(id, objective(proposal));
  }
  expect(await resumed.ask(8)).toEqual(whole[8]);
});
